"""The attention for CPUs computes what transformers' own does, forward and backward."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from mailwright.training.attention import register_attention

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning")


@pytest.mark.parametrize("kind", ["llama", "gemma3"])
def test_logits_and_gradients_are_those_of_transformers(models: Path, kind: str) -> None:
    from transformers import AutoModelForCausalLM

    ids = torch.randint(5, 400, (3, 90), generator=torch.Generator().manual_seed(1))
    found = []
    for name in (register_attention(), "sdpa"):
        model = AutoModelForCausalLM.from_pretrained(models / kind, attn_implementation=name).double()
        logits = model(input_ids=ids, use_cache=False).logits
        logits.pow(2).mean().backward()
        found.append([logits.detach(), *(p.grad for p in model.parameters() if p.grad is not None)])
    assert len(found[0]) == len(found[1]) > 10
    for ours, theirs in zip(*found, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-7, atol=1e-9)


def test_a_model_with_it_writes_as_before(models: Path) -> None:
    from transformers import AutoModelForCausalLM

    ids = torch.tensor([[5, 17, 42, 99, 200, 7]])
    written = []
    for name in (register_attention(), "sdpa"):
        model = AutoModelForCausalLM.from_pretrained(models / "llama", attn_implementation=name)
        written.append(model.generate(ids, max_new_tokens=12, do_sample=False, pad_token_id=2).tolist())
    assert written[0] == written[1]
