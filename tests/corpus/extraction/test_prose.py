"""Lines become paragraphs of whole sentences, with small slips mended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.corpus.extraction.prose import mended, paragraphs_of


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("i think  its  done", "I think its done."),
        ("We dont know yet!!!", "We don't know yet!"),
        ("It is in the the box ,", "It is in the box."),
        ("Call me....", "Call me."),
        ("It works...but slowly.", "It works, but slowly."),
        ("Pls send it asap", "Please send it asap."),
        ("Is it ready ?", "Is it ready?"),
        ("I can make make one.?", "I can make one?"),
        ("It starts Jan.2 at noon.", "It starts Jan. 2 at noon."),
        ("Its a start.", "It's a start."),
    ],
)
def test_slips_are_mended(line: str, sentence: str) -> None:
    assert mended(line) == sentence


def test_sentences_cut_at_an_abbreviation_are_whole_again() -> None:
    text = "I met Mr.\nOsei of Ashby Inc.\nin Leeds at 4 p.m.\nHe has options (e.g.\na loan)."
    assert (
        paragraphs_of(text, lines_kept=False)[0]
        .sentences[0]
        .startswith("I met Mr. Osei of Ashby Inc. in Leeds at 4 p.m.")
    )


def test_a_column_or_an_exhibit_ends_a_sentence_but_an_initial_does_not() -> None:
    text = "Look at Exhibit A.\nCall me then.\nI met John D.\nRockwell."
    (paragraph,) = paragraphs_of(text, lines_kept=False)
    assert paragraph.sentences == ("Look at Exhibit A.", "Call me then.", "I met John D. Rockwell.")


def test_lines_that_are_kept_make_paragraphs_and_wrapped_lines_are_joined() -> None:
    text = (
        "The first line of this paragraph is long enough to\nhave been wrapped by a program. It ends here.\n\n"
        "A second one."
    )
    assert [paragraph.sentences for paragraph in paragraphs_of(text, lines_kept=True)] == [
        ("The first line of this paragraph is long enough to have been wrapped by a program.", "It ends here."),
        ("A second one.",),
    ]


def test_lists_keep_their_marks_and_entries_that_go_on_are_joined() -> None:
    text = "Please bring:\n- the key to the\n  cellar\n- a lamp\n\n1. Come.\n2) Go."
    first, second, third = paragraphs_of(text, lines_kept=True)
    assert (first.sentences, first.marks) == (("Please bring:",), ())
    assert second.text == "- the key to the cellar\n- a lamp"
    assert third.text == "1. Come.\n2) Go."


@given(st.text(max_size=200))
def test_any_text_gives_sentences_with_something_to_read(text: str) -> None:
    for kept in (True, False):
        for paragraph in paragraphs_of(text, lines_kept=kept):
            assert all(any(map(str.isalnum, sentence)) for sentence in paragraph.sentences)
