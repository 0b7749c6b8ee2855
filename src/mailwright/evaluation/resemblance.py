"""Resemblance of texts, for readers of papers: ROUGE-L and chrF to a reference, self-BLEU among drafts.

None of them notices a changed digit: they stand below the line.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from mailwright.checks.text import fold
from mailwright.errors import MailwrightError

if TYPE_CHECKING:
    from collections.abc import Sequence


def rouge_l(text: str, reference: str) -> float:
    """Return ROUGE-L, 0 to 1: the F1 of the longest common subsequence of words (Lin 2004, summary level, β = 1).

    Words are folded runs of letters or digits.
    """
    ours, theirs = _tokens(text), _tokens(reference)
    if not ours or not theirs:
        return 0.0
    return 2 * _longest_common(ours, theirs) / (len(ours) + len(theirs))


def chrf(text: str, reference: str) -> float:
    """Return chrF2, 0 to 100, of sacrebleu's defaults (Popović 2015).

    Raises:
        MailwrightError: sacrebleu is not installed.
    """
    return float(_metric("CHRF").sentence_score(text, [reference]).score)


def self_bleu(texts: Sequence[str]) -> float:
    """Return self-BLEU, 0 (nothing shared) to 100 (all alike): the mean BLEU of each text against the others.

    Sentence BLEU-4 of sacrebleu with its tokenizer 13a and exponential smoothing (Zhu et al. 2018, Texygen).

    Raises:
        MailwrightError: sacrebleu is not installed.
    """
    bleu = _metric("BLEU")
    scores = [
        bleu.sentence_score(text, [other for place, other in enumerate(texts) if place != number]).score
        for number, text in enumerate(texts)
    ]
    return float(sum(scores) / len(scores))


def _longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the longest common subsequence, a row of the table in one integer (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for place, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << place
    full = (1 << len(one)) - 1
    row = full
    for word in other:
        matched = row & places.get(word, 0)
        row = (row + matched) | (row - matched)
    return (~row & full).bit_count()


def _tokens(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in fold(text)).split()


@cache
def _metric(name: str) -> Any:
    try:
        from sacrebleu import metrics
    except ImportError as error:
        raise MailwrightError("sacrebleu is not installed: pip install 'mailwright[eval]'") from error
    return metrics.BLEU(effective_order=True) if name == "BLEU" else metrics.CHRF()
