"""Conversations whose modality changes from turn to turn: "now as a video", "how does it sound?", "again in blue".

A dialogue keeps what was made or shown; every step asks for something about it. Knows wants, answers and phrasings;
draws every first turn itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from nextgpt_core.data import phrases, questions, small_talk
from nextgpt_core.data.answers import made_turn
from nextgpt_core.data.asking import ask_for, seen_turn, user
from nextgpt_core.data.backgrounds import SETTINGS
from nextgpt_core.data.canvas import COLOURS
from nextgpt_core.data.catalogue import Catalogue, spoken_names
from nextgpt_core.data.grammar import agreeing, is_several
from nextgpt_core.data.scenes import is_colourable
from nextgpt_core.data.seen import Seen
from nextgpt_core.data.switching_words import SAYS, STYLE_WORDS, TOLD
from nextgpt_core.data.wants import (
    STYLES,
    Want,
    clip_of,
    draw_clip,
    draw_picture,
    draw_sound,
    ground_phrase,
    picture_of,
    sound_of,
)

_TOLD_MEDIUM = {"image": "a picture of {}", "audio": "the sound of {}", "video": "a clip of {}"}

# change of a picture (a step of SAYS and a fact of a want) -> gap of its wordings, values, and how one is said
CHANGES: dict[str, tuple[str, tuple, Callable[..., str]]] = {
    "colour": ("c", tuple(COLOURS), str),
    "ground": ("g", (*SETTINGS, *SETTINGS, *COLOURS), lambda ground: ground_phrase(ground).strip()),
    "count": ("n", tuple(phrases.COUNTS), phrases.COUNTS.__getitem__),
    "style": ("s", tuple(STYLES), STYLE_WORDS.__getitem__),
}


def draw_change(kind: str, now: object, rng: random.Random) -> tuple[dict[str, str], dict[str, object]]:
    """(gaps for the wording of a change, the changed fact), another value than `now`."""
    gap, values, said = CHANGES[kind]
    value = rng.choice([v for v in values if v != now])
    return {gap: said(value)}, {kind: value}


class Dialogue:
    """Turns so far, with the thing talked about. `made` lists the wants in order; `shown` is an upload or None."""

    def __init__(self, rng: random.Random, catalogue: Catalogue) -> None:
        self.rng, self.catalogue, self.held = rng, catalogue, catalogue.split == "held"
        self.turns: list[dict] = []
        self.made: list[Want] = []
        self.topics: list[tuple[str | None, str | None]] = []
        self.shown: Seen | None = None
        self.concept: str | None = None
        self.label: str | None = None

    def says(self, step: str, **words: str) -> str:
        return self.rng.choice(SAYS[step][self.held]).format(**words)

    def exchange(self, said: str, answer: dict | str) -> None:
        if isinstance(answer, str):
            answer = {"role": "assistant", "content": [{"text": answer}]}
        self.turns += [user(said), answer]

    def make(self, said: str, want: Want, topic: tuple[str | None, str | None] | None = None) -> None:
        """One more medium. `topic` (concept, label) is what the talk is about from now on; None leaves it as it is."""
        if topic is not None:
            concept, label = topic
            self.concept = concept if concept in self.catalogue.by_name else None
            self.label = label or next(iter(self.catalogue.heard.get(self.concept or "", ())), None)
        self.made.append(want)
        self.topics.append((self.concept, self.label))
        self.exchange(said, made_turn(want, self.rng))

    # first turns

    def start(self) -> None:
        rng, catalogue = self.rng, self.catalogue
        kind = rng.choices(("image", "audio", "video", "heard", "upload", "talk"), (30, 12, 12, 24, 18, 4))[0]
        if kind == "talk":
            self.exchange(*small_talk.draw(rng))
            kind = "heard"
        if kind == "heard":  # a thing that can be seen and heard, so that the next turns may switch
            concept, label = rng.choice(catalogue.seen_and_heard)
            modality = rng.choice(("image", "audio", "video"))
            thing = catalogue.by_name[concept]
            want = {
                "image": lambda: draw_picture(rng, catalogue, thing),
                "audio": lambda: sound_of(label, catalogue, rng),
                "video": lambda: draw_clip(rng, catalogue, thing),
            }[modality]()
            self.make(ask_for(want, rng, catalogue.split), want, (concept, label))
        elif kind == "upload":
            turn, answer, seen = seen_turn(rng, catalogue, rng.choices(("image", "audio", "video"), (55, 28, 17))[0])
            self.turns += [turn, answer]
            concept = seen.concept or (sound_of(seen.label, catalogue).concept if seen.label else None)
            self.shown, self.concept = seen, concept if concept in catalogue.by_name else None
            self.label = seen.label or next(iter(catalogue.heard.get(self.concept or "", ())), None)
        else:
            draw = {"image": draw_picture, "audio": draw_sound, "video": draw_clip}[kind]
            want = draw(rng, catalogue)
            self.make(ask_for(want, rng, catalogue.split), want, (want.concept, want.label))

    @property
    def last(self) -> str:
        return self.made[-1].modality if self.made else self.shown.modality

    # steps; each returns False when it does not suit the state

    def to_video(self) -> bool:
        if self.concept is None or self.last == "video":
            return False
        if self.made and self.made[-1].count > 1:
            return False  # clips show one thing
        ground = self.made[-1].ground if self.made and self.made[-1].modality == "image" else None
        self.make(self.says("video"), clip_of(self.catalogue.by_name[self.concept], None, ground))
        return True

    def to_audio(self) -> bool:
        if self.label is None or self.last == "audio":
            return False
        self.make(self.says("audio"), sound_of(self.label, self.catalogue))
        return True

    def to_image(self) -> bool:
        if self.concept is None or (self.last == "image" and self.made):
            return False
        if not self.made and self.shown.modality == "image":
            return False
        ground = self.made[-1].ground if self.made and self.made[-1].modality == "video" else None
        self.make(self.says("image"), picture_of(self.catalogue.by_name[self.concept], ground=ground))
        return True

    def again(self) -> bool:
        if not self.made:
            return False
        self.make(self.says("again"), self.made[-1], self.topics[-1])
        return True

    def first(self) -> bool:
        if len({want.caption for want in self.made}) < 2 or self.made[0].caption == self.made[-1].caption:
            return False
        two = len({want.caption for want in self.made}) == 2
        self.make(self.says("the other" if two and self.rng.random() < 0.5 else "first"), self.made[0], self.topics[0])
        return True

    def _picture(self) -> Want | None:
        """The last picture made, if its caption holds nothing that a change would lose."""
        want = self.made[-1] if self.made and self.made[-1].modality == "image" else None
        if want is None or want.concept is None:
            return None
        plain = picture_of(
            self.catalogue.by_name[want.concept],
            colour=want.colour,
            ground=want.ground,
            count=want.count,
            style=want.style,
        )
        return want if plain.caption == want.caption else None

    def _changed(self, kind: str, want: Want) -> bool:
        words, change = draw_change(kind, getattr(want, kind), self.rng)
        facts = {name: getattr(want, name) for name in CHANGES} | change
        self.make(self.says(kind, **words), picture_of(self.catalogue.by_name[want.concept], **facts))
        return True

    def recoloured(self) -> bool:
        want = self._picture()
        if want is None or not is_colourable(self.catalogue.by_name[want.concept]):
            return False
        return self._changed("colour", want)

    def elsewhere(self) -> bool:
        want = self._picture()
        return want is not None and self._changed("ground", want)

    def restyled(self) -> bool:
        want = self._picture()
        return want is not None and self._changed("style", want)

    def counted(self) -> bool:
        want = self._picture()
        concept = self.catalogue.by_name[want.concept] if want else None
        if (
            want is None
            or not phrases.can_be_counted(spoken_names(concept)[0])
            or concept.category == "Smileys & Emotion"
        ):
            return False
        return self._changed("count", want)

    def other(self) -> bool:
        """Another thing in the same modality, and attributes that the person named are not carried over."""
        if not self.made:
            return False
        rng, catalogue = self.rng, self.catalogue
        if self.last == "audio":
            want = sound_of(catalogue.draw_label(rng), catalogue)
            said = want.source if want.source and rng.random() < 0.5 else want.said
        elif self.last == "image":
            want = draw_picture(rng, catalogue)
            said = want.asked
        else:
            want = draw_clip(rng, catalogue)
            said = want.asked
        self.make(self.says("other", a=said), want, (want.concept, want.label))
        return True

    def told(self) -> bool:
        if not self.made:
            return False
        want = self.made[-1]
        said = (
            _TOLD_MEDIUM[want.modality].format(want.said)
            if self.rng.random() < 0.4 and "picture of" not in want.said
            else want.said
        )
        text = agreeing(self.rng.choice(TOLD), is_several(said)).format(a=said)
        self.exchange(self.says("tell"), text[:1].upper() + text[1:])
        return True

    def about(self) -> bool:
        rows = self.catalogue.talk_about.get(self.concept or "", ())
        if not rows:
            return False
        row = self.rng.choice(rows)
        name = spoken_names(self.catalogue.by_name[self.concept])[0]
        self.exchange(self.says("about", m=phrases.plural(name)), row["answer"])
        return True

    def asked_detail(self) -> bool:
        """A question about the upload, or about the picture or clip just made."""
        rng = self.rng
        if self.made:
            want = self.made[-1]
            if self._picture() is None and want.motion is None:
                return False
            count = want.count if want.modality == "image" else None
            thing = picture_of(self.catalogue.by_name[want.concept], colour=want.colour, count=want.count).said
            seen = Seen(
                want.modality,
                "",
                0,
                thing,
                want.said,
                want.name,
                want.concept,
                colour=want.colour,
                count=count,
                ground=want.ground,
                motion=want.motion,
            )
        else:
            seen = self.shown
        found = questions.follow_ups(
            seen, rng, [phrases.with_article(spoken_names(self.catalogue.draw_concept(rng))[0])]
        )
        said, answer = rng.choice(found[:-2] or found)  # the last two are the checks and the bare name
        if self.made or rng.random() < 0.5:
            said = said.replace("What colour is it", "What colour was it").replace("Where is it?", "Where was it?")
            said = said.replace("How many are there?", "How many were there?").replace(
                "What is it doing?", "What did it do?"
            )
        self.exchange(said, answer)
        return True

    def thanked(self) -> bool:
        asked, answers = small_talk.THANKS
        self.exchange(self.rng.choice(asked), self.rng.choice(answers))
        return True

    def plain(self) -> bool:
        row = self.rng.choice(self.catalogue.talk)
        self.exchange(row["prompt"], row["answer"])
        return True


STEPS: tuple[tuple[Callable[[Dialogue], bool], float], ...] = (
    (Dialogue.to_video, 14),
    (Dialogue.to_audio, 16),
    (Dialogue.to_image, 15),
    (Dialogue.again, 6),
    (Dialogue.first, 4),
    (Dialogue.recoloured, 9),
    (Dialogue.elsewhere, 7),
    (Dialogue.counted, 5),
    (Dialogue.restyled, 3),
    (Dialogue.other, 11),
    (Dialogue.told, 9),
    (Dialogue.about, 5),
    (Dialogue.asked_detail, 10),
    (Dialogue.thanked, 6),
    (Dialogue.plain, 7),
)


def draw_switching(rng: random.Random, catalogue: Catalogue) -> list[dict]:
    """The turns of one conversation with 2-4 exchanges; the same step never comes twice in a row."""
    dialogue = Dialogue(rng, catalogue)
    dialogue.start()
    wanted = rng.choices((2, 3, 4), (40, 40, 20))[0]
    before = None
    while len(dialogue.turns) < 2 * wanted:
        step = rng.choices([step for step, _ in STEPS], [weight for _, weight in STEPS])[0]
        if step is not before and step(dialogue):
            before = step
    return dialogue.turns
