"""Conversations whose modality changes from turn to turn: "now as a video", "how does it sound?", "again in blue".

A dialogue keeps what was made or shown; every step asks for something about it. Knows wants, answers and phrasings;
draws every first turn itself, but not which step comes next.
"""

from __future__ import annotations

import random
from dataclasses import replace

from nextgpt_core.data import abilities, phrases, plain_turns, questions, remarks, small_talk
from nextgpt_core.data.answers import film_turn, made_turn, several_turn
from nextgpt_core.data.asking import ask_for, assistant, seen_turn, user
from nextgpt_core.data.catalogue import Catalogue, spoken_names
from nextgpt_core.data.changes import CHANGES, changed_picture, draw_change, moved, worded
from nextgpt_core.data.combined_requests import shown_request
from nextgpt_core.data.films import asked_after
from nextgpt_core.data.grammar import agreeing, is_several
from nextgpt_core.data.ordered_requests import ordered_request
from nextgpt_core.data.scenes import is_colourable
from nextgpt_core.data.seen import Seen, seen_made
from nextgpt_core.data.sound_wants import draw_sound, noise_of, sound_of
from nextgpt_core.data.switching_words import TOLD
from nextgpt_core.data.wants import Want, clip_of, draw_clip, draw_picture, picture_of

_MEDIUM = {"image": "picture", "audio": "sound", "video": "clip"}
_TOLD_MEDIUM = {"image": "a picture of {}", "audio": "the sound of {}", "video": "a clip of {}"}


class Dialogue:
    """Turns so far, with the thing talked about. `made` lists the wants in order; `shown` is an upload or None."""

    def __init__(self, rng: random.Random, catalogue: Catalogue) -> None:
        self.rng, self.catalogue, self.held = rng, catalogue, catalogue.split == "held"
        self.turns: list[dict] = []
        self.made: list[Want] = []
        self.topics: list[tuple[str | None, str | None]] = []
        self.shown: Seen | None = None
        self.heard: set[str] = set()
        """Lines said so far, so that none comes twice."""
        self.concept: str | None = None
        self.label: str | None = None

    def says(self, step: str, **words: str) -> str:
        return worded(step, self.rng, self.held, **words)

    def exchange(self, said: str, answer: dict | str) -> None:
        if isinstance(answer, str):
            answer = assistant(answer)
        self.turns += [user(said), answer]

    def make(self, said: str, want: Want, topic: tuple[str | None, str | None] | None = None) -> None:
        """One more medium. `topic` (concept, label) is what the talk is about from now on; None leaves it as it is."""
        if topic is not None:
            concept, label = topic
            self.concept = concept if concept in self.catalogue.by_name else None
            self.label = label or next(iter(self.catalogue.heard.get(self.concept or "", ())), None)
        self.made.append(want)
        self.topics.append((self.concept, self.label))
        self.exchange(said, made_turn(want, self.rng, asked=said, used=self.heard))

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

    def moved(self) -> bool:
        """The thing shown or made last as a clip with a named movement."""
        if self.concept is None or (self.made and self.made[-1].count > 1):
            return False
        if self.shown is not None and not self.made and self.shown.modality == "audio":
            return False
        last = self.made[-1] if self.made and self.made[-1].modality != "audio" else None
        said, motion = moved(self.rng, self.held, last.motion if last else None)
        self.make(said, clip_of(self.catalogue.by_name[self.concept], motion, last.ground if last else None))
        return True

    def to_audio(self) -> bool:
        if self.label is None or self.last == "audio":
            return False
        self.make(self.says("audio"), sound_of(self.label, self.catalogue))
        return True

    def to_film(self) -> bool:
        """The thing as a clip with its sound, after a clip, a picture or a sound alone."""
        if self.label is None or self.concept is None:
            return False
        last = self.made[-1] if self.made else None
        if last is not None and (last.count > 1 or last.modality != "video" and self.rng.random() < 0.3):
            return False
        if sum("make" in item for item in self.turns[-1]["content"]) > 1:
            return False  # it may be a film already
        motion, ground = (last.motion, last.ground) if last else (None, None)
        concept = self.catalogue.by_name[self.concept]
        clip = clip_of(concept, motion, ground)
        said = asked_after(self.rng, concept, self.label, self.catalogue, self.last)
        wants = [clip, sound_of(self.label, self.catalogue)]
        self.made += wants
        self.topics += [(self.concept, self.label)] * 2
        self.exchange(said, film_turn(*wants, self.rng, said, self.heard))
        return True

    def to_several(self) -> bool:
        """The thing in two or three media at once, in the order asked."""
        if self.concept is None or (self.made and self.made[-1].count > 1):
            return False
        rng, thing = self.rng, self.catalogue.by_name[self.concept]
        order = rng.choice(("IA", "AI", "IV", "VI", "AV", "VA", "IVA", "AIV") if self.label else ("IV", "VI"))
        asked = shown_request(order, rng, self.held) if rng.random() < 0.5 else ordered_request(order, rng, known=True)
        asked = asked.format(noise=noise_of(self.label))
        makes = {"I": picture_of, "V": clip_of, "A": lambda _: sound_of(self.label, self.catalogue)}
        wants = [makes[letter](thing) for letter in order]
        self.made += wants
        self.topics += [(self.concept, self.label)] * len(wants)
        self.exchange(asked, several_turn(wants, rng, True, asked, self.heard))
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
        plain = picture_of(self.catalogue.by_name[want.concept], **{name: getattr(want, name) for name in CHANGES})
        return want if plain.caption == want.caption else None

    def _changed(self, kind: str, want: Want) -> bool:
        words, change = draw_change(kind, getattr(want, kind), self.rng)
        facts = {name: getattr(want, name) for name in CHANGES if name not in change} | change
        self.make(self.says(kind, **words), changed_picture(self.catalogue.by_name[want.concept], facts))
        return True

    def recoloured(self) -> bool:
        want = self._picture()
        if want is None or not is_colourable(self.catalogue.by_name[want.concept]):
            return False
        return self._changed("colour", want)

    def elsewhere(self) -> bool:
        want = self._picture()
        return want is not None and self._changed("ground", want)

    def rearranged(self) -> bool:
        want = self._picture()
        kind = self.rng.choice(("size", "position"))
        return want is not None and want.count == 1 and self._changed(kind, want)

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
        """One to three questions about the upload, or about what was just made, each about another fact."""
        rng = self.rng
        seen = seen_made(self.made[-1]) if self.made else self.shown
        if seen.modality == "audio" and self.made:
            seen = replace(seen, kind=self.catalogue.labels.get(seen.label or "", {}).get("kind", ""))
        other = phrases.with_article(spoken_names(self.catalogue.draw_concept(rng))[0])
        told = questions.details(seen, rng)
        known = [key for key in told if not key.startswith("no ")]
        keys = rng.sample(known, min(len(known), rng.choice((1, 2, 2, 3))))
        if not keys or rng.random() < 0.12:
            keys = [key for key in told if key.startswith("no ")][:1] or ["name"]
        for key in keys:
            said, answer = told[key] if key in told else questions.name_check(seen, other, rng)
            self.exchange(said.lower() if rng.random() < 0.08 else said, answer)
        if rng.random() < 0.12:
            self.exchange(*questions.name_check(seen, other, rng))
        if not self.made and rng.random() < 0.08:
            self.exchange(*questions.unknowable(seen, rng))
        return True

    def refused(self) -> bool:
        """Something that cannot be done or known, often about what was just made."""
        of_made = self.made and self.rng.random() < 0.6
        rng, medium = self.rng, _MEDIUM[self.last]
        said, answer = abilities.draw_after(medium, rng) if of_made else abilities.draw(rng, shown=True)
        self.exchange(said.lower() if rng.random() < 0.1 else said, answer)
        return True

    def remarked(self) -> bool:
        """A remark that wants nothing, though a medium of it would suit."""
        name = spoken_names(self.catalogue.by_name[self.concept])[0] if self.concept else ""
        if not name or not phrases.can_be_counted(name):
            return False
        self.exchange(*remarks.draw(self.rng, (phrases.with_article(name), phrases.plural(name))))
        return True

    def thanked(self) -> bool:
        asked, answers = small_talk.THANKS
        self.exchange(self.rng.choice(asked), self.rng.choice(answers))
        return True

    def plain(self) -> bool:
        self.exchange(*plain_turns.answered(self.rng, self.catalogue))
        return True
