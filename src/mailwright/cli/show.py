"""A draft on a terminal (points marked, inventions underlined) or as plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

    from mailwright.brief import Brief
    from mailwright.draft import Coverage, Draft

RULE: Final = "-" * 72


def plain_text(draft: Draft) -> str:
    """Return the e-mail alone, ready to be copied, ended by a line end."""
    return f"Subject: {printable(draft.subject, line=True)}\n\n{printable(draft.body).rstrip()}\n"


def printable(text: str, *, line: bool = False) -> str:
    """Return ``text`` of the same length with control characters, which could steer a terminal, made visible.

    Args:
        text: any text.
        line: whether line ends and tabs count as control characters too.
    """
    kept = "" if line else "\n\t"
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") and c not in kept else c for c in text)


def findings_lines(brief: Brief, draft: Draft) -> Iterator[str]:
    """Yield what the checks say, one finding a line, the verdict last."""
    for item in draft.coverage:
        yield f"{'✓' if item.covered else '✗'} {printable(brief.points[item.point])}{_carried(draft, item)}"
    for fact in draft.unsupported:
        yield f"! not in the brief: {printable(fact.text, line=True)} ({fact.kind})"
    for problem in draft.problems:
        yield f"! {problem.kind}: {printable(problem.message, line=True)}"
    yield "ready to send" if draft.ready else "not ready"


def _carried(draft: Draft, item: Coverage) -> str:
    if item.covered and item.span:
        start, end = item.span
        return f"  [{' '.join(printable(draft.body[start:end]).split())}]"
    if item.missing:
        return f"  [missing: {', '.join(printable(text, line=True) for text in item.missing)}]"
    return ""


def show_drafts(brief: Brief, drafts: Sequence[Draft], console: Console) -> None:
    """Print the drafts with their findings on a terminal."""
    from rich.rule import Rule
    from rich.text import Text

    for number, draft in enumerate(drafts, start=1):
        if len(drafts) > 1:
            console.print(Rule(f"draft {number} of {len(drafts)}", style="dim"))
        console.print(Text.assemble(("Subject: ", "bold"), printable(draft.subject, line=True)), soft_wrap=True)
        console.print()
        body = Text(printable(draft.body))
        for fact in draft.unsupported:
            body.stylize("underline red", *fact.span)
        console.print(body, soft_wrap=True)
        console.print()
        for line in findings_lines(brief, draft):
            console.print(Text(line, style=_style(line)), soft_wrap=True)


def _style(line: str) -> str:
    if line.startswith("✓") or line == "ready to send":
        return "green"
    return "yellow" if line == "not ready" else "red"
