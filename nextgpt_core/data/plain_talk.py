"""Plain talk: prompts answered once by the untouched language model, so that tuning leaves ordinary chat as it is.

    python -m nextgpt_core.data.plain_talk --out corpora

Writes out/talk/talk.jsonl ({"prompt", "answer", "longer", "about", "split"}), the same every time: the answer is the
likeliest, the longer one drawn at temperature 1, since people write less likely words than a model does. Knows the
language model of nano and lists of prompts; no media.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import zlib
from collections.abc import Callable
from pathlib import Path

from nextgpt_core.data import phrases
from nextgpt_core.data.plain_prompts import QUESTIONS
from nextgpt_core.errors import MissingWeights

GENERAL = Path(__file__).with_name("general_questions.txt")
"""Questions of general knowledge and small requests, half of them typed properly, half in haste."""
# frames over a thing with its article ({a}), its plural ({many}) or its bare name ({name}); all of them ask for words
ABOUT_THINGS = """
What is {a}?
Tell me one fact about {many}.
Tell me about {many}.
Write a two line poem about {a}.
Describe {a} in words.
Why do people like {many}?
Write one sentence with the word "{name}".
Do you like {many}?
I have {a} at home.
Give me a title for a story about {a}.
How would you explain {a} to a child?
I was thinking about {many} today.
What is a good name for {a}?
How do {many} work?
What do {many} eat?
Where can I find {many}?
What are {many} used for?
Who invented {many}?
Can you explain {many}?
Are {many} expensive?
My neighbour has {many}.
What sounds do {many} make, in words?
How do I draw {a}?
How do I take a good photo of {a}?
Is there a film about {many}?
"""

ABOUT_SOUNDS = """
How does {a} work?
Who invented {a}?
Is it hard to learn {a}?
What kind of instrument is {a}?
I play {a}. Any tips?
"""

WAYS = {
    "answer": {"max_new_tokens": 48, "do_sample": False},
    "longer": {"max_new_tokens": 72, "do_sample": True, "top_k": 0},
}
BATCH = 32
NUM_THINGS = 420
_CATEGORIES = ("Animals & Nature", "Food & Drink", "Travel & Places", "Objects", "Activities")
_INSTRUMENTS = (
    "violin piano trumpet flute harp cello banjo saxophone clarinet oboe tuba trombone accordion harmonica guitar "
    "sitar ukulele mandolin xylophone marimba bagpipe recorder organ drum"
).split()
# an answer that names itself or promises media would teach the wrong thing
_UNWANTED = re.compile(
    r"smollm|hugging|as an ai|\bai\b|language model|\bmy \w|\bi've\b|"
    r"here('s| is) (a|an|the) (picture|image|photo|video|sound|audio|link)|https?:|\[|!\[|\{",
    re.I,
)


def talk_path(corpora: Path) -> Path:
    return Path(corpora) / "talk" / "talk.jsonl"


def load_talk(corpora: Path, split: str) -> list[dict]:
    """Rows as above of one split. Raises MissingWeights with the command that makes them."""
    path = talk_path(corpora)
    if not path.is_file():
        raise MissingWeights(
            f"{path} is not there. Build it with: python -m nextgpt_core.data.plain_talk --out {corpora}"
        )
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [row for row in rows if row["split"] == split]


def prompts(corpora: Path) -> list[tuple[str, str]]:
    """(prompt, the concept it is about or ""), in a fixed order; the written ones first."""
    from nextgpt_core.data.corpora.concepts import load_concepts

    listed = [(line, "") for line in [*QUESTIONS.strip().splitlines(), *GENERAL.read_text("utf-8").splitlines()]]
    rng = random.Random("plain talk")
    things = [c for c in load_concepts(Path(corpora) / "concepts.json") if c.category in _CATEGORIES]
    things = [(c, c.concept.removesuffix(" face")) for c in things if phrases.can_be_counted(c.concept)]
    things = [(c, name) for c, name in things if len(name.split()) < 3]
    frames = ABOUT_THINGS.strip().splitlines()
    for concept, name in rng.sample(things, min(NUM_THINGS, len(things))):
        for frame in rng.sample(frames, 2):
            said = frame.format(a=phrases.with_article(name), many=phrases.plural(name), name=name)
            listed.append((said, concept.concept if frame.startswith("Tell me") else ""))
    for instrument in _INSTRUMENTS:
        frame = rng.choice(ABOUT_SOUNDS.strip().splitlines())
        listed.append((frame.format(a=phrases.with_article(instrument)), ""))
    return list(dict.fromkeys(listed))


def trimmed(answer: str) -> str | None:
    """The answer up to its last full sentence, on one line; None if there is none or it says something unwanted."""
    text = " ".join(answer.split("\n\n")[0].split()) if len(answer.split("\n\n")[0]) > 25 else " ".join(answer.split())
    if _UNWANTED.search(text) or re.search(r"[*#|`]|\d\. |:\s*$", text):
        return None
    ends = [m.end() for m in re.finditer(r"(?<!\b[A-Z])(?<!Dr)(?<!St)[.!?][\"')]?(?=\s|$)", text)]
    if not ends or ends[-1] < 12:
        return None
    return text[: ends[-1]]


def says_its_word(prompt: str, answer: str) -> bool:
    """False when the prompt asks for a sentence with a quoted word and the answer lacks it."""
    quoted = re.search(r'the word "([^"]+)"', prompt)
    return quoted is None or quoted[1].lower() in answer.lower()


def build(out: Path, log: Callable[[str], None] = print) -> Path:
    """Answers every prompt once, in some minutes, and writes talk.jsonl; prompts without a clean answer drop out."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from nextgpt_core.arithmetic import fast_dtype
    from nextgpt_core.weights import ensure_smollm2

    folder = ensure_smollm2(log=log)
    tokenizer = AutoTokenizer.from_pretrained(folder, padding_side="left")
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=fast_dtype()).eval()
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    end = tokenizer.convert_tokens_to_ids("<|im_end|>")
    listed = prompts(out)
    listed.sort(key=lambda pair: (len(pair[0]), pair[0]))  # batches of like length waste little on padding
    rows = []
    for start in range(0, len(listed), BATCH):
        batch = listed[start : start + BATCH]
        texts = [f"<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n" for prompt, _ in batch]
        inputs = tokenizer(texts, return_tensors="pt", padding=True)
        answers = {}
        for name, way in WAYS.items():
            torch.manual_seed(start)
            with torch.inference_mode():
                made = model.generate(**inputs, **way, eos_token_id=end, pad_token_id=tokenizer.pad_token_id)
            words = tokenizer.batch_decode(made[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
            answers[name] = [trimmed(text) for text in words]
        for (prompt, about), answer, longer in zip(batch, answers["answer"], answers["longer"], strict=True):
            if answer is not None and says_its_word(prompt, answer):
                split = "held" if zlib.crc32(prompt.encode()) % 9 == 0 else "train"
                row = {"prompt": prompt, "answer": answer, "longer": longer or answer, "about": about, "split": split}
                rows.append(row)
        if start // BATCH % 8 == 7:
            log(f"talk: {start + len(batch)} of {len(listed)} prompts, {len(rows)} kept")
    path = talk_path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".tmp")
    fresh.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    fresh.replace(path)
    log(f"talk: {len(rows)} of {len(listed)} prompts answered in {path}")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("corpora"))
    build(parser.parse_args().out)


if __name__ == "__main__":
    main()
