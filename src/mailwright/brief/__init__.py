"""Briefs: who writes to whom, about what; from fields, from a JSON object, from free text."""

from mailwright.brief.freetext import Reading, read_prompt
from mailwright.brief.model import LENGTHS, TONE_SYNONYMS, TONES, Brief, Length, Person, Tone
from mailwright.brief.record import brief_from_dict

__all__ = [
    "LENGTHS",
    "TONES",
    "TONE_SYNONYMS",
    "Brief",
    "Length",
    "Person",
    "Reading",
    "Tone",
    "brief_from_dict",
    "read_prompt",
]
