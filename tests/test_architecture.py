"""The law of the house: the tree is read in one order, and a file imports only files above it."""

import ast
import contextlib
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "nextgpt_core"

ORDER = """
errors placement media resampling media_sniff media_pictures media_ffmpeg media_files config extent
presets_omni presets_paper presets recipe conversation signal_tokens signal_tags signal_published events soundtrack
wheels gguf_conversion download_plans downloads weights arithmetic
encoders encoders.words encoders.efficientnet encoders.centernet encoders.naming encoders.sight encoders.image
encoders.audio encoders.video
encoders.imagebind_media encoders.imagebind
encoders.published encoders.siglip encoders.clap encoders.whisper encoders.pe_audio
input_projection_groupvit input_projection
llm llm_media llm_loading llm_hub llm_vicuna key_value_cache
output_projection
condition_reader
decoders.latent_flow decoders.things_reader decoders.base decoders decoders.picture_autoencoder decoders.sound_codec
decoders.layer_reader decoders.matte decoders.regions decoders.layering decoders.image
decoders.melody decoders.pitch decoders.playing decoders.mixing decoders.source_reader decoders.audio
decoders.cutting decoders.mover decoders.video
decoders.stepwise decoders.stock decoders.toy_parts decoders.published_parts decoders.noise_loss decoders.published
decoders.z_image decoders.flux_klein decoders.sana_sprint decoders.stable_audio decoders.wan decoders.ltx
model machine sampling sampling_tags sampling_published published_checkpoint checkpoint gpu_calls speech_ahead pipeline
data data.corpora data.corpora.fetch data.corpora.clips data.corpora.waveforms data.corpora.tunes data.corpora.beats
data.corpora.soundfonts data.corpora.lone_notes
data.corpora.synth_nature data.corpora.synth_animals data.corpora.synth_machines
data.corpora.synthesis data.corpora.recordings data.corpora.speech data.corpora.mixtures data.corpora.sounds
data.corpora.concepts data.corpora.drawings data.corpora.pictures data.corpora.animations data.corpora.__main__
data.canvas data.backgrounds data.phrases data.scenes data.motions data.layers data.sights_and_sounds
data.grammar data.asked_words data.combined_scenes data.sound_captions data.lone_sounds data.packs
data.plain_prompts data.plain_talk data.catalogue data.misspelling
data.kinds_of_things data.motion_words data.wants data.sound_wants
data.seen
data.question_words data.unknowable data.plain_questions data.heard_questions data.made_questions data.tune_questions
data.details
data.questions data.requests data.cross_requests data.combined_requests data.ordered_requests
data.marked_requests
data.film_sentences data.film_wishes data.film_follow_ups data.silent_clips data.film_requests
data.picture_requests data.sound_requests data.clip_requests data.joined_requests data.composed_requests
data.upload_openers data.asking
data.reply_words data.answers
data.spoken_noises data.films
data.small_talk data.passing_remarks data.remarks data.limits data.limits_in_context data.abilities
data.words_only data.plain_turns
data.switching_wishes data.switching_words data.changes data.switching data.dialogues data.conversations
training training.loop training.label_words training.detector_weights training.picture_changes training.photographs
training.sight_features training.ears training.timing training.second_source training.eyes training.encoders
training.picture_autoencoder training.sound_codec training.decoder_data training.draft training.text_condition
training.condition_readers training.latent_flow training.movement training.things_reader training.layer_reader
training.source_reader training.matte training.contact_sheets training.preparation training.dialogs training.stages
training.spans training.sources training.wider_adapters training.restored_words
training.results training.layer_runs training.runs
training.medium_latents training.published
training.__main__
evaluation evaluation.picture_judge evaluation.sound_judge evaluation.judges evaluation.picture_training
evaluation.sound_training evaluation.judge_training evaluation.picture_facts evaluation.clip_facts
evaluation.sound_facts evaluation.facts evaluation.energies evaluation.suite evaluation.metrics evaluation.run
evaluation.real_items evaluation.sheets evaluation.chart evaluation.likelihood evaluation.__main__
ui ui.words ui.telling ui.theme ui.examples ui.transcript ui.stored_media ui.documents ui.history ui.controls
ui.reply_in_progress ui.bubbles ui.session ui.export ui.import_chat ui.chat ui.api ui.welcome ui.layout
ui.routes ui.routes.asking ui.routes.media_in_text ui.routes.requests ui.routes.replies ui.routes.openai
ui.routes.videos ui.routes.mcp ui.zero_gpu ui.serve
__init__ __main__
""".split()
"""Every module, printed in import order. `pkg` stands for `pkg/__init__.py`; the public face comes last but one."""

BRICKS = ("encoders", "input_projection", "llm", "output_projection", "condition_reader", "decoders")
GROUND = ORDER[: ORDER.index("wheels")]
FORBIDDEN_NAMES = ("tower", "mm_", "utils", "helper", "manager", "builder", "misc")


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def imports_of(tree: ast.AST) -> set[str]:
    """Names of our modules that a file imports anywhere, inside functions too, except only for type checking."""
    found: set[str] = set()
    for node in ast.iter_child_nodes(tree):
        if is_type_checking(node):
            node = ast.Module(node.orelse, [])
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: imports are absolute in this house"
            # `from package import x`: x may be a module of the package, or a name in its __init__.
            targets = [
                f"{node.module}.{a.name}" if f"{node.module}.{a.name}"[13:] in MODULES else node.module
                for a in node.names
            ]
        else:
            found |= imports_of(node)
            continue
        for target in targets:
            if target == "nextgpt_core":
                found.add("__init__")
            elif target.startswith("nextgpt_core."):
                found.add(target.removeprefix("nextgpt_core."))
    return found


TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}
IMPORTS = {name: imports_of(tree) for name, tree in TREES.items()}


def brick_of(module: str) -> str | None:
    top = module.split(".")[0]
    return top if top in BRICKS else None


def test_the_order_lists_every_file_once():
    assert len(ORDER) == len(set(ORDER))
    assert set(MODULES) - set(ORDER) == set(), "add new files to ORDER where they belong"
    assert set(ORDER) - set(MODULES) == set(), "ORDER names files that are gone"


def test_every_import_exists():
    wrong = {f"{name} -> {target}" for name, targets in IMPORTS.items() for target in targets if target not in MODULES}
    assert not wrong


@pytest.mark.parametrize("module", MODULES)
def test_a_file_imports_only_what_is_above_it(module):
    place = {name: number for number, name in enumerate(ORDER)}
    # The face may load the pipeline late; everything else counts wherever it stands.
    below = [target for target in IMPORTS[module] if place[target] >= place[module]]
    assert not below, f"{module} imports {below}, printed below it"


@pytest.mark.parametrize("module", [name for name in MODULES if brick_of(name)])
def test_bricks_are_blind_to_each_other(module):
    others = [t for t in IMPORTS[module] if brick_of(t) not in (None, brick_of(module))]
    assert not others


def test_training_and_data_do_not_know_the_pipeline():
    wings = [name for name in MODULES if name.split(".")[0] in ("training", "data")]
    assert not [name for name in wings if IMPORTS[name] & {"pipeline", "__init__"}]


@pytest.mark.parametrize("module", [name for name in MODULES if name.split(".")[0] == "ui"])
def test_the_window_sees_ground_and_pipeline_only(module):
    allowed = {*GROUND, "pipeline", "__init__"}
    assert not [t for t in IMPORTS[module] if t not in allowed and not t.startswith("ui")]


@pytest.mark.parametrize("module", GROUND)
def test_the_ground_holds_no_networks(module):
    top_level = {
        alias.name.split(".")[0] if isinstance(node, ast.Import) else (node.module or "").split(".")[0]
        for node in ast.walk(TREES[module])
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert not top_level & {"torch", "transformers", "diffusers", "peft", "gradio"}


def needed_by(requirements: list[str]) -> set[str]:
    """Names of the distributions that come with `requirements`, extras left aside."""
    found: set[str] = set()
    waiting = [Requirement(line) for line in requirements]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found or requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        found.add(name)
        with contextlib.suppress(metadata.PackageNotFoundError):
            waiting += [Requirement(line) for line in metadata.requires(name) or ()]
    return found


ASKED_FOR = {"mcp", "spaces"}
"""Packages that only those need who ask for them; without them the program says so."""


def test_the_chat_imports_only_what_its_requirements_install():
    lines = [line.split("#")[0].strip() for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()]
    installed, sources = needed_by([line for line in lines if line]), metadata.packages_distributions()
    missing = set()
    for module, tree in TREES.items():
        if module.startswith("data.corpora") or module == "evaluation.sheets":
            continue  # the extra "corpora"
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
            for package in {name.split(".")[0] for name in names} - {"nextgpt_core"} - ASKED_FOR:
                if package not in sys.stdlib_module_names:
                    of = {canonicalize_name(name) for name in sources.get(package, ())}
                    missing |= set() if of & installed else {f"{module} -> {package}"}
    assert not missing


@pytest.mark.parametrize("module", MODULES)
def test_files_are_short_explained_and_plainly_named(module):
    text = MODULES[module].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 350
    assert not text.strip() or ast.get_docstring(TREES[module]), "the first lines say what a file does"
    assert not [word for word in FORBIDDEN_NAMES if word in module]


def test_no_code_is_commented_out_for_later():
    marked = [name for name, path in MODULES.items() if any(w in path.read_text("utf-8") for w in ("TODO", "FIXME"))]
    assert not marked


def test_tables_of_kinds_name_classes_that_exist():
    rows = [
        node.value
        for table in ("encoders", "decoders")
        for node in ast.walk(TREES[table])
        if isinstance(node, ast.Constant) and str(node.value).startswith("nextgpt_core.") and ":" in node.value
    ]
    assert rows
    for row in rows:
        module, name = row.split(":")
        assert f"class {name}(" in MODULES[module.removeprefix("nextgpt_core.")].read_text(encoding="utf-8")


def test_importing_the_face_or_the_door_is_cheap():
    code = (
        "import sys, nextgpt_core, app\n"
        "nextgpt_core.Options(); nextgpt_core.Conversation().say('hi')\n"
        "print([m for m in ('torch', 'transformers', 'diffusers', 'peft', 'gradio') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_the_face_shows_what_it_promises():
    import nextgpt_core

    # NextGPT itself is loaded late, see the test above; the others are plain.
    assert all(getattr(nextgpt_core, name) for name in nextgpt_core.__all__ if name != "NextGPT")
    with pytest.raises(AttributeError, match="NextGTP"):
        _ = nextgpt_core.NextGTP
