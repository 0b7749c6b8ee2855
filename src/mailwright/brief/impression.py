"""The tone that the wording of a whole wish suggests, where no word names it.

A softmax model over hashed words; ``bench/reader`` fitted it on the house corpus and on wishes written for it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt
from typing import Final

from mailwright.brief.lexicon import is_shouted, is_title
from mailwright.brief.manner import tones_suggested
from mailwright.brief.model import TONES, Tone
from mailwright.brief.phrases import word_set

BUCKETS: Final = 1 << 13
SCALE: Final = 32.0  # a stored weight of 32 is 1.0
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|!+|\?+|[:;]-?[)(]")
_MOST_CHARACTERS: Final = 2_500
_KIN: Final = word_set(
    "mum mom ma dad papa gran granny grandma grandad grandpa nan nana nonna oma opa aunt auntie uncle cousin"
    " cousins brother sister son daughter grandson granddaughter nephew niece husband wife twins family tía tío"
    " mamá papà"
)
_OFFICES: Final = word_set(
    "council ministry court consulate embassy ambassador mayor office committee commission board registrar"
    " authority governors bank insurer insurance landlord landlady airline professor prof dr director president sir"
    " madam customers tenants residents staff members parents"
)


def suggested_tone(text: str, to: str = "", sender: str = "") -> Tone:
    """Return the likeliest tone of a wish, given whom it is for and who writes."""
    scores = _scores(tone_features(text, to, sender))
    return TONES[scores.index(max(scores))]


def tone_features(text: str, to: str, sender: str) -> list[str]:
    """Return what is seen of the wording: words, pairs of words, stems, known turns, and who the two are."""
    shouted = is_shouted(text)
    found = _WORD.findall(text[:_MOST_CHARACTERS].lower().replace("’", "'"))
    words = ["0" if word.isdigit() else word for word in found]
    features = [f"w {word}" for word in words]
    features += [f"p {one} {other}" for one, other in pairwise(words)]
    features += [f"s {word[:5]}" for word in words if len(word) > 5]
    features += [f"h{number} {' '.join(words[:number])}" for number in (1, 2, 3)]
    features += [f"n {min(8, len(words) // 8)}", f"shouted {shouted}"]
    turns = tones_suggested(text[:_MOST_CHARACTERS])
    features += [f"turn {tone}" for tone in turns] + [f"first turn {turns[0] if turns else ''}"] * 2
    features += [f"to {_station(to)}", f"from {_station(sender)}", f"both {_station(to)} {_station(sender)}"]
    return sorted(set(features))


def _station(name: str) -> str:
    """Return what kind of person or house ``name`` is."""
    words = name.lower().replace(",", "").split()
    if not words:
        return "nobody"
    if any(word in _KIN for word in words):
        return "kin"
    if is_title(words[0]):
        return "titled"
    if any(word in _OFFICES for word in words):
        return "office"
    return "first name" if len(words) == 1 else "two" if len(words) == 2 else "many"


def _scores(features: Iterable[str]) -> list[float]:
    table = _weights()
    places = {zlib.crc32(feature.encode()) & (BUCKETS - 1) for feature in features}
    share = 3.0 / sqrt(max(1, len(places)))
    biases = table[len(TONES) * BUCKETS :]
    return [
        share * sum(table[number * BUCKETS + place] for place in places) + biases[number]
        for number in range(len(TONES))
    ]


@cache
def _weights() -> memoryview:
    return memoryview(files("mailwright.brief").joinpath("impression.bin").read_bytes()).cast("b")
