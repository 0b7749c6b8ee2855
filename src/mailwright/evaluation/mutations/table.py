"""What a trial of the checks came to, as a table in Markdown and as JSON."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from mailwright.checks import check_draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mailwright.evaluation.cases import Case
    from mailwright.evaluation.mutations.trial import Trial

FORM: Final = (
    "placeholder",
    "wrapper",
    "echo",
    "closing",
    "sender",
    "length",
    "repetition",
    "said_twice",
    "verbatim",
)
COLUMNS: Final = ("coverage", "facts", "greeting", "form", "off_topic", "contradiction")


def trial_lines(trials: Sequence[Trial]) -> list[str]:
    """Return the lines of a Markdown table: a row a fault, how many copies were caught, and by which checks."""
    lines = [
        f"| fault | copies | caught | share | {' | '.join(COLUMNS)} |",
        f"|---|--:|--:|--:|{'--:|' * len(COLUMNS)}",
    ]
    for trial in trials:
        by = grouped(trial.by)
        cells = [str(by.get(column, "")) for column in COLUMNS]
        name = trial.fault.name if trial.fault.mechanical else f"*{trial.fault.name}*"
        lines.append(
            f"| {name} | {trial.copies} | {trial.caught} | {100 * trial.rate:.1f} % | {' | '.join(cells)} |"
        )
    return lines


def grouped(by: Mapping[str, int]) -> Counter[str]:
    """Return counts with the checks of form taken together: the most that one of them caught."""
    found: Counter[str] = Counter()
    for name, count in by.items():
        column = "form" if name in FORM else name
        found[column] = max(found[column], count)
    return found


def false_alarms(cases: Iterable[Case]) -> dict[str, Counter[str]]:
    """Return, by language, in how many faithful mails each check finds something; ``mails`` counts them all."""
    found: dict[str, Counter[str]] = {}
    for case in cases:
        counts = found.setdefault(case.language, Counter())
        findings = check_draft(case.brief, case.subject, case.body)
        counts["mails"] += 1
        counts["points"] += len(findings.coverage)
        counts["points uncovered"] += len(findings.missing_points)
        counts["any check"] += not findings.ready
        counts["a point uncovered"] += bool(findings.missing_points)
        counts["any fact"] += bool(findings.unsupported)
        counts.update({f"fact: {fact.kind}" for fact in findings.unsupported})
        counts.update({problem.kind for problem in findings.problems})
    return found


def alarm_lines(found: Mapping[str, Counter[str]]) -> list[str]:
    """Return the lines of a Markdown table: a row a check, a column a language, shares of mails accused."""
    languages = sorted(found, key=lambda language: (language != "en", language))
    heads = [f"{language} ({found[language]['mails']})" for language in languages]
    lines = [f"| accused by | {' | '.join(heads)} |", f"|---|{'--:|' * len(heads)}"]
    first = ["any check", "a point uncovered", "any fact"]
    names = {name for counts in found.values() for name in counts} - {"mails", "points", "points uncovered", *first}
    for name in [*first, *sorted(names)]:
        cells = [_share(found[language][name], found[language]["mails"]) for language in languages]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    cells = [_share(found[language]["points uncovered"], found[language]["points"]) for language in languages]
    return [*lines, f"| *share of points uncovered* | {' | '.join(cells)} |"]


def trial_record(trials: Sequence[Trial], alarms: Mapping[str, Counter[str]]) -> dict[str, Any]:
    """Return both as JSON can hold them, the faulty bodies that passed included."""
    return {
        "faults": [
            {
                "fault": trial.fault.name,
                "meaning": trial.fault.meaning,
                "mechanical": trial.fault.mechanical,
                "copies": trial.copies,
                "caught": trial.caught,
                "by": dict(trial.by),
                "missed": [{"id": name, "body": body} for name, body in trial.missed],
            }
            for trial in trials
        ],
        "false_alarms": {language: dict(counts) for language, counts in alarms.items()},
    }


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if part else "0"
