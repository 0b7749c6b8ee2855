"""``mailwright evaluate --checks``: the checks on copies of faithful mails with one fault each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from mailwright.cli.progress import progress_over


def make_trial(pairs: Path, faithful: Sequence[Path], out: Path | None, *, as_json: bool) -> int:
    """Print what each check catches and misses, and whom it accuses wrongly; write ``checks.json`` into ``out``.

    Args:
        pairs: faithful mails to make faulty copies of; ``alignment.jsonl`` beside it tells what carries what.
        faithful: further faithful mails that the checks are to let pass, of any language.
        out: a folder.
        as_json: print the numbers as one JSON object.
    """
    from mailwright.evaluation.cases import read_cases
    from mailwright.evaluation.mutations import (
        alarm_lines,
        false_alarms,
        read_sources,
        trial_lines,
        trial_record,
        try_checks,
    )

    sources = read_sources(pairs)
    with progress_over(len(sources), "trying") as progress:
        trials = try_checks(sources, told=progress.show)
    alarms = false_alarms(read_cases(faithful or [pairs]))
    record = trial_record(trials, alarms)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (out / "checks.json").write_text(text + "\n", encoding="utf-8")
    print(
        json.dumps(record, ensure_ascii=False)
        if as_json
        else "\n".join([*trial_lines(trials), "", *alarm_lines(alarms)])
    )
    return 0
