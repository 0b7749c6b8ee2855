"""What can be wrong with a training run."""

from __future__ import annotations

from mailwright.errors import MailwrightError


class TrainingError(MailwrightError):
    """A run that cannot begin, go on or end as asked."""


class ConfigError(TrainingError):
    """A recipe with a wrong, misspelt or contradictory setting."""
