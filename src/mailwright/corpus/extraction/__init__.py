"""Extraction: from a real mail to the brief that could have asked for it."""

from mailwright.corpus.extraction.config import ExtractionConfig
from mailwright.corpus.extraction.extractor import Extractor
from mailwright.corpus.extraction.rejection import Rejection
from mailwright.corpus.extraction.syntax import ExtractionError

__all__ = ["ExtractionConfig", "ExtractionError", "Extractor", "Rejection"]
