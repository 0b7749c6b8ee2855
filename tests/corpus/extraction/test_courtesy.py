"""Courtesies are told from sentences that say something."""

from __future__ import annotations

import pytest

from mailwright.corpus.extraction.courtesy import is_courtesy


@pytest.mark.parametrize(
    "sentence",
    [
        "Please let me know if you have any questions.",
        "Thanks for your help!",
        "I look forward to hearing from you.",
        "Hope all is well.",
        "If you have any questions, give me a call.",
        "Have a great weekend!",
        "Sorry for the inconvenience.",
        "What do you think?",
        "Please feel free to call me with any questions or comments.",
    ],
)
def test_courtesies(sentence: str) -> None:
    assert is_courtesy(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Please let me know if you have any questions by Friday.",
        "Thanks for your help with the lease.",
        "Call me at 555-0142 if you have any questions.",
        "I look forward to meeting Bob.",
        "Sorry for the broken window.",
        "The draft is attached.",
        "Let me know whether the printer works.",
        "Please let me know who I need to work with.",
        "If not, let me know.",
        "Would you look at this and let me know if it looks ok?",
    ],
)
def test_what_says_something_is_none(sentence: str) -> None:
    assert not is_courtesy(sentence)
