"""Text in the form that Mail promises."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief.model import clean
from mailwright.corpus.mime.text import clean_line, clean_text


@given(st.text())
def test_a_brief_takes_the_text_as_it_is(text: str) -> None:
    cleaned = clean_text(text)
    assert clean("received", cleaned) == cleaned
    assert clean_text(cleaned) == cleaned


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    cleaned = clean_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not {unicodedata.category(character) for character in cleaned} & {"Cs", "Co"}
    assert not {character for character in cleaned if unicodedata.category(character) == "Cc"} - {"\n", "\t"}
    assert "\n\n\n" not in cleaned


def test_line_ends_blanks_and_empty_lines_take_one_form() -> None:
    assert clean_text(" a \r\nb\u00a0c\rd\u2028e\n\n\n\nf\tg \u200b") == "a\nb c\nd\ne\n\nf\tg"


@given(st.text())
def test_a_line_is_one_line_with_single_blanks(text: str) -> None:
    line = clean_line(text)
    assert line == " ".join(line.split())
    assert "\n" not in line
