"""A run and what it leaves."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from tests.training.runs import example, recipe, write_data

from mailwright.corpus.dataset import DataSetWriter
from mailwright.corpus.trained import trainings
from mailwright.models.facts import load_facts, model_digest
from mailwright.models.manifest import load_manifest
from mailwright.training import hub
from mailwright.training.data import PairsData, learnt_privately
from mailwright.training.errors import ConfigError, TrainingError
from mailwright.training.journal import Journal, read_log
from mailwright.training.recipe import load_config
from mailwright.training.run import train
from mailwright.training.setup import set_up

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning")


def test_a_run_leaves_a_bundle_a_report_and_what_one_must_know_of_them(models: Path, tmp_path: Path) -> None:
    data = write_data(tmp_path / "data", [example(n) for n in range(9)], [example(20), example(21)])
    config = recipe(
        models / "llama", data, tmp_path / "runs", epochs=1, evaluation={"drafts": 2, "draft_tokens": 5}
    )
    finished = train(config)
    folder = finished.folder
    assert load_config(folder / "config.yaml") == config
    evaluation = list(read_log(folder / "log.jsonl"))[-1]
    assert [draft["id"] for draft in evaluation["drafts"]] == ["made-020", "made-021"]
    report = (folder / "report.html").read_text()
    assert "made-021" in report
    assert report.count("<svg") == 4
    assert not any(sign in report for sign in ('src="http', 'href="http', "@import", "<link"))
    assert list((folder / "tensorboard").glob("events.*"))
    facts = load_facts(folder)
    assert facts.base.sha256 == model_digest(models / "llama")
    assert facts.training.config_sha256 == config.digest()
    assert facts.metrics["validation_loss"] == pytest.approx(finished.best_loss, abs=1e-4)
    assert load_manifest(folder / "bundle").training is not None
    assert [training.bundle for training in trainings(data)] == [str(folder / "bundle")]


def test_the_folder_of_a_run_on_private_data_is_its_owners_alone(models: Path, tmp_path: Path) -> None:
    with DataSetWriter(tmp_path / "data", private=True) as writer:
        writer.add("train", example(1))
        writer.add("validation", example(2))
    config = recipe(models / "llama", tmp_path / "data", tmp_path / "runs", max_steps=1)
    train(config)
    assert stat.S_IMODE(config.run_folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("bundle", [True, False])
def test_what_goes_on_from_a_private_model_is_private(data: Path, tmp_path: Path, *, bundle: bool) -> None:
    facts = {"training": {"data": {"private": True}}}
    (tmp_path / "run" / "adapter").mkdir(parents=True)
    place = tmp_path / "run" / ("adapter/manifest.json" if bundle else "facts.json")
    place.write_text(json.dumps(facts), "utf-8")
    assert learnt_privately(tmp_path / "run" / "adapter")
    place.write_text(json.dumps({"training": {"data": {"private": False}}}), "utf-8")
    assert not learnt_privately(tmp_path / "run" / "adapter")
    assert not learnt_privately(Path("google-t5/t5-base"))


def test_a_run_without_patience_left_stops_and_keeps_the_best(models: Path, data: Path, tmp_path: Path) -> None:
    evaluation = {"every": 0.2, "patience": 2, "drafts": 0}
    finished = train(recipe(models / "llama", data, tmp_path, optimiser={"learning_rate": 30.0, "warmup": 0.5},
                            evaluation=evaluation))  # fmt: skip
    losses = [e["validation_loss"] for e in read_log(finished.folder / "log.jsonl") if "validation_loss" in e]
    assert finished.steps < 18
    assert min(losses) == pytest.approx(finished.best_loss, abs=1e-4)
    assert losses.index(min(losses)) == len(losses) - 3


def test_two_seeds_give_two_runs(models: Path, data: Path, tmp_path: Path) -> None:
    finished = [train(recipe(models / "llama", data, tmp_path / str(s), max_steps=2, seed=s)) for s in (0, 1)]
    assert finished[0].best_loss != finished[1].best_loss


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"base": {"name": "nowhere"}}, "there is no model named 'nowhere'"),
        ({"base": {"kind": "seq2seq"}}, "is causal: leave base.kind out"),
        ({"machine": {"precision": "fp16"}}, "there is no GPU"),
        ({"lora": {"targets": ["w_q"]}}, "lora.targets: "),
    ],
)
def test_what_does_not_fit_the_base_is_said(
    models: Path, data: Path, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises((ConfigError, TrainingError), match=message):
        train(recipe(models / "llama", data, tmp_path, **changes))


def test_chatml_needs_a_base_that_knows_its_tokens(models: Path, data: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"has no token <\|im_end\|>: use plain"):
        set_up(recipe(models / "gemma3", data, tmp_path, prompt={"wrap": "chatml"}))


def test_languages_and_sources_are_chosen_and_the_limit_is_drawn_by_the_seed(models: Path, tmp_path: Path) -> None:
    mixed = [example(n, language=("en", "de")[n % 2]) for n in range(20)]
    data = write_data(tmp_path / "data", mixed, mixed[:2])

    def usable(**changes: Any) -> PairsData:
        settings = {"languages": ["en"], "limit": 4}
        return set_up(recipe(models / "llama", data, tmp_path, data=settings, **changes)).data

    chosen = [usable(seed=seed).train for seed in (0, 0, 1)]
    assert chosen[0].dropped == {"another language": 10, "beyond data.limit": 6}
    assert {one.language for one in chosen[0].examples} == {"en"}
    ids = [[one.id for one in usable.examples] for usable in chosen]
    assert ids[0] == ids[1] != ids[2]


def test_a_base_with_pickled_weights_alone_becomes_safetensors_once(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    snapshot = tmp_path / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    for path in (models / "llama").glob("*.json"):
        (snapshot / path.name).write_bytes(path.read_bytes())
    weights = AutoModelForCausalLM.from_pretrained(models / "llama").state_dict()
    torch.save(weights, snapshot / "pytorch_model.bin")
    asked: list[list[str]] = []

    def download(name: str, revision: str | None, allow_patterns: list[str]) -> str:
        assert name == "some/base"
        asked.append(allow_patterns)
        return str(snapshot)

    monkeypatch.setenv("MAILWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("huggingface_hub.snapshot_download", download)
    folder = hub.fetch_base("some/base", "abc")
    assert folder == tmp_path / "home/bases/some--base/abc"
    assert (folder / "tokenizer.json").is_file()
    assert model_digest(folder) == model_digest(hub.fetch_base("some/base", "abc"))
    assert not any("*.bin" in pattern for pattern in asked[0])


def test_a_hub_that_cannot_be_reached_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def download(*_: Any, **__: Any) -> str:
        raise OSError("no network")

    monkeypatch.setattr("huggingface_hub.snapshot_download", download)
    with pytest.raises(TrainingError, match="cannot fetch some/base from the Hugging Face hub"):
        hub.fetch_base("some/base")


def test_a_log_is_cut_back_to_where_a_run_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with Journal(path) as journal:
        for step in range(1, 6):
            journal.put({"step": step})
    path.write_text(path.read_text() + json.dumps({"step": 6})[:5])  # a line that was cut off
    with Journal(path, after_step=3) as journal:
        journal.put({"step": 4, "again": True})
    assert list(read_log(path)) == [{"step": 1}, {"step": 2}, {"step": 3}, {"step": 4, "again": True}]


def test_an_adapter_may_begin_from_an_earlier_one(models: Path, data: Path, tmp_path: Path) -> None:
    first = train(recipe(models / "llama", data, tmp_path, name="first", epochs=1))
    start = {"start": str(first.folder / "adapter")}
    second = train(recipe(models / "llama", data, tmp_path, name="second", epochs=1, lora=start,
                          optimiser={"learning_rate": 1e-9}))  # fmt: skip
    assert second.best_loss == pytest.approx(first.best_loss, abs=1e-3)
    training = load_manifest(second.folder / "bundle").training
    assert training is not None
    assert '"start": "first/adapter"' in json.dumps(training.config)  # where it lies is nobody's business


@pytest.mark.parametrize(
    ("lora", "told"),
    [
        ({"start": "nowhere"}, "lora.start: nowhere holds no adapter"),
        ({"rank": 4}, "has r 16, but the recipe says 4"),
        ({"targets": ["q_proj"]}, "is for other layers"),
    ],
)
def test_an_adapter_of_another_shape_is_no_beginning(
    models: Path, data: Path, tmp_path: Path, lora: dict[str, Any], told: str
) -> None:
    first = train(recipe(models / "llama", data, tmp_path, name="first", max_steps=1))
    lora = {"start": str(first.folder / "adapter"), **lora}
    with pytest.raises(ConfigError, match=told):
        train(recipe(models / "llama", data, tmp_path, name="second", max_steps=1, lora=lora))
