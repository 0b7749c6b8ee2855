"""Checks of a draft against its brief: deterministic, without network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailwright.draft import Findings, FinishReason

if TYPE_CHECKING:
    from mailwright.brief import Brief

__all__ = ["check_draft"]


def check_draft(brief: Brief, subject: str, body: str, *, finish_reason: FinishReason = "stop") -> Findings:
    """Trace every key point to the words that carry it and every fact back to the brief.

    Args:
        brief: what the e-mail was to say.
        subject: the draft's subject line.
        body: the whole message: greeting line, paragraphs, closing line, sender.
        finish_reason: why the model stopped; a draft that was cut off is not ready.

    Returns:
        Findings whose spans are character offsets into ``body``.

    Raises:
        ModelError: the packages that hold the sentence embedding are not installed.
    """
    from mailwright.checks.verdict import find

    return find(brief, subject, body, finish_reason)
