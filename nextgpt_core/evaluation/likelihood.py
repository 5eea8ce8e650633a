"""Whether tuning has harmed plain chat: how likely ordinary replies are under a model and under the untouched base.

    python -m nextgpt_core.evaluation.likelihood [--checkpoint FOLDER] [FILE]

FILE holds JSON lines {"prompt", "reply"} that nobody trained on (default: forty written by hand). Knows the language
model and its prompt template; no media.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import torch
import torch.nn.functional as F

from nextgpt_core.checkpoint import SHIPPED, load_checkpoint
from nextgpt_core.conversation import Conversation, prompt_pieces
from nextgpt_core.errors import BadInput, NextGPTError
from nextgpt_core.model import NextGPTModel

REPLIES = Path(__file__).parent / "suite" / "plain_replies.jsonl"


def read_replies(path: Path) -> list[tuple[str, str]]:
    """(prompt, reply) of every line. Raises BadInput naming a line that is not of the form."""
    pairs = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            pairs.append((str(row["prompt"]), str(row["reply"])))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise BadInput(f'line {number} of {path} is not {{"prompt": ..., "reply": ...}}: {error!r}') from error
    if not pairs:
        raise BadInput(f"{path} holds no line.")
    return pairs


@torch.inference_mode()
def surprise(model: NextGPTModel, pairs: Iterable[tuple[str, str]]) -> float:
    """Mean negative log-likelihood in nats of a token of the replies, each given its prompt."""
    total, count = 0.0, 0
    for prompt, reply in pairs:
        pieces = prompt_pieces(Conversation().say(prompt), model.config.system_prompt, model.can_read, model.can_make)
        asked = [i for piece in pieces for i in model.piece_ids(piece)]
        said = model.llm.tokenize(reply)
        ids = torch.tensor([asked + said], device=model.llm.device)
        hidden, _ = model.llm.hidden(model.llm.embed(ids), torch.ones_like(ids))
        logits = model.llm.logits(hidden[0, len(asked) - 1 : -1]).float()
        total += float(F.cross_entropy(logits, ids[0, len(asked) :], reduction="sum"))
        count += len(said)
    return total / count


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", default=REPLIES)
    parser.add_argument("--checkpoint", type=Path, default=SHIPPED["nano"])
    chosen = parser.parse_args()
    try:
        pairs, model = read_replies(chosen.file), load_checkpoint(chosen.checkpoint)
    except NextGPTError as error:
        print(error, file=sys.stderr)
        return 2
    tuned = surprise(model, pairs)
    with model.llm.untouched():
        base = surprise(model, pairs)
    row = {"replies": len(pairs), "tuned": round(tuned, 4), "base": round(base, 4), "ratio": round(tuned / base, 4)}
    print(f"nats a token: tuned {tuned:.3f}, untouched {base:.3f} ({100 * (tuned / base - 1):+.1f} %)")
    print(json.dumps(row))
    return 0


if __name__ == "__main__":
    sys.exit(main())
