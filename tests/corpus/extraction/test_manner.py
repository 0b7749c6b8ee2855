"""Tone and length of mails."""

from __future__ import annotations

import pytest

from mailwright.checks.shape import WORDS
from mailwright.corpus.extraction.manner import length_of, tone_of


@pytest.mark.parametrize(
    ("text", "greeting", "closing", "tone"),
    [
        ("I am sorry that I missed the call.", "Hi", "", "apologetic"),
        ("The room is booked. Sorry for any inconvenience.", "", "", "neutral"),
        ("We need the keys immediately.", "", "", "urgent"),
        ("Thank you for the lamp. It is on my desk.", "Dear", "", "grateful"),
        ("This is the final notice for the rent.", "", "", "firm"),
        ("Enclosed is the deed, pursuant to our lease.", "Dear", "Sincerely", "formal"),
        ("It was great to see you! Let's have lunch.", "Hey", "", "friendly"),
        ("The report is on the server.", "", "Regards", "neutral"),
    ],
)
def test_tones(text: str, greeting: str, closing: str, tone: str) -> None:
    assert tone_of(text, greeting, closing) == tone


def test_lengths_keep_their_bands() -> None:
    for words in range(1, 320):
        length = length_of("word " * words)
        if length is None:
            assert words < 12 or words > 280
        else:
            assert WORDS[length][0] <= words <= WORDS[length][1]
