from __future__ import annotations

import math
from pathlib import Path

import pytest
from tests import tiny_models

from mailwright.evaluation.cases import Case, EvaluationError
from mailwright.evaluation.likelihood import Bits, bits_of_pairs, summarise_bits
from mailwright.prompt import PromptFormat

LAYOUT = PromptFormat()


def nats_of(model: object, tokenizer: object, prompt: str, target: str) -> float:
    """Return the target's negative log-likelihood, token by token."""
    import torch

    given = tokenizer(prompt).input_ids  # type: ignore[operator]
    wanted = tokenizer(target, add_special_tokens=False).input_ids  # type: ignore[operator]
    total = 0.0
    with torch.inference_mode():
        for place, token in enumerate(wanted):
            logits = model(torch.tensor([given + wanted[:place]])).logits[0, -1]  # type: ignore[operator]
            total -= float(torch.log_softmax(logits, -1)[token])
    return total


def test_bits_are_those_of_the_model_token_by_token(tmp_path: Path, cases: list[Case]) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tiny_models.llama(tmp_path)
    found = bits_of_pairs(tmp_path, LAYOUT, cases[:2])
    model = AutoModelForCausalLM.from_pretrained(tmp_path).eval()
    tokenizer = AutoTokenizer.from_pretrained(tmp_path)
    case, other = cases[:2]
    target = LAYOUT.target(case.brief, case.subject, case.body)
    for shown, bits in ((case, found[0].right), (other, found[0].wrong)):
        nats = nats_of(model, tokenizer, LAYOUT.render(shown.brief), target)
        assert bits == pytest.approx(nats / math.log(2) / len(target.encode()), rel=1e-4)
    assert found[0].right != found[0].wrong


def test_an_encoder_decoder_model_is_asked_too(tmp_path: Path, cases: list[Case]) -> None:
    tiny_models.t5(tmp_path)
    told: list[tuple[int, int]] = []
    found = bits_of_pairs(tmp_path, LAYOUT, cases, lambda *done: told.append(done))
    assert [entry.case for entry in found] == ["case-0", "case-1", "case-2"]  # the German one is alone
    assert all(0 < entry.right < 64 and 0 < entry.wrong < 64 for entry in found)
    assert told[-1] == (3, 0)


def test_pairs_that_cannot_be_compared_are_refused(tmp_path: Path, cases: list[Case]) -> None:
    with pytest.raises(EvaluationError, match="two pairs of one language"):
        bits_of_pairs(tmp_path, LAYOUT, cases[2:])


def test_the_gap_is_what_a_wrong_brief_costs() -> None:
    found = summarise_bits([Bits("a", 1.0, 1.5), Bits("b", 1.2, 1.1), Bits("c", 0.8, 1.6)])
    assert found["right"]["value"] == pytest.approx(1.0)
    assert found["gap"]["value"] == pytest.approx(0.4)
    assert found["right_is_lower"]["value"] == pytest.approx(2 / 3)
