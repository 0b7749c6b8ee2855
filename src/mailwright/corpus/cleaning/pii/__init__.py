"""Personal data in the texts of a mail: found, and replaced by made-up values of the same kind."""

from mailwright.corpus.cleaning.pii.scrubbing import Scrubber

__all__ = ["Scrubber"]
