"""Greetings are read where they are fused to the text, and only there."""

from __future__ import annotations

import pytest

from mailwright.corpus.augmentation.pool import NamePool
from mailwright.corpus.extraction.greeting import read_greeting


@pytest.mark.parametrize(
    ("text", "word", "names", "group", "rest"),
    [
        ("Bob,  Attached is the draft.", "", ("Bob",), "", "Attached is the draft."),
        ("Hi Maria,\n\nThe lift is broken.", "Hi", ("Maria",), "", "The lift is broken."),
        ("Dear Mr. Osei:  We thank you.", "Dear", ("Mr. Osei",), "", "We thank you."),
        ("Greg/Philip,  Attached is it.", "", ("Greg", "Philip"), "", "Attached is it."),
        ("Mark & Susan  Here it is.", "", ("Mark", "Susan"), "", "Here it is."),
        ("Tom, Anna and David: see you.", "", ("Tom", "Anna", "David"), "", "see you."),
        ("Hello Sally Beck, how are you?", "Hello", ("Sally Beck",), "", "how are you?"),
        ("All,  Please read this.", "", (), "all", "Please read this."),
        ("Dear team, we did it.", "Dear", (), "team", "we did it."),
        ("Good morning everyone,  it snows.", "Good morning", (), "everyone", "it snows."),
        ("Hi there, it is me.", "Hi", (), "", "it is me."),
        ("Hello!\nIt works.", "Hello", (), "", "It works."),
        ("Ike, given our schedules, let us write.", "", ("Ike",), "", "given our schedules, let us write."),
    ],
)
def test_a_greeting_is_taken_off(
    pool: NamePool, text: str, word: str, names: tuple[str, ...], group: str, rest: str
) -> None:
    greeting = read_greeting(text, pool)
    assert (greeting.word, greeting.names, greeting.group) == (word, names, group)
    assert text[greeting.end :] == rest


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday, the commission met.",
        "Unfortunately, it rains.",
        "Attached is the draft.",
        "Friday, we meet.",
        "Thanks, I got it.",
        "Bob and I met today.",
        "March 3, 2001 is the date.",
        "Houston is hot. Bring water.",
        "",
    ],
)
def test_a_text_that_only_begins_like_one_has_none(pool: NamePool, text: str) -> None:
    assert read_greeting(text, pool).end == 0
