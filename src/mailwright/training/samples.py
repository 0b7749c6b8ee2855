"""Drafts that a model in training writes, with what the checks find in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from mailwright.checks import check_draft

if TYPE_CHECKING:
    from mailwright.corpus.example import Example
    from mailwright.training.config import EvaluationConfig
    from mailwright.training.encoding import Encoder


@dataclass(frozen=True)
class Drafted:
    """One e-mail that was written for a validation example.

    Attributes:
        id: of the example.
        subject: as written, or as the brief gives it.
        body: as written.
        covered: key points that the checks find in it.
        points: key points of the brief.
        unsupported: facts that the brief does not give.
    """

    id: str
    subject: str
    body: str
    covered: int
    points: int
    unsupported: tuple[str, ...]


def draft_samples(
    model: Any, tokenizer: Any, encoder: Encoder, examples: Sequence[Example], config: EvaluationConfig
) -> tuple[Drafted, ...]:
    """Return the likeliest e-mail for each example (greedy decoding), the model as it is now."""
    drafted = []
    for example in examples:
        ids = torch.tensor([encoder.prompt_ids(example)], device=next(model.parameters()).device)
        made = model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            do_sample=False,
            max_new_tokens=config.draft_tokens,
            eos_token_id=encoder.end,
            pad_token_id=encoder.end,
        )[0]
        new = made if encoder.seq2seq else made[ids.shape[1] :]
        text = tokenizer.decode(new, skip_special_tokens=True)
        brief = encoder.brief(example)
        subject, body = encoder.layout.parse(brief, text)
        findings = check_draft(
            brief, subject, body, finish_reason="stop" if encoder.end in new.tolist() else "length"
        )
        drafted.append(
            Drafted(
                id=example.id,
                subject=subject,
                body=body,
                covered=sum(point.covered for point in findings.coverage),
                points=len(findings.coverage),
                unsupported=tuple(fact.text for fact in findings.unsupported),
            )
        )
    return tuple(drafted)
