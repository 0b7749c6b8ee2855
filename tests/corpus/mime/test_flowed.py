"""Format=flowed, and lines that were wrapped without it."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from mailwright.corpus.mime.flowed import unflow, unwrap

# The example of RFC 3676, 4.2, with the blanks that make lines flow.
SENT = (
    "`Take some more tea,' the March Hare said to Alice, very \nearnestly.\n\n"
    "`I've had nothing yet,' Alice replied in an offended \ntone, `so I can't take more.'\n\n"
    "`You mean you can't take LESS,' said the Hatter: `it's very \neasy to take MORE than nothing.'\n"
)


def test_flowed_lines_are_joined_into_paragraphs() -> None:
    assert unflow(SENT).rstrip("\n").split("\n\n") == [
        "`Take some more tea,' the March Hare said to Alice, very earnestly.",
        "`I've had nothing yet,' Alice replied in an offended tone, `so I can't take more.'",
        "`You mean you can't take LESS,' said the Hatter: `it's very easy to take MORE than nothing.'",
    ]


def test_quotes_flow_by_themselves() -> None:
    sent = "> Thou villainous ill-breeding \n> spongy dizzy-eyed reeky!\n>> Thou artless \n>> lout!\nYes."
    assert unflow(sent) == "> Thou villainous ill-breeding spongy dizzy-eyed reeky!\n>> Thou artless lout!\nYes."


def test_a_stuffed_blank_is_taken_out_and_the_signature_stands_alone() -> None:
    assert unflow(" From here \nto there.\n > no quote\n-- \nAna") == "From here to there.\n> no quote\n-- \nAna"


def test_the_blank_goes_where_a_language_has_none() -> None:
    assert unflow("日本 \n語 \nです", delete_space=True) == "日本語です"


@given(st.text(st.sampled_from("ab  \n\n"), max_size=80))
def test_no_words_are_lost(text: str) -> None:
    assert unflow(text).split() == text.split()
    assert unwrap(text).split() == text.split()


PARAGRAPH = (
    "The meeting is moved to Thursday at ten, in the room below the roof; please bring the figures of the last "
    "quarter and tell the others, since I shall not be able to reach them before then."
)


def test_a_paragraph_that_was_wrapped_is_one_line_again() -> None:
    for width in (64, 72, 76, 80):
        sent = "Hi Bob,\n\n" + textwrap.fill(PARAGRAPH, width) + "\n\nThanks,\nAna"
        assert unwrap(sent) == f"Hi Bob,\n\n{PARAGRAPH}\n\nThanks,\nAna"


def test_lists_and_short_lines_stay() -> None:
    text = (
        "Please bring the following, for the shops are closed on that day and will be:\n- paper\n- ink\n"
        "1. a very long entry\nThanks,\nAna"
    )
    assert unwrap(text) == text
    assert unwrap(PARAGRAPH + "\nNext.") == PARAGRAPH + "\nNext."
