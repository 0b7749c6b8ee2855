"""What the checks say of faithful mails, and how long they take.

    python bench/checks.py FILE.jsonl ...                  pairs: each body against its own brief
    python bench/checks.py --examples FILE.jsonl ...       the same, then every finding
    python bench/checks.py --mended FILE.jsonl ...         preferences: drafts of a model, and the same mended

With ``tests/checks/data/pairs.jsonl`` among the files, the share of points that are uncovered once the one
sentence that carries them is taken away is printed too (``alignment.jsonl`` beside it tells which). Times are
processor time of one thread for a draft of a brief that another draft was checked against before.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from rich.console import Console
from rich.progress import track

from mailwright.brief import brief_from_dict
from mailwright.checks import check_draft, embedding

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


def main(arguments: list[str]) -> None:
    examples = "--examples" in arguments
    files = [Path(argument) for argument in arguments if not argument.startswith("--")]
    records = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    if "--mended" in arguments:
        _print_mended([record for record in records if record.get("rejected_body") and record["lang"] == "en"])
        return
    for group in ("en", "other"):
        chosen = [record for record in records if (record["lang"] == "en") == (group == "en")]
        if chosen:
            _print_table(group, chosen, examples)
    for file in files:
        if file.with_name("alignment.jsonl").exists():
            uncovered, removed = _removals(file, file.with_name("alignment.jsonl"))
            print(f"\n{file}: {uncovered} of {removed} points uncovered by removal = {uncovered / removed:.3f}")


class _Watch:
    """The embedding, with the processor time that it took."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._embed = embedding.embed

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        start = time.process_time()
        vectors = self._embed(texts)
        self.seconds += time.process_time() - start
        return vectors


def _print_table(group: str, records: list[dict[str, Any]], examples: bool) -> None:
    counts: Counter[str] = Counter()
    milliseconds: list[float] = []
    outside: list[float] = []
    shown: list[str] = []
    for record in records:
        brief = brief_from_dict(record)
        check_draft(brief, "x", "Dear all,\n\nThis draft is another candidate of the same brief.\n\nRegards")
        watch = _Watch()
        with patch.object(embedding, "embed", watch):
            start = time.process_time()
            findings = check_draft(brief, record["email_subject"], record["email_body"])
            milliseconds.append(1e3 * (time.process_time() - start))
        outside.append(milliseconds[-1] - 1e3 * watch.seconds)
        counts["points"] += len(findings.coverage)
        counts["points covered"] += sum(item.covered for item in findings.coverage)
        counts["mails with every point covered"] += not findings.missing_points
        counts["mails ready"] += findings.ready
        counts["mails with an unsupported fact"] += bool(findings.unsupported)
        for kind in {fact.kind for fact in findings.unsupported}:
            counts[f"  unsupported {kind}"] += 1
        counts["mails with a problem"] += bool(findings.problems)
        for problem in {problem.kind for problem in findings.problems}:
            counts[f"  problem {problem}"] += 1
        shown += [f"{record['id']} fact {fact.kind}: {fact.text}" for fact in findings.unsupported]
        shown += [f"{record['id']} {problem.kind}: {problem.message}" for problem in findings.problems]
        shown += [
            f"{record['id']} uncovered: {brief.points[item.point]} {item.missing}"
            for item in findings.coverage
            if not item.covered
        ]
    print(f"\n{group}: {len(records)} mails")
    for name, count in counts.items():
        of = counts["points"] if name.startswith("points") else len(records)
        print(f"{name:34}{count:7}{100 * count / of:8.2f} %")
    for name, values in (("ms a draft", milliseconds), ("ms outside the embedding", outside)):
        ordered = sorted(values)
        print(f"{name:34}mean {sum(values) / len(values):.1f}  median {ordered[len(values) // 2]:.1f}", end="")
        print(f"  95th percentile {ordered[int(0.95 * len(values))]:.1f}")
    if examples:
        print("\n".join(shown))


def _print_mended(records: list[dict[str, Any]]) -> None:
    """Print how many drafts each check finds fault with, before and after a reader mended them."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("rejected_body", "email_body")}
    for record in track(records, "checking", console=Console(stderr=True)):
        brief = brief_from_dict({key: value for key, value in record.items() if key != "rejected_body"})
        for name, counted in counts.items():
            findings = check_draft(brief, record["email_subject"] or "x", record[name])
            found: set[str] = {problem.kind for problem in findings.problems}
            if findings.unsupported:
                found.add("any fact")
            if findings.missing_points:
                found.add("a point uncovered")
            counted.update([*found, "any check"] if found else [])
    drafts, mended = counts.values()
    print(f"| found by | drafts ({len(records)}) | mended |\n|---|--:|--:|")
    for name, count in drafts.most_common():
        print(f"| {name} | {100 * count / len(records):.1f} % | {100 * mended[name] / len(records):.1f} % |")


def _removals(pairs_file: Path, alignment_file: Path) -> tuple[int, int]:
    pairs = {record["id"]: record for record in map(json.loads, pairs_file.read_text("utf-8").splitlines())}
    uncovered = removed = 0
    for line in alignment_file.read_text("utf-8").splitlines():
        entry = json.loads(line)
        record = pairs[entry["id"]]
        brief = brief_from_dict(record)
        carried = Counter(sentence for point in entry["alignment"] for sentence in point["sentences"])
        for point in entry["alignment"]:
            if len(point["sentences"]) != 1 or carried[point["sentences"][0]] != 1:
                continue
            body = record["email_body"].replace(point["sentences"][0], "", 1)
            findings = check_draft(brief, record["email_subject"], body)
            removed += 1
            uncovered += not findings.coverage[point["point"]].covered
    return uncovered, removed


if __name__ == "__main__":
    main(sys.argv[1:])
