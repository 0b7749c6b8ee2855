"""What makes a rewrite good, as far as rules can tell: nothing lost, nothing invented, the instruction obeyed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from mailwright.checks.items import find_items, offers_of, supported
from mailwright.checks.layout import layout_of
from mailwright.checks.names import NameIndex, find_names
from mailwright.checks.text import fold, words
from mailwright.corpus.finding import Remark
from mailwright.corpus.records import Rewrite

SHORTER_AT_MOST: Final = 0.65
LONGER: Final = (1.3, 2.0)
"""Words of the rewritten body over those of the source, blank to blank."""

_MOST_CHANGED: Final = 0.5


def rewrite_remarks(rewrite: Rewrite) -> Iterator[Remark]:
    """Yield what is wrong or doubtful in a well-formed rewrite.

    Lengths, greeting and sender are errors; names, numbers, dates and links that come or go are warnings, since a
    check of them can be mistaken.
    """
    for rule in _RULES:
        yield from rule(rewrite)


def _length(rewrite: Rewrite) -> Iterator[Remark]:
    before, after = len(rewrite.email_body.split()), len(rewrite.rewritten_body.split())
    ratio = after / before
    said = f"has {after} words for {before}, {ratio:.2f} times as many:"
    if rewrite.instruction == "shorter" and ratio > SHORTER_AT_MOST:
        yield "error", "rewritten_body", f"{said} shorter means at most {SHORTER_AT_MOST}"
    if rewrite.instruction == "longer" and not LONGER[0] <= ratio <= LONGER[1]:
        yield "error", "rewritten_body", f"{said} longer means {LONGER[0]} to {LONGER[1]}"
    if rewrite.rewritten_body == rewrite.email_body:
        yield "error", "rewritten_body", "is the source unchanged"


def _frame(rewrite: Rewrite) -> Iterator[Remark]:
    before, after = layout_of(rewrite.email_body), layout_of(rewrite.rewritten_body)
    if before.greeting and not after.greeting:
        yield "error", "rewritten_body", "has lost the greeting"
    if before.sender:
        sender = rewrite.email_body[slice(*before.sender)]
        kept = {word.folded for word in words(rewrite.rewritten_body[-2 * len(sender) - 40 :])}
        if not kept & {word.folded for word in words(sender)}:
            yield "error", "rewritten_body", f"has lost the sender {sender[:60]!r}"


def _items(rewrite: Rewrite) -> Iterator[Remark]:
    before = find_items(rewrite.email_body, rewrite.lang)
    after = find_items(rewrite.rewritten_body, rewrite.lang)
    offered = offers_of(after)
    for item in before:
        if item.certain and not supported(item, offered):
            yield "warning", "rewritten_body", f"has lost the {item.kind} {item.text!r}"
    offered = offers_of(before)
    for item in after:
        if item.certain and not supported(item, offered):
            yield "warning", "rewritten_body", f"has the {item.kind} {item.text!r}, which the source does not give"


def _names(rewrite: Rewrite) -> Iterator[Remark]:
    for text, other, said in (
        (rewrite.email_body, rewrite.rewritten_body, "has lost the name {!r}"),
        (rewrite.rewritten_body, rewrite.email_body, "has the name {!r}, which the source does not give"),
    ):
        known = NameIndex(other)
        unknown = [text[slice(*span)] for span in find_names(text, rewrite.lang, (0, len(text)))]
        for name in dict.fromkeys(name for name in unknown if not known.knows(name)):
            yield "warning", "rewritten_body", said.format(name)


def _fix(rewrite: Rewrite) -> Iterator[Remark]:
    """``fix`` changes only what is wrong: most words stay."""
    if rewrite.instruction != "fix":
        return
    before, after = (set(fold(text).split()) for text in (rewrite.email_body, rewrite.rewritten_body))
    changed = len(after - before) / len(after)
    if changed > _MOST_CHANGED:
        yield "warning", "rewritten_body", f"has {changed:.0%} other words: fix changes only what is wrong"


_RULES: Final[tuple[Callable[[Rewrite], Iterator[Remark]], ...]] = (_length, _frame, _items, _names, _fix)
