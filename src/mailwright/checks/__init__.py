"""Checks of a draft against its brief: deterministic, without network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailwright.draft import FinishReason, Findings

if TYPE_CHECKING:
    from mailwright.brief import Brief

__all__ = ["check_draft"]


def check_draft(brief: Brief, subject: str, body: str, *, finish_reason: FinishReason = "stop") -> Findings:
    """Trace every key point to the words that carry it and every fact back to the brief."""
    raise NotImplementedError
