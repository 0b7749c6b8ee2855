"""Why a message cannot be read."""

from __future__ import annotations

from mailwright.errors import MailwrightError


class MessageError(MailwrightError):
    """A message without a text that can be read; its text is the reason, fit for a table of counts."""
