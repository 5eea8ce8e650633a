"""The paper's ablation at this scale: `python -m tests.bench.ablation`. Prints a table; its last line is JSON.

Output projections are trained anew from random weights as stage 2 trains them, every variant for as many steps on the
same spans and noise in the same order; each differs in one thing from what is shipped. The language model is frozen,
and the states after several of its layers are kept of one reading.

  cosine   of projected to wanted conditions, mean over condition tokens and held-out captions: 200 of each pack
  top-1/5  pictures made from projected conditions of "a penguin", "a rocket", ... (the suite's single things) in which
           the picture judge sees what was asked for; every variant gets the same noise

With --toy on random networks at toy size, which shows that the command runs and nothing else.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import datetime
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from ablation_toy import toy  # noqa: E402
from measuring import machine  # noqa: E402
from torch import Tensor, nn  # noqa: E402

from nextgpt_core import NextGPTError  # noqa: E402
from nextgpt_core.checkpoint import load_checkpoint  # noqa: E402
from nextgpt_core.config import MediaOptions  # noqa: E402
from nextgpt_core.data.phrases import with_article  # noqa: E402
from nextgpt_core.evaluation.judges import Judges  # noqa: E402
from nextgpt_core.evaluation.metrics import judged  # noqa: E402
from nextgpt_core.evaluation.suite import HELD_OUT, Expect, read_suite  # noqa: E402
from nextgpt_core.llm import LLM  # noqa: E402
from nextgpt_core.media import MEDIA, Modality  # noqa: E402
from nextgpt_core.model import NextGPTModel  # noqa: E402
from nextgpt_core.output_projection import build_output_projection  # noqa: E402
from nextgpt_core.training.loop import Recipe, train  # noqa: E402
from nextgpt_core.training.sources import stored_captions, stored_latents  # noqa: E402
from nextgpt_core.training.spans import SpanTask, read_spans  # noqa: E402
from nextgpt_core.training.stages import STAGES  # noqa: E402

SUITE = HELD_OUT.with_name("pictures.jsonl")
SHARES_OF_DEPTH = (2, 3, 4, 5)  # fifths: layers 12, 18, 24 and 30 of 30
READS, WHOLE = "reads", "the whole span"


@dataclass(frozen=True)
class Variant:
    """One way from a span to a condition; what is None is as in the checkpoint."""

    group: str
    name: str
    kind: str | None = None
    num_read: int | None = None
    """Only so many signal tokens are read, the first ones; None: the whole span, its caption too."""
    layer: int | None = None
    denoise: bool = True
    trained: bool = True


def layers_of(llm: LLM) -> list[int]:
    """Numbers of layers after which states are kept, the checkpoint's own among them."""
    depth = llm._base.config.num_hidden_layers
    return sorted({llm.config.signal_layer or depth, *(max(1, depth * share // 5) for share in SHARES_OF_DEPTH)})


def variants(model: NextGPTModel) -> list[Variant]:
    own, layers = model.llm.config.signal_layer, layers_of(model.llm)
    num_signals = min(model.config.signal_counts.values())
    return [
        Variant(READS, WHOLE),
        *(Variant(READS, f"signal tokens alone, {n}", num_read=n) for n in (1, 2, 4) if n <= num_signals),
        Variant("projection", "linear", kind="linear"),
        Variant("projection", "mlp", kind="mlp"),
        Variant("projection", f"signals, {num_signals}", kind="signals", num_read=num_signals),
        *(Variant("hidden layer", str(n), layer=n) for n in layers if n != (own or layers[-1])),
        Variant("training", "without the denoising term", denoise=False),
        Variant("training", "without stage 2", trained=False),
    ]


@contextlib.contextmanager
def side_by_side(llm: LLM, layers: list[int]) -> Iterator[None]:
    """While it lasts, the states that `llm.hidden` gives to projections are those after all `layers`, [B, L, N * D]."""

    def hidden(embeds: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        base = llm._base
        out = base.model(inputs_embeds=embeds.to(base.dtype), attention_mask=mask, output_hidden_states=True)
        return out.last_hidden_state, torch.cat([out.hidden_states[layer] for layer in layers], -1)

    llm.hidden = hidden
    try:
        yield
    finally:
        del llm.hidden


def read(task: SpanTask, modality: Modality, variant: Variant, split: str) -> tuple[Tensor, Tensor, Tensor]:
    """What the variant reads of the spans of one split -> states [rows, L, D], mask [rows, L], wanted conditions."""
    model, (states, mask, wanted) = task.model, task.spans[modality][split]
    layers = layers_of(model.llm)
    layer = variant.layer or model.llm.config.signal_layer or layers[-1]
    states = states.unflatten(-1, (len(layers), -1))[:, :, layers.index(layer)]
    if variant.num_read is not None:
        first = mask.sum(1, keepdim=True) - model.config.signal_counts[modality]
        states = states[torch.arange(len(states))[:, None], first + torch.arange(variant.num_read)]
        mask = torch.ones(states.shape[:2], dtype=torch.bool)
    return states.contiguous(), mask, wanted


def begin(model: NextGPTModel, variant: Variant) -> None:
    """Gives the model the variant's projections with random weights, the same for the same shapes."""
    for modality, row in model.config.output_projections.items():
        shape = model.decoders[modality.value].condition_shape
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            built = build_output_projection(replace(row, kind=variant.kind or row.kind), model.llm.hidden_size, shape)
        model.output_projections[modality.value] = built.to(model.llm.device)


def things_of(judges: Judges) -> list[str]:
    """What the suite asks pictures of, one thing each."""
    known = {name for label in judges.vocabulary(Modality.IMAGE).labels for name in label}
    cases = [case for case in read_suite(SUITE) if case.category == "thing"]
    return [name for case in cases for name in case.expect.concept[Modality.IMAGE] if name in known]


@torch.inference_mode()
def ranks_of(model: NextGPTModel, judges: Judges, conditions: Tensor, names: list[str], options: MediaOptions) -> list:
    """conditions [rows, T, D] -> the judge's rank of what each picture was to show."""
    ranks = []
    for number, name in enumerate(names):
        condition, noise = conditions[number : number + 1], torch.Generator().manual_seed(number)
        *_, picture = model.decoders[Modality.IMAGE.value].stream(condition, None, options, noise)
        ranks += judged((picture,), Expect(concept={Modality.IMAGE: (name,)}), judges)["rank"]["image"]
    return ranks


def millions_of(module: nn.Module) -> float:
    return round(sum(p.numel() for p in module.parameters()) / 1e6, 2)


@dataclass
class Ablation:
    """One task over all layers' states, which every variant takes its part of. `names`: of the pictures that are made,
    one for each span of the split "things"; `options`: how."""

    task: SpanTask
    judges: Judges
    names: list[str]
    options: MediaOptions
    recipe: Recipe

    def measure(self, variant: Variant, own: bool = False) -> dict[str, Any]:
        """Trains and measures; with `own` only measures the projections that the model has."""
        began, task, model = time.monotonic(), copy.copy(self.task), self.task.model
        splits = self.task.spans.items()
        task.spans = {m: {split: read(self.task, m, variant, split) for split in held} for m, held in splits}
        task.stage = replace(STAGES["2"], denoise=STAGES["2"].denoise * variant.denoise)
        if not own:
            begin(model, variant)
        if variant.trained and not own:
            with tempfile.TemporaryDirectory() as folder:
                train(task, self.recipe, Path(folder), log=lambda line: None)
        seconds = time.monotonic() - began
        found: dict[str, Any] = {"train_s": round(seconds, 1)}
        found["weights_m"] = {m: millions_of(model.output_projections[m]) for m in task.spans}
        with torch.no_grad():
            told = task.validate()
            found["cosine"] = {m: round(told[f"cosine_{m}"], 3) for m in task.spans}
            if not self.names:
                return found
            states, mask, _ = task.spans[Modality.IMAGE]["things"]
            return found | self.pictures(model.condition(Modality.IMAGE, states.float(), mask))

    def pictures(self, conditions: Tensor) -> dict[str, int]:
        ranks = ranks_of(self.task.model, self.judges, conditions, self.names, self.options)
        return {f"top{k}": sum(rank <= k for rank in ranks) for k in (1, 5)} | {"num": len(ranks)}

    def constant(self) -> dict[str, Any]:
        """The mean condition of the training captions, whatever is asked: what a cosine has to be held against."""
        cosines = {}
        for modality, splits in self.task.spans.items():
            mean, wanted = splits["train"][2].float().mean(0), splits["held"][2].float()
            cosines[modality] = round(float(F.cosine_similarity(mean[None], wanted, dim=-1).mean()), 3)
        return {"cosine": cosines}

    def run(self, chosen: list[Variant]) -> list[dict[str, Any]]:
        """One row a variant; each goes to stderr once it is there."""
        rows: list[dict[str, Any]] = []

        def add(group: str, name: str, found: dict[str, Any]) -> None:
            rows.append({"group": group, "variant": name, **found})
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)

        if self.names:
            wanted = self.task.spans[Modality.IMAGE]["things"][2].float()
            add("condition", "of the caption, by the decoder", {"cosine": {}, **self.pictures(wanted)})
        add("condition", "the same for every caption", self.constant())
        add("condition", "projected, as shipped", self.measure(Variant(READS, WHOLE), own=True))
        for variant in chosen:
            add(variant.group, variant.name, self.measure(variant))
        return rows


def table(result: dict[str, Any]) -> str:
    media = [m for m in MEDIA if any(m in row["cosine"] for row in result["variants"])]
    heads = ("what changes", "", "million weights", *(f"cosine, {m}" for m in media), "pictures, top-1 / top-5")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for row in result["variants"]:
        weights = " + ".join(f"{millions:.1f}" for millions in row.get("weights_m", {}).values())
        cosines = (f"{row['cosine'][m]:.2f}" if m in row["cosine"] else "" for m in media)
        shown = f"{row['top1']} / {row['top5']} of {row['num']}" if "num" in row else ""
        lines.append(f"| {' | '.join((row['group'], row['variant'], weights, *cosines, shown))} |")
    return "\n".join(lines)


def load(chosen: argparse.Namespace, folder: Path) -> tuple[NextGPTModel, dict, dict, Judges]:
    """-> model, latents and captions of stage 2, judges."""
    if chosen.toy:
        return toy(folder)
    model = load_checkpoint(chosen.checkpoint)
    latents, captions = (
        {m: table[m] for m in chosen.media if m in table}
        for table in (stored_latents(chosen.corpora), stored_captions(chosen.corpora))
    )
    return model, latents, captions, Judges.shipped()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ablation", description=__doc__.split("\n")[0])
    parser.add_argument("--toy", action="store_true", help="tiny networks: shows that the command runs")
    parser.add_argument("--checkpoint", type=Path, default=Path("checkpoints/nextgpt-nano"))
    parser.add_argument("--corpora", type=Path, default=Path("corpora"), help="with the packs that stage 2 reads")
    parser.add_argument("--media", nargs="+", type=Modality, choices=MEDIA, default=MEDIA, help="(default: all)")
    parser.add_argument("--rows", type=int, default=1000, help="training rows of each pack (default: 1000)")
    parser.add_argument("--steps", type=int, default=200, help="of each variant (default: 200)")
    parser.add_argument("--batch", type=int, default=64, help="spans of each medium in a step (default: 64)")
    parser.add_argument("--pictures", type=int, default=16, help="made with each variant (default: 16)")
    parser.add_argument("--drawing-steps", type=int, help="of each picture (default: the decoder's own)")
    chosen = parser.parse_args(arguments)

    def log(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    try:
        with tempfile.TemporaryDirectory() as folder:
            model, latents, captions, judges = load(chosen, Path(folder))
    except NextGPTError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    names = things_of(judges)[: chosen.pictures] if Modality.IMAGE in latents else []
    with side_by_side(model.llm, layers_of(model.llm)):
        task = SpanTask(model, latents, captions, chosen.rows, chosen.batch, log=log)
        if names:
            asked = [with_article(name) for name in names]
            task.spans[Modality.IMAGE]["things"] = read_spans(model, Modality.IMAGE, asked, log)
    options = model.config.media_options[Modality.IMAGE]
    options = replace(options, num_steps=chosen.drawing_steps or options.num_steps, candidates=1)
    recipe = Recipe(float("inf"), chosen.steps, STAGES["2"].lr, warmup_steps=20, weight_decay=0.0, ema=0.98)
    rows = Ablation(task, judges, names, options, recipe).run(variants(model))
    result = {"date": str(datetime.date.today()), "checkpoint": "toy" if chosen.toy else chosen.checkpoint.name,
              **machine(), "rows": chosen.rows, "steps": chosen.steps, "batch": chosen.batch,
              "drawing_steps": options.num_steps, "variants": rows}  # fmt: skip
    print(table(result))
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
