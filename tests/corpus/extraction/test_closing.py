"""Closings and the names below them are taken off, with or without lines."""

from __future__ import annotations

import pytest

from mailwright.corpus.augmentation.pool import NamePool
from mailwright.corpus.extraction.closing import read_closing


@pytest.mark.parametrize(
    ("end", "phrase", "name"),
    [
        ("\nThanks,", "Thanks", ""),
        ("\nThanks, Greg", "Thanks", "Greg"),
        ("\n\nBest regards,\nAna Silva", "Best regards", "Ana Silva"),
        ("\nThanks.\nSara", "Thanks", "Sara"),
        ("\nThanks. sara.", "Thanks", "Sara"),
        ("\nKay", "", "Kay"),
        ("\nThanks very much.\nBest", "Thanks very much", ""),
        ("\n--Sally", "", "Sally"),
        ("\nthx", "Thanks", ""),
        ("\nRegards\nSRS", "Regards", ""),
        ("\nMaria x4628", "", "Maria"),
        ("\nTalk to you soon, Kate", "Talk to you soon", "Kate"),
        ("", "", ""),
    ],
)
def test_the_end_is_read(pool: NamePool, end: str, phrase: str, name: str) -> None:
    text = f"The draft is ready. Please read it today.{end}"
    closing = read_closing(text, pool)
    assert (closing.phrase, closing.name) == (phrase, name)
    assert text[: closing.start].rstrip() == "The draft is ready. Please read it today."


@pytest.mark.parametrize(
    "text", ["Many thanks for your help with the deal.", "I sent it to Sally.", "We met in Houston."]
)
def test_a_sentence_is_no_closing(pool: NamePool, text: str) -> None:
    assert read_closing(f"It works.\n{text}", pool).start == len(f"It works.\n{text}")
