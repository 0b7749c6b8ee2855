"""A run's model becomes a bundle that computes what the run's model computes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import ModelCard

from mailwright.cli import main
from mailwright.errors import ModelError
from mailwright.gguf import read_gguf_header, read_weights
from mailwright.gguf.layout import open_layout
from mailwright.gguf.write import copied_fields
from mailwright.models.adapted import Adapted
from mailwright.models.adapter import read_adapter
from mailwright.models.bundle import Bundle
from mailwright.models.card import make_card
from mailwright.models.convert import convert
from mailwright.models.difference import write_difference
from mailwright.models.export import export_bundle
from mailwright.models.facts import Facts, load_facts, model_digest, save_facts
from mailwright.models.lookup import resolve
from mailwright.models.manifest import Base, Format, Training, load_manifest
from mailwright.models.merge import merge
from mailwright.models.progress import SilentProgress
from mailwright.models.quantise import quantise
from mailwright.models.registry import REGISTRY, Entry

torch = pytest.importorskip("torch")
pytest.importorskip("peft")
pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning")
IDS = [[5, 17, 42, 99, 200, 7, 31, 64, 250, 12]]
MakeRun = Callable[..., Any]


@pytest.fixture
def make_run(tiny_models: Any, tmp_path: Path) -> MakeRun:
    """Make a run folder, ``make_run("llama", "lora", **facts)``; returns the trained model."""

    def make(kind: str, method: str, **changes: Any) -> Any:
        base, run = tmp_path / "base", tmp_path / "run"
        model = getattr(tiny_models, kind)(base)
        best = run / "best"
        best.mkdir(parents=True)
        if method == "lora":
            task = "SEQ_2_SEQ_LM" if "t5" in kind else "CAUSAL_LM"
            trained = tiny_models.lora(model, best, task_type=task, target_modules=_targets(kind))
        else:
            trained = model
            for weights in trained.parameters():
                weights.data += 0.01
            trained.save_pretrained(best)
        facts = {
            "name": f"tiny-{kind}",
            "version": "3",
            "base": Base(name="someone/tiny", sha256=model_digest(base)),
            "base_path": str(base),
            "method": method,
            "weights": "best",
            "prompt_format": Format(version=1, wrap="plain"),
            "languages": ["en", "pt-BR"],
            "licence": "CC-BY-NC-SA-4.0",
            "training": Training(
                config_sha256="b" * 64,
                data_sha256="c" * 64,
                config={"learning_rate": 0.001},
                data={"examples": 12, "name": "a | b"},
                commands=["mailwright train configs/tiny.yaml"],
            ),
            "metrics": {"usable": 0.5},
        }
        save_facts(run, Facts(**{**facts, **changes}))
        return trained.eval()

    return make


def _targets(kind: str) -> list[str]:
    return ["q", "v", "wo"] if "t5" in kind else ["q_proj", "k_proj", "v_proj", "o_proj", "up_proj"]


def logits(model: Any) -> Any:
    ids = torch.tensor(IDS)
    with torch.no_grad():
        return model(ids, decoder_input_ids=ids).logits if model.config.is_encoder_decoder else model(ids).logits


def load(bundle: Bundle) -> Any:
    from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM

    options = {"gguf_file": bundle.weights.name} if bundle.weights.suffix == ".gguf" else {}
    seq2seq = bundle.architecture in ("t5", "mt5")
    kind = AutoModelForSeq2SeqLM if seq2seq else AutoModelForCausalLM
    return kind.from_pretrained(bundle.folder, dtype=torch.float32, **options)


def head_of(card: str) -> dict[str, Any]:
    data: Any = ModelCard(card).data
    return dict(data.to_dict())


@pytest.mark.parametrize("method", ["lora", "full"])
@pytest.mark.parametrize("kind", ["llama", "gemma3", "t5", "mt5"])
def test_the_safetensors_compute_what_was_trained(
    make_run: MakeRun, tmp_path: Path, kind: str, method: str
) -> None:
    trained = make_run(kind, method)
    bundle = export_bundle(tmp_path / "run", tmp_path / "bundle", form="safetensors")
    assert isinstance(bundle, Bundle)
    assert (bundle.name, bundle.quantisation, bundle.weights.name) == (f"tiny-{kind}", "F32", "model.safetensors")
    assert torch.allclose(logits(load(bundle)), logits(trained), atol=1e-4)
    from transformers import AutoTokenizer

    text = "Hello Bob, the update is on Friday"
    own, base = (AutoTokenizer.from_pretrained(tmp_path / name) for name in ("bundle", "base"))
    assert own(text)["input_ids"] == base(text)["input_ids"]


@pytest.mark.parametrize(("private", "mode"), [(True, 0o700), (False, 0o755)])
def test_a_bundle_of_private_mail_is_its_owners_alone(
    make_run: MakeRun, tmp_path: Path, private: bool, mode: int
) -> None:
    training = Training(config_sha256="b" * 64, data_sha256="c" * 64, config={}, data={"private": private})
    make_run("llama", "lora", training=training)
    export_bundle(tmp_path / "run", tmp_path / "bundle", form="safetensors")
    assert (tmp_path / "bundle").stat().st_mode & 0o777 == mode & ~_mask()


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("method", ["lora", "full"])
@pytest.mark.parametrize("kind", ["llama", "gemma3"])
def test_the_gguf_file_computes_what_was_trained(make_run: MakeRun, tmp_path: Path, kind: str, method: str) -> None:
    trained = make_run(kind, method)
    bundle = export_bundle(tmp_path / "run", tmp_path / "bundle", form="gguf", quantisation="F32")
    assert isinstance(bundle, Bundle)
    assert sorted(path.name for path in bundle.folder.iterdir()) == [
        "README.md",
        "manifest.json",
        f"tiny-{kind}-F32.gguf",
    ]
    assert torch.allclose(logits(load(bundle)), logits(trained), atol=1e-4)


def test_all_has_both_and_serves_the_gguf_file(make_run: MakeRun, tmp_path: Path) -> None:
    make_run("llama", "lora")
    bundle = export_bundle(tmp_path / "run", tmp_path / "bundle")
    assert isinstance(bundle, Bundle)
    assert bundle.weights.name == "tiny-llama-Q8_0.gguf"
    assert read_gguf_header(bundle.weights).tensor_types == {0, 8}
    names = {path.name for path in bundle.folder.iterdir()}
    assert {"model.safetensors", "config.json", "tokenizer.json", "README.md", "manifest.json"} <= names
    assert resolve(str(tmp_path / "bundle")) == bundle


@pytest.mark.parametrize("method", ["lora", "full"])
def test_a_run_from_a_gguf_base_keeps_its_tokenizer(make_run: MakeRun, tmp_path: Path, method: str) -> None:
    trained = make_run("llama", method)
    export_bundle(tmp_path / "run", tmp_path / "first", form="gguf", quantisation="F32")
    gguf = next((tmp_path / "first").glob("*.gguf"))
    facts = load_facts(tmp_path / "run")
    own = {"base": Base(name="first", sha256=model_digest(gguf)), "base_path": str(gguf)}
    save_facts(tmp_path / "run", facts.model_copy(update=own))
    before = logits(load(resolve(str(tmp_path / "first"))))
    bundle = export_bundle(tmp_path / "run", tmp_path / "second", quantisation="F32")
    assert isinstance(bundle, Bundle)
    from_gguf, from_safetensors = logits(load(bundle)), logits(load(resolve(str(tmp_path / "second"))))
    assert torch.allclose(from_gguf, from_safetensors, atol=1e-4)
    if method == "full":
        assert torch.allclose(from_gguf, logits(trained), atol=1e-4)
    else:
        assert (from_gguf - before).abs().max() > 0.05  # the adapter was added once more
    assert read_gguf_header(bundle.weights).control_tokens == {0, 1, 2}


@pytest.fixture
def known_base(make_run: MakeRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: Entry) -> Entry:
    """A run whose base is a GGUF file that the registry names and the cache has."""
    from dataclasses import replace

    make_run("llama", "lora")
    facts = load_facts(tmp_path / "run")
    export_bundle(tmp_path / "run", tmp_path / "first", form="gguf")
    data = next((tmp_path / "first").glob("*.gguf")).read_bytes()
    known = replace(entry, size=len(data), sha256=hashlib.sha256(data).hexdigest())
    place = tmp_path / "home" / "models" / "tiny" / known.file
    place.parent.mkdir(parents=True)
    place.write_bytes(data)
    monkeypatch.setattr("mailwright.models.registry.REGISTRY", {"tiny": known})
    own = {"base": Base(name="tiny", sha256=known.sha256), "base_path": None}
    save_facts(tmp_path / "run", facts.model_copy(update=own))
    return known


def test_an_adapter_alone_is_small_and_builds_what_the_whole_bundle_is(known_base: Entry, tmp_path: Path) -> None:
    adapted = export_bundle(tmp_path / "run", tmp_path / "adapter", form="adapter")
    assert isinstance(adapted, Adapted)
    assert {path.name for path in adapted.folder.iterdir()} == {
        "README.md",
        "manifest.json",
        "adapter_config.json",
        "adapter_model.safetensors",
    }
    trained = tmp_path / "run" / "best" / "adapter_model.safetensors"
    assert adapted.adapter.stat().st_size < 0.6 * trained.stat().st_size
    assert str(tmp_path) not in (adapted.folder / "adapter_config.json").read_text()
    whole = export_bundle(tmp_path / "run", tmp_path / "whole", form="gguf")
    assert isinstance(whole, Bundle)
    built = resolve(str(adapted.folder))
    assert torch.allclose(logits(_load_file(built.weights)), logits(load(whole)), atol=0.05)


@pytest.mark.parametrize("kind", ["llama", "gemma3"])
def test_a_model_that_was_trained_whole_becomes_the_nearest_adapter_of_a_rank(
    make_run: MakeRun, tiny_models: Any, tmp_path: Path, kind: str
) -> None:
    trained = make_run(kind, "full")
    for number, weights in enumerate(trained.parameters()):
        generator = torch.Generator().manual_seed(number)
        weights.data += 0.05 * torch.randn(weights.shape, generator=generator)
    trained.save_pretrained(tmp_path / "run" / "best")
    base = tmp_path / "base.gguf"
    write_gguf_of(tmp_path / "base", base)
    wanted, distances, shares = logits(trained), [], []
    for rank in (4, 16, 64):
        place = tmp_path / str(rank)
        place.mkdir()
        shares.append(write_difference(base, "tiny", tmp_path / "run" / "best", rank, place))
        merged = place / "merged.gguf"
        with open_layout(base) as layout:
            weights = merge(layout, read_weights(layout), read_adapter(place / "adapter_model.safetensors"))
            quantise(weights, copied_fields(layout), merged, "F32", SilentProgress(), "tiny")
        (tmp_path / "alone").mkdir(exist_ok=True)
        merged = merged.rename(tmp_path / "alone" / f"{rank}.gguf")
        distances.append(float((logits(_load_file(merged)) - wanted).abs().max()))
    assert shares == sorted(shares)
    assert shares[0] < 0.6
    assert shares[-1] == pytest.approx(1, abs=1e-3)
    assert distances == sorted(distances, reverse=True)
    assert distances[-1] < 0.02  # all ranks are there: what is left is the rounding to 16 bits


def write_gguf_of(folder: Path, target: Path) -> None:
    fields, weights = convert(folder, "tiny", "mit")
    quantise(weights, fields, target, "F32", SilentProgress(), "tiny")


def _load_file(path: Path) -> Any:
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)


def test_the_manifest_tells_what_the_run_left(make_run: MakeRun, tmp_path: Path) -> None:
    make_run("t5", "lora", context_length=512)
    export_bundle(tmp_path / "run", tmp_path / "bundle")
    manifest = load_manifest(tmp_path / "bundle")
    assert manifest.weights_sha256 == model_digest(tmp_path / "bundle")
    assert (manifest.architecture, manifest.context_length) == ("t5", 512)
    assert manifest.training is not None
    assert manifest.training.method == "lora"
    assert manifest.training.config == {"learning_rate": 0.001}
    assert manifest.metrics == {"usable": 0.5}


def test_the_card_has_a_head_that_the_hub_reads_and_says_what_the_manifest_says(
    make_run: MakeRun, tmp_path: Path
) -> None:
    make_run("llama", "lora")
    export_bundle(tmp_path / "run", tmp_path / "bundle", form="gguf")
    card = ModelCard.load(tmp_path / "bundle" / "README.md")
    assert head_of(str(card)) == {
        "license": "cc-by-nc-sa-4.0",
        "language": ["en", "pt"],
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "tags": ["mailwright", "e-mail", "gguf"],
        "base_model": "someone/tiny",
    }
    for part in (
        "# tiny-llama",
        "| usable | 0.5 |",
        "mailwright train configs/tiny.yaml",
        '"learning_rate": 0.001',
    ):
        assert part in card.text
    assert "$" not in card.text


def write_report(folder: Path, usable: float, *models: str) -> Path:
    """Write what ``add_reports`` reads of a report."""
    metrics = {"usable": {"value": usable, "low": 0.0, "high": 1.0}, "words": {"value": 60.5}}
    common = {"mode": "single", "language": "en", "briefs": 38, "drafts": 190, "metrics": metrics}
    folder.mkdir()
    systems = [{"model": model, **common} for model in models]
    (folder / "summary.json").write_text(json.dumps({"format": 1, "systems": systems, "differences": []}))
    return folder


@pytest.fixture
def bundle(make_run: MakeRun, tmp_path: Path) -> Path:
    """The folder of a bundle."""
    make_run("llama", "lora")
    export_bundle(tmp_path / "run", tmp_path / "bundle", form="gguf")
    return tmp_path / "bundle"


def test_the_card_takes_the_figures_of_reports_and_the_last_counts(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = [write_report(tmp_path / "one", 0.25, "house", "base"), write_report(tmp_path / "two", 0.5, "house")]
    assert main(["model", "card", str(bundle), "--report", *map(str, reports)]) == 0
    assert capsys.readouterr().out == f"{bundle / 'README.md'}\n"
    lines = (bundle / "README.md").read_text("utf-8").splitlines()
    assert "| house | single | 38 en | 190 | 50.0 | - | - | - | - | - | - |" in lines
    assert "| base | single | 38 en | 190 | 25.0 | - | - | - | - | - | - |" in lines
    assert [system.model for system in load_manifest(bundle).evaluation] == ["house", "base"]
    assert resolve(str(bundle)).name == "tiny-llama"


def test_a_card_of_no_report_changes_nothing(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in bundle.iterdir()}
    assert main(["model", "card", str(bundle), "--report", str(tmp_path)]) == 1
    assert "summary.json is no summary of an evaluation report" in capsys.readouterr().err
    few = write_report(tmp_path / "few", 0.5, "house")
    (few / "summary.json").write_text((few / "summary.json").read_text().replace('"briefs": 38', '"briefs": 9'))
    assert main(["model", "card", str(bundle), "--report", str(few)]) == 1
    assert "has no language of 10 briefs and more" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in bundle.iterdir()} == before


@pytest.mark.parametrize(
    ("licence", "head"),
    [
        ("Apache-2.0", {"license": "apache-2.0"}),
        ("Gemma terms (https://ai.google.dev/gemma/terms)", {"license": "gemma"}),
        ("My own terms", {"license": "other", "license_name": "My own terms"}),
    ],
)
def test_the_card_names_the_licence_as_the_hub_does(
    make_run: MakeRun, tmp_path: Path, licence: str, head: dict[str, str]
) -> None:
    make_run("llama", "lora", licence=licence)
    export_bundle(tmp_path / "run", tmp_path / "bundle", form="gguf")
    card = make_card(load_manifest(tmp_path / "bundle"))
    said = head_of(card)
    assert {key: value for key, value in said.items() if key.startswith("license")} == head


def test_bases_of_the_registry_are_named_by_their_makers_repository(make_run: MakeRun, tmp_path: Path) -> None:
    make_run("llama", "lora")
    export_bundle(tmp_path / "run", tmp_path / "bundle", form="gguf")
    manifest = load_manifest(tmp_path / "bundle")
    name = "smollm2-135m-instruct"
    base = Base(name=name, sha256=REGISTRY[name].sha256)
    card = make_card(manifest.model_copy(update={"base": base}))
    assert head_of(card)["base_model"] == "HuggingFaceTB/SmolLM2-135M-Instruct"


def test_what_cannot_be_exported_is_said_before_any_work(make_run: MakeRun, tmp_path: Path) -> None:
    make_run("t5", "full")
    run, target = tmp_path / "run", tmp_path / "bundle"
    for form, message in (("adapter", "knows by name"), ("gguf", "no GGUF form"), ("zip", "is none")):
        with pytest.raises(ModelError, match=message):
            export_bundle(run, target, form=form)  # type: ignore[arg-type]
        assert not target.exists()
    facts = load_facts(run)
    save_facts(run, facts.model_copy(update={"base": Base(name="x", sha256="0" * 64)}))
    with pytest.raises(ModelError, match="began from x with sha256 0000"):
        export_bundle(run, target)
    save_facts(run, facts.model_copy(update={"weights": "none"}))
    with pytest.raises(ModelError, match="names the folder none, which is not there"):
        export_bundle(run, target)
    assert list(tmp_path.glob(".bundle*")) == []


def test_a_bundle_is_replaced_only_if_that_is_said(make_run: MakeRun, tmp_path: Path) -> None:
    make_run("llama", "lora")
    run, target = tmp_path / "run", tmp_path / "bundle"
    export_bundle(run, target, form="gguf")
    with pytest.raises(ModelError, match="is there already"):
        export_bundle(run, target, form="gguf")
    export_bundle(run, target, form="gguf", quantisation="Q4_0", replace=True)
    assert [path.name for path in target.glob("*.gguf")] == ["tiny-llama-Q4_0.gguf"]
    (tmp_path / "mine").mkdir()
    with pytest.raises(ModelError, match="is there already"):
        export_bundle(run, tmp_path / "mine", form="gguf", replace=True)


def test_the_command_line_exports(make_run: MakeRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_run("llama", "lora")
    words = ["model", "export", str(tmp_path / "run"), "-o", str(tmp_path / "bundle"), "--form", "gguf"]
    assert main([*words, "--quantisation", "F16"]) == 0
    assert "tiny-llama-F16.gguf" in capsys.readouterr().out
    assert json.loads((tmp_path / "bundle" / "manifest.json").read_text())["quantisation"] == "F16"
    assert main(words) == 1
    assert "is there already" in capsys.readouterr().err
