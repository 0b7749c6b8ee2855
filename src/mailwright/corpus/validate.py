"""The validator of corpus files: pairs and rewrites, told apart by their fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from mailwright.corpus.finding import Finding, Level, Remark
from mailwright.corpus.lines import Line, read_lines
from mailwright.corpus.records import Rewrite, is_rewrite, pair_from, pair_problems, rewrite_problems

__all__ = ["Checker", "Finding", "Level"]

_CLICHE: Final = "hope this message finds you well"
_MOST_CLICHES: Final = 1 / 50
_MOST_ALIKE: Final = 0.04
_FEWEST_ALIKE: Final = 4


class Checker:
    """Checks files one line at a time; ids must be unique over all files that one Checker sees."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def check(self, path: Path) -> Iterator[tuple[int, list[Finding]]]:
        """Yield number and findings of each line that is not blank, in order, then 0 and those of the whole file.

        Nothing in a file can make this fail: a line that is no record is an error among the findings.

        Raises:
            OSError: the file cannot be read.
        """
        openings: list[str] = []
        number = 0
        for line in read_lines(path):
            number += 1
            identifier = _identifier(line.record)
            if isinstance(line.record.get("email_body"), str) and not is_rewrite(line.record):
                openings.append(_opening(line.record["email_body"]))
            remarks = self._remarks(path, line)
            yield line.number, [Finding(level, path, line.number, identifier, *what) for level, *what in remarks]
        remarks = _file_remarks(number, openings)
        yield 0, [Finding(level, path, 0, "", *what) for level, *what in remarks]

    def _remarks(self, path: Path, line: Line) -> Iterator[Remark]:
        if line.problem:
            yield "error", "", line.problem
            return
        yield from self._twice(path, line)
        rewrite = is_rewrite(line.record)
        problems = rewrite_problems(line.record) if rewrite else pair_problems(line.record)
        for field, reason in problems:
            yield "error", field, reason
        if not problems:
            yield from _rules(line.record, rewrite=rewrite)

    def _twice(self, path: Path, line: Line) -> Iterator[Remark]:
        identifier = _identifier(line.record)
        if not identifier:
            return
        place = f"{path}:{line.number}"
        if self._places.setdefault(identifier, place) != place:
            yield "error", "id", f"was given at {self._places[identifier]} already"


def _rules(record: dict[str, Any], *, rewrite: bool) -> Iterator[Remark]:
    # The checks cost a while to import, and broken files need none of them.
    if rewrite:
        from mailwright.corpus.rewrite_rules import rewrite_remarks

        yield from rewrite_remarks(Rewrite(**record))
    else:
        from mailwright.corpus.pair_rules import pair_remarks

        yield from pair_remarks(pair_from(record))


def _identifier(record: dict[str, Any]) -> str:
    identifier = record.get("id", "")
    return identifier[:40] if isinstance(identifier, str) else ""


def _opening(body: str) -> str:
    """Return the first words of the text below the greeting, lower case."""
    lines = [line for line in body.split("\n") if line.strip()]
    return " ".join(lines[1].lower().split()[:7]) if len(lines) > 1 else ""


def _file_remarks(number: int, openings: list[str]) -> Iterator[Remark]:
    if not number:
        yield "error", "", "holds no record"
        return
    worn = sum(_CLICHE in opening for opening in openings)
    if worn > max(1, len(openings) * _MOST_CLICHES):
        yield "warning", "email_body", f"opens {worn} times with {_CLICHE!r}: once in 50 is enough"
    starts = Counter(" ".join(opening.split()[:4]) for opening in openings if opening)
    for start, count in starts.most_common(3):
        if count >= max(_FEWEST_ALIKE, len(openings) * _MOST_ALIKE):
            yield "warning", "email_body", f"opens {count} times with {start!r}: vary it"
