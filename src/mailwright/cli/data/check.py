"""``mailwright data check``: do these records keep the rules?"""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from mailwright.cli.progress import Progress, progress_over
from mailwright.cli.show import printable
from mailwright.cli.usage import UsageError
from mailwright.corpus.finding import Finding, Level
from mailwright.corpus.lines import count_lines
from mailwright.corpus.validate import Checker

MANY_LINES = 2_000


def check_data(
    *files: Path,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), show_default=False)] = False,
) -> int:
    """Check files of pairs and rewrites: one line each finding, then a summary; exit code 1 if there are errors.

    Args:
        files: JSON Lines, pairs or rewrites, told apart by their fields. An id may come once in all of them.
        as_json: print one JSON object: files, records, errors, warnings, findings.
    """
    if not files:
        raise UsageError("no file is given: name at least one, such as corpus/pairs/ops.jsonl")
    findings, records = _findings(files, print_each=not as_json)
    counts = Counter(finding.level for finding in findings)
    if as_json:
        print(json.dumps(_report(files, records, counts, findings), ensure_ascii=False))
    else:
        named = files[0] if len(files) == 1 else f"{len(files)} files"
        print(
            f"{printable(str(named), line=True)}: {_number(records, 'record')}, "
            f"{_number(counts['error'], 'error')}, {_number(counts['warning'], 'warning')}"
        )
    return 1 if counts["error"] else 0


def _findings(files: tuple[Path, ...], *, print_each: bool) -> tuple[list[Finding], int]:
    total = sum(count_lines(path) for path in files)
    if total < MANY_LINES:
        return _check(files, Checker(), print_each=print_each)
    with progress_over(total, "checking") as progress:
        return _check(files, Checker(), print_each=print_each, progress=progress)


def _check(
    files: tuple[Path, ...], checker: Checker, *, print_each: bool, progress: Progress | None = None
) -> tuple[list[Finding], int]:
    findings: list[Finding] = []
    records = failed = 0
    for path in files:
        for line, found in checker.check(path):
            findings += found
            if print_each:
                for finding in found:
                    print(printable(str(finding), line=True))
            if line:
                records += 1
                failed += any(finding.level == "error" for finding in found)
                if progress:
                    progress.show(records, failed)
    return findings, records


def _report(
    files: tuple[Path, ...], records: int, counts: Counter[Level], findings: list[Finding]
) -> dict[str, object]:
    return {
        "files": [str(path) for path in files],
        "records": records,
        "errors": counts["error"],
        "warnings": counts["warning"],
        "findings": [_fields(finding) for finding in findings],
    }


def _fields(finding: Finding) -> dict[str, object]:
    return {
        "level": finding.level,
        "path": str(finding.path),
        "line": finding.line,
        "id": finding.id,
        "field": finding.field,
        "message": finding.message,
    }


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
