"""What training must be equal to: one step in one portion or in eight, merged and unmerged, masked as served."""

from __future__ import annotations

import hashlib
import math
import random
from pathlib import Path
from typing import Any

import pytest
import torch
from tests.training.runs import example, recipe, trained_state, write_data

from mailwright.corpus.dataset import read_split
from mailwright.prompt import PromptFormat
from mailwright.training.adapter import prepare_model
from mailwright.training.base import load_model
from mailwright.training.batch import IGNORED, portions_of
from mailwright.training.data import PairsData
from mailwright.training.errors import TrainingError
from mailwright.training.journal import read_log
from mailwright.training.module import make_module
from mailwright.training.run import train
from mailwright.training.setup import set_up

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning")
KINDS = ("llama", "gemma3", "t5", "mt5")


@pytest.mark.parametrize(
    ("kind", "method"), [("llama", "lora"), ("gemma3", "lora"), ("t5", "full"), ("mt5", "lora")]
)
def test_a_batch_of_eight_is_eight_accumulated(
    models: Path, data: Path, tmp_path: Path, kind: str, method: str
) -> None:
    setup = set_up(recipe(models / kind, data, tmp_path, method=method, batch={"size": 8}))
    together, apart = (_gradients(setup, one_by_one=one_by_one) for one_by_one in (False, True))
    for name, gradient in together.items():
        torch.testing.assert_close(gradient, apart[name], rtol=1e-4, atol=1e-7, msg=name)


def test_portions_change_neither_loss_nor_gradient_of_a_run(models: Path, data: Path, tmp_path: Path) -> None:
    figures = []
    for tokens_at_once in (400, 10_000):
        batch = {"size": 8, "tokens_at_once": tokens_at_once}
        folder = tmp_path / str(tokens_at_once)
        train(recipe(models / "llama", data, folder, batch=batch, data={"max_tokens": 400}, max_steps=3))
        log = [entry for entry in read_log(folder / "small/log.jsonl") if "loss" in entry]
        figures.append([figure for entry in log for figure in (entry["loss"], entry["gradient_norm"])])
    assert figures[0] == pytest.approx(figures[1], rel=1e-3)


def _gradients(setup: Any, *, one_by_one: bool) -> dict[str, torch.Tensor]:
    """Return the gradients of the first step: eight examples in one portion, or in eight."""
    torch.manual_seed(0)
    model = prepare_model(load_model(setup.base), setup.base, setup.config, "fp32")
    for name, weights in model.named_parameters():
        if "lora_B" in name:  # zero at the start, which would leave the other factor without gradient
            torch.nn.init.normal_(weights, 0, 0.05, generator=torch.Generator().manual_seed(len(name)))
    optimiser, preference = setup.config.optimiser, setup.config.preference
    module = make_module(model, setup.base.kind, optimiser, steps=2, preference=preference).eval().double()
    for weights in module.trained():  # away from the model that is kept close to
        weights.data.add_(0.01)
    (place, *_) = iter(setup.data.sampler)
    examples = [setup.data.train.encoded[index] for index in place.indices]
    portions = portions_of(examples, setup.base.kind, setup.encoder.end, 1 if one_by_one else 10**6)
    assert len(portions) == (8 if one_by_one else 1)
    total = sum(portion.targets for portion in portions)
    pairs = sum(bool(example.rejected) for example in examples)
    for portion in portions:
        module.loss(module.loss_sums(portion), total, pairs).backward()
    return {name: p.grad for name, p in module.named_parameters() if p.grad is not None}


@pytest.mark.parametrize("kind", KINDS)
def test_the_adapter_merged_writes_the_logits_of_the_adapter_beside_its_base(
    models: Path, data: Path, tmp_path: Path, kind: str
) -> None:
    setup = set_up(recipe(models / kind, data, tmp_path))
    model = prepare_model(load_model(setup.base), setup.base, setup.config, "fp32").eval().double()
    for name, weights in model.named_parameters():
        if "lora_" in name:
            torch.nn.init.normal_(weights, 0, 0.05, generator=torch.Generator().manual_seed(len(name)))
    (portion, *_) = setup.data.validation_portions()
    inputs: dict[str, Any] = {"input_ids": portion.inputs, "attention_mask": portion.mask}
    if setup.base.kind == "seq2seq":
        inputs["labels"] = portion.labels
    with torch.no_grad():
        beside = model(**inputs).logits
        merged = model.merge_and_unload()(**inputs).logits
        bare = load_model(setup.base).eval().double()(**inputs).logits
    torch.testing.assert_close(merged, beside, rtol=1e-9, atol=1e-9)
    assert not torch.allclose(merged, bare, atol=1e-2)


@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_is_on_the_target_alone_and_on_all_of_it(
    models: Path, data: Path, tmp_path: Path, kind: str
) -> None:
    setup = set_up(recipe(models / kind, data, tmp_path))
    one = next(read_split(data, "train"))
    layout = PromptFormat(wrap="plain")
    target = layout.target(one.brief(), one.email_subject, one.email_body)
    (portion, *_) = PairsData(setup.config, setup.encoder, kind=setup.base.kind, padding=0).validation_portions()
    assert portion.targets == int((portion.labels != IGNORED).sum())
    encoded = setup.data.train.encoded[0]
    assert encoded.target[-1] == setup.tokenizer.eos_token_id
    if kind in ("llama", "gemma3"):
        assert setup.tokenizer.decode(encoded.target[:-1]) == target
        served = setup.tokenizer(layout.render(one.brief()))["input_ids"]
        assert list(encoded.prompt) == served
    else:
        assert list(encoded.prompt) == setup.tokenizer(layout.render(one.brief()))["input_ids"]
        assert setup.tokenizer.decode(encoded.target).count("\n") == target.count("\n")


def test_a_causal_loss_is_that_of_transformers_itself(models: Path, data: Path, tmp_path: Path) -> None:
    setup = set_up(recipe(models / "llama", data, tmp_path))
    model = load_model(setup.base).eval()
    module = make_module(model, "causal", setup.config.optimiser, steps=1)
    (portion, *_) = setup.data.validation_portions()
    with torch.no_grad():
        ours = module.loss_sums(portion)[0] / portion.targets
        theirs = model(input_ids=portion.inputs, attention_mask=portion.mask, labels=portion.labels).loss
    torch.testing.assert_close(ours, theirs)


def test_examples_without_trainable_tokens_are_dropped_and_counted(models: Path, tmp_path: Path) -> None:
    good = [example(number) for number in range(5)]
    empty = example(6, subject="Given", email_subject="Given", email_body=" \n ")
    long = example(7, points=("word " * 300,))
    broken = example(8, points=())
    data = write_data(tmp_path / "data", [good[0], empty, *good[1:], long, broken], [*good[:2], empty])
    setup = set_up(recipe(models / "llama", data, tmp_path, data={"max_tokens": 700}))
    assert [one.id for one in setup.data.train.examples] == [one.id for one in good]
    assert setup.data.train.dropped == {"no trainable tokens": 1, "too long": 1, "no brief: key_points": 1}
    assert setup.data.validation.dropped == {"no trainable tokens": 1}
    with pytest.raises(TrainingError, match=r"the example made-007 has more than data\.max_tokens = 700 tokens"):
        set_up(recipe(models / "llama", data, tmp_path, data={"max_tokens": 700, "too_long": "error"}))


def test_a_data_set_without_trainable_tokens_is_refused_and_never_a_loss_of_0(models: Path, tmp_path: Path) -> None:
    empty = [example(number, subject="Given", email_subject="Given", email_body=" ") for number in range(4)]
    data = write_data(tmp_path / "data", empty, empty)
    with pytest.raises(TrainingError, match=r"no example of the split train .* 4 \(no trainable tokens\)"):
        train(recipe(models / "llama", data, tmp_path))


def test_variants_are_a_function_of_seed_epoch_and_place(models: Path, data: Path, tmp_path: Path) -> None:
    settings: dict[str, Any] = {"data": {"augmentation": {"names": 1.0}}, "max_steps": 14}

    def digests(start: int, seed: int = 0) -> list[str]:
        module = set_up(recipe(models / "llama", data, tmp_path, seed=seed, **settings)).data
        module.sampler.position = start
        random.seed(start)
        loader = module.train_dataloader()
        return [
            hashlib.sha256(bytes(str([p.inputs for p in step.portions]), "utf8")).hexdigest() for step in loader
        ]

    whole = digests(0)
    assert len(set(whole)) == 14
    assert digests(9) == whole[9:]
    assert digests(0, seed=1) != whole


def test_a_share_of_the_prompts_asks_for_points_once_more(models: Path, data: Path, tmp_path: Path) -> None:
    def prompts(share: float) -> list[str]:
        setup = set_up(recipe(models / "llama", data, tmp_path, data={"reminders": share}, max_steps=6))
        rows = [
            row for step in setup.data.train_dataloader() for portion in step.portions for row in portion.inputs
        ]
        return [setup.tokenizer.decode(row) for row in rows]

    counts = [sum("Do not leave out:" in prompt for prompt in prompts(share)) for share in (0.0, 0.5, 1.0)]
    assert counts[0] == 0 < counts[1] < counts[2] == 24


@pytest.mark.parametrize(("kind", "method", "rate"), [
    ("llama", "lora", 1e-2), ("llama", "full", 3e-3), ("t5", "full", 1e-2), ("mt5", "full", 1e-2),
])  # fmt: skip
def test_a_tiny_model_loses_half_its_loss(
    models: Path, data: Path, tmp_path: Path, kind: str, method: str, rate: float
) -> None:
    changes: dict[str, Any] = {"lora": {"rank": 32}} if method == "lora" else {}
    finished = train(
        recipe(
            models / kind,
            data,
            tmp_path,
            method=method,
            epochs=30,
            batch={"size": 8},
            optimiser={"learning_rate": rate},
            evaluation={"every": 10},
            **changes,
        )
    )
    first = next(read_log(finished.folder / "log.jsonl"))["loss"]
    assert finished.best_loss < first / 2


def test_activation_checkpointing_changes_no_weight(models: Path, data: Path, tmp_path: Path) -> None:
    states = []
    for name, on in (("kept", False), ("again", True)):
        machine = {"activation_checkpointing": on}
        train(recipe(models / "llama", data, tmp_path / name, method="full", max_steps=3, machine=machine))
        states.append(trained_state(tmp_path / name / "small/checkpoints/last.ckpt"))
    for name, value in states[0].items():
        torch.testing.assert_close(torch.as_tensor(value), torch.as_tensor(states[1][name]), msg=name)


@pytest.mark.parametrize(("kind", "method"), [("llama", "lora"), ("t5", "full")])
def test_a_model_comes_to_prefer_the_better_e_mails(
    models: Path, preferences: Path, tmp_path: Path, kind: str, method: str
) -> None:
    finished = train(
        recipe(
            models / kind,
            preferences,
            tmp_path,
            method=method,
            preference={"weight": 2.0, "beta": 0.3},
            epochs=6,
        )
    )
    log = list(read_log(finished.folder / "log.jsonl"))
    learnt = [entry["preference"] for entry in log if "loss" in entry and "preference" in entry]
    assert learnt[0] == pytest.approx(math.log(2), abs=1e-3), "the model as it was prefers neither"
    assert learnt[-1] < 0.4
    assert [entry["preference"] for entry in log if "validation_loss" in entry][-1] < 0.4


def test_preferences_are_the_same_in_one_portion_and_in_eight(
    models: Path, preferences: Path, tmp_path: Path
) -> None:
    learning = {"weight": 1}
    setup = set_up(recipe(models / "llama", preferences, tmp_path, batch={"size": 8}, preference=learning))
    together, apart = (_gradients(setup, one_by_one=one_by_one) for one_by_one in (False, True))
    for name, gradient in together.items():
        torch.testing.assert_close(gradient, apart[name], rtol=1e-4, atol=1e-7, msg=name)


def test_preferences_without_rejected_e_mails_are_refused(models: Path, data: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"no example in .* has a rejected e-mail: give pairs"):
        set_up(recipe(models / "llama", data, tmp_path, preference={"weight": 1}))


def test_rejected_e_mails_change_nothing_unless_preferences_are_learnt(
    models: Path, preferences: Path, tmp_path: Path
) -> None:
    setup = set_up(recipe(models / "llama", preferences, tmp_path))
    assert not any(encoded.rejected for encoded in setup.data.train.encoded)
