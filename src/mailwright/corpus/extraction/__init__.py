"""Extraction: from a real mail to the brief that could have asked for it."""
