"""What a mail says between greeting and closing, and its sentences."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from mailwright.checks.layout import layout_of
from mailwright.checks.text import sentences
from mailwright.corpus.mail import Mail

_WRAPPED: Final = re.compile(r"(?<=[^\n]{48})\n(?=[^\W\d_(\"'“])(?![^\n]{0,40}:\s)")


def own_text(mail: Mail) -> str:
    """Return the body without the lines of greeting and closing."""
    return _own_text(mail.body)


def own_sentences(mail: Mail) -> list[str]:
    """Return the sentences of the own text; lines that were broken at a margin are joined before."""
    text = own_text(mail)
    if mail.lines_kept:
        text = _WRAPPED.sub(" ", text)
    return [text[slice(*span)] for span in sentences(text)]


@lru_cache(maxsize=4)  # several rules look at one mail in turn
def _own_text(body: str) -> str:
    return body[slice(*layout_of(body).text)]
