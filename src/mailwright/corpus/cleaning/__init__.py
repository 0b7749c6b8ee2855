"""Cleaning: which mails may teach, with a count at each step."""

from mailwright.corpus.cleaning.cascade import Cascade, Dropped
from mailwright.corpus.cleaning.config import CleaningConfig, PiiConfig

__all__ = ["Cascade", "CleaningConfig", "Dropped", "PiiConfig"]
