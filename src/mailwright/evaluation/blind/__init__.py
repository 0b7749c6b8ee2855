"""Blind preference: pairs of drafts without names, a reader's choices, and what they come to."""

from mailwright.evaluation.blind.choices import count_choices
from mailwright.evaluation.blind.page import blind_page
from mailwright.evaluation.blind.pairs import BlindPair, pair_reports

__all__ = ["BlindPair", "blind_page", "count_choices", "pair_reports"]
