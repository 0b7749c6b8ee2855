"""In which numbers a run computes, on machines that are not this one."""

from __future__ import annotations

import pytest

from mailwright.training import precision
from mailwright.training.config import Precision
from mailwright.training.errors import ConfigError
from mailwright.training.precision import resolve_precision


@pytest.mark.parametrize(
    ("architecture", "accelerator", "bf16", "resolved"),
    [
        ("llama", "cpu", True, "bf16"),
        ("llama", "cpu", False, "fp32"),
        ("t5", "gpu", True, "bf16"),
        ("llama", "gpu", False, "fp16"),  # a T4
        ("t5", "gpu", False, "fp32"),
        ("mt5", "gpu", False, "fp32"),
        ("gemma3", "gpu", False, "fp32"),
        ("gemma3", "mps", False, "fp32"),
    ],
)
def test_auto_is_bf16_where_it_is_real_and_never_what_overflows(
    monkeypatch: pytest.MonkeyPatch, architecture: str, accelerator: str, bf16: bool, resolved: str
) -> None:
    monkeypatch.setattr(precision, "has_bf16", lambda _: bf16)
    assert resolve_precision("auto", architecture, accelerator) == resolved


@pytest.mark.parametrize(
    ("wanted", "architecture", "accelerator", "message"),
    [
        ("fp16", "t5", "gpu", "models of the architecture t5 overflow in it"),
        ("fp16", "mt5", "gpu", "models of the architecture mt5 overflow in it"),
        ("fp16", "gemma3", "gpu", "models of the architecture gemma3 overflow in it"),
        ("fp16", "llama", "cpu", "there is no GPU"),
        ("bf16", "llama", "gpu", "this GPU does not compute in it"),
    ],
)
def test_what_overflows_or_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch, wanted: Precision, architecture: str, accelerator: str, message: str
) -> None:
    monkeypatch.setattr(precision, "has_bf16", lambda _: False)
    with pytest.raises(ConfigError, match=message):
        resolve_precision(wanted, architecture, accelerator)
    assert resolve_precision("fp16", "llama", "gpu") == "fp16"
    assert resolve_precision("fp32", architecture, accelerator) == "fp32"
