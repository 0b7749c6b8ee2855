"""Recipes: YAML and options become one checked configuration, and what is wrong is said where it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.training.runs import recipe

from mailwright.cli import main
from mailwright.training.config import TrainConfig
from mailwright.training.crosscheck import cross_check
from mailwright.training.errors import ConfigError
from mailwright.training.recipe import dump_config, load_config, parse_setting

CONFIGS = Path(__file__).parents[2] / "configs"
RECIPES = sorted(path.stem for path in CONFIGS.glob("*.yaml"))
SMALL = "name: small\nbase: {name: some/base}\ndata: {folder: out}\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    return path


def test_the_recipes_that_are_promised_are_there() -> None:
    assert RECIPES == [
        "aeslc-mt5-base", "aeslc-t5-base", "house-flan-t5", "house-gemma3", "house-smollm2", "mailbox-lora",
    ]  # fmt: skip


@pytest.mark.parametrize("smoke", [False, True])
@pytest.mark.parametrize("name", RECIPES)
def test_each_recipe_is_read_and_holds_together(name: str, smoke: bool, data: Path) -> None:
    config = load_config(CONFIGS / f"{name}.yaml", {"data.folder": str(data)}, smoke=smoke)
    cross_check(config)
    assert config.name == (f"{name}-smoke" if smoke else name)
    assert (config.data.limit is not None) == smoke
    assert (config.prompt.wrap == "subject") == name.startswith("aeslc")


def test_what_is_dumped_is_read_to_the_same(small: Path, tmp_path: Path) -> None:
    config = load_config(small, {"optimiser.learning_rate": 1e-4, "lora.targets": ("q_proj",)})
    (tmp_path / "again.yaml").write_text(dump_config(config))
    assert load_config(tmp_path / "again.yaml") == config


def test_options_win_over_the_recipe_and_over_its_smoke_section(small: Path) -> None:
    small.write_text(SMALL + "epochs: 9\nsmoke: {epochs: 1, batch: {size: 2}}\n")
    assert load_config(small).epochs == 9
    assert load_config(small, smoke=True).epochs == 1
    config = load_config(small, {"epochs": 4}, smoke=True)
    assert (config.epochs, config.batch.size, config.batch.bucket) == (4, 2, 64)


def test_numbers_with_an_exponent_are_numbers(small: Path) -> None:
    small.write_text(SMALL + "optimiser: {learning_rate: 3e-5}\n")
    assert load_config(small).optimiser.learning_rate == 3e-5
    assert parse_setting("optimiser.learning_rate=1e-4") == ("optimiser.learning_rate", 1e-4)
    assert parse_setting("data.languages=[en, de]") == ("data.languages", ["en", "de"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("epoch: 3", "unknown key epoch: did you mean epochs?"),
        ("optimiser: {learning-rate: 1}", "unknown key optimiser.learning-rate: did you mean learning_rate?"),
        ("batch: {zzz: 1}", "unknown key batch.zzz: known are size, tokens_at_once, bucket, workers"),
        ("epochs: 0", "epochs: Input should be greater than 0"),
        ("method: qlora", "method: Input should be 'lora' or 'full'"),
        ("optimiser: {betas: [0.9, 1]}", "optimiser.betas: Value error, each must be at least 0 and below 1"),
        ("machine: {precision: fp8}", "machine.precision: Input should be 'auto', 'fp32', 'bf16' or 'fp16'"),
        ("- a", "is no YAML"),
    ],
)
def test_what_is_wrong_is_named(small: Path, text: str, message: str) -> None:
    small.write_text(SMALL + text)
    with pytest.raises(ConfigError) as caught:
        load_config(small)
    assert message in str(caught.value)


def test_a_recipe_that_is_not_there_or_has_no_smoke_section(small: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read the recipe"):
        load_config(tmp_path / "none.yaml")
    with pytest.raises(ConfigError, match="has no section smoke"):
        load_config(small, smoke=True)
    with pytest.raises(ConfigError, match="write key=value"):
        parse_setting("epochs")


def contradictions() -> Iterator[tuple[dict[str, Any], str]]:
    yield {"method": "full", "lora": {"rank": 4}}, "lora is given, but method is full"
    yield {"prompt": {"wrap": "subject"}}, "prompt.wrap subject and data.view subject belong together"
    yield {"batch": {"tokens_at_once": 64}}, "one example may have data.max_tokens = 1024"
    yield {"machine": {"devices": 8}}, "batch.size is 4, but each of the 8 devices needs an example"
    yield {"machine": {"strategy": "fsdp"}}, "machine.strategy fsdp shards a model over GPUs"
    yield {"data": {"augmentation": {"name": 1.0}}}, "augmentation.name is not known: did you mean names?"
    yield {"data": {"languages": ["xx"]}}, "data.languages: "
    yield {"data": {"sources": ["other"]}}, "has no other: it has made"
    yield {"data": {"folder": "nowhere"}}, "there is no nowhere: make it with `mailwright data`"


@pytest.mark.parametrize(("changes", "message"), list(contradictions()))
def test_settings_that_contradict_each_other(
    changes: dict[str, Any], message: str, data: Path, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as caught:
        cross_check(recipe(tmp_path / "base", data, tmp_path, **changes))
    assert message in str(caught.value)


def test_all_contradictions_are_told_at_once(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"method is full.*tokens_at_once"):
        cross_check(recipe(tmp_path, data, tmp_path, method="full", lora={"rank": 4}, batch={"tokens_at_once": 64}))


def test_the_digest_is_of_what_the_weights_depend_on(data: Path, tmp_path: Path) -> None:
    def digest(**changes: Any) -> str:
        config: TrainConfig = recipe(tmp_path, data, tmp_path, **changes)
        return config.digest()

    same: list[dict[str, Any]] = [
        {"name": "other"}, {"batch": {"tokens_at_once": 2048}}, {"run": {"save_minutes": 1}},
        {"evaluation": {"drafts": 9}}, {"title": "x"},
    ]  # fmt: skip
    others: list[dict[str, Any]] = [
        {"seed": 1}, {"epochs": 2}, {"batch": {"size": 2}}, {"lora": {"rank": 2}}, {"method": "full"},
        {"data": {"augmentation": {}}}, {"machine": {"precision": "bf16"}},
    ]  # fmt: skip
    assert {digest(**changes) for changes in same} == {digest()}
    assert len({digest(**changes) for changes in [*others, {}]}) == len(others) + 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["train"], "neither a recipe nor --base and --data are given"),
        (["train", "none.yaml"], "cannot read the recipe none.yaml"),
        (
            ["train", "--base", "a/b", "--data", "d", "--set", "epochz=1"],
            "unknown key epochz: did you mean epochs?",
        ),
        (["train", "--base", "a/b", "--data", "d", "--resume", "--force"], "choose one"),
    ],
)
def test_a_wrong_command_line_is_exit_code_2(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert message in capsys.readouterr().err


def test_a_dry_run_shows_the_loss_mask_and_begins_nothing(
    models: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(CONFIGS / "house-smollm2.yaml", tmp_path / "recipe.yaml")
    base, runs = str(models / "llama"), str(tmp_path / "runs")
    options = ["--base", base, "--data", str(data), "--set", f"run.folder={runs}", "--dry-run"]
    assert main(["train", str(tmp_path / "recipe.yaml"), *options]) == 0
    shown = capsys.readouterr().out
    learnt = shown[
        shown.index("⟦", shown.index(":\n")) + 1 : shown.index("⟧", shown.index("<|im_start|>assistant"))
    ]
    assert learnt.startswith(" Room 0\n\nHi Ana,")
    assert learnt.endswith("Ida<|im_end|>")
    assert "train: 26 examples" in shown
    assert "NVIDIA T4 in fp16, estimated:" in shown
    assert not Path(runs).exists()
