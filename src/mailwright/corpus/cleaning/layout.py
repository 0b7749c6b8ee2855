"""Tables, lists, figures and shouting: text that is not running text."""

from __future__ import annotations

import re
from typing import Final

from mailwright.corpus.cleaning.config import CleaningConfig
from mailwright.corpus.cleaning.parts import own_text
from mailwright.corpus.mail import Mail

_TABLE: Final = re.compile(
    r"\S\t+\S[^\t\n]*\t+\S|(?:\S{1,80} {3,}){4}|\|[^|\n]*\|[^|\n]*\||[-=_*~#]{6,}|(?:\. ?){8,}"
)
_ENDLESS: Final = re.compile(r"(?<!\S)(?!https?:|<?www\.)\S{60}")
_ENTRY: Final = re.compile(r"\s*(?:[-*•·–—▪◦o]|\(?\d{1,2}[.)]|\(?[a-z][.)]) ", re.IGNORECASE)

_FUSED_ENTRY: Final = re.compile(r"(?:^|\s)(?:[*•·]|\(?\d[.)])\s")
_FEWEST_ENTRIES: Final = 3
"""Where lines are lost, lists run on in one; nobody learns a list's layout from them."""


def layout_fault(mail: Mail, config: CleaningConfig) -> str:
    """Return in which way the body is no running text, "" if it is."""
    text = own_text(mail)
    lines = [line for line in text.split("\n") if line.strip()]
    if _TABLE.search(text):
        return "table"
    if _ENDLESS.search(text):
        return "endless word"
    if not mail.lines_kept and len(_FUSED_ENTRY.findall(text)) >= _FEWEST_ENTRIES:
        return "list"
    if sum(bool(_ENTRY.match(line)) for line in lines) > config.max_list_lines * len(lines):
        return "list"
    if sum(map(str.isdigit, text)) > config.max_digits * len(text):
        return "figures"
    letters = sum(map(str.isalpha, text))
    if sum(map(str.isupper, text)) > config.max_capitals * letters:
        return "capitals"
    return ""
