"""Recipients in one string, taken apart where they are plainly names of persons."""

from __future__ import annotations

import re
from typing import Final

from mailwright.brief.lexicon import core, is_capitalised, is_role, is_title

_COMMA: Final = re.compile(r", ")
_AND: Final = " and "


def split_recipients(text: str) -> tuple[str, ...]:
    """Return the recipients of ``Elif, Gustav and Naledi`` one by one, any other text as it is; none for "".

    Only what a prompt lays out the same way again is taken apart: names of persons, the last joined by ``and``.
    Titles (``Mr and Mrs Larkin``), roles and firms stay in one piece, as a brief read from free text has them.
    """
    if not text:
        return ()
    head, joined, last = text.rpartition(_AND)
    if not joined:
        return (text,)
    names = (*_COMMA.split(head), last)
    return names if all(_is_person(name) for name in names) else (text,)


def _is_person(name: str) -> bool:
    """Whether a name is one to three capitalised words, none of them a title, a role or an initialism."""
    words = name.split()
    return 1 <= len(words) <= 3 and all(
        is_capitalised(word) and core(word) == word and not (is_role(word) or is_title(word) or word.isupper())
        for word in words
    )
