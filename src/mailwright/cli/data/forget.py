"""``mailwright data forget``: a data set without a person."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mailwright.cli.data.stages import stages
from mailwright.cli.show import printable
from mailwright.cli.usage import UsageError

if TYPE_CHECKING:
    from mailwright.corpus.forget import Forgotten
    from mailwright.corpus.trained import Training


def forget_person(
    folder: Path,
    /,
    *,
    address: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    dry_run: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), show_default=False)] = False,
) -> int:
    """Remove a person's mails from a data set, and say what was trained on it.

    Args:
        folder: the data set.
        address: an e-mail address of the person; give the option once for each.
        dry_run: only count.
        as_json: print one JSON object: folder, removed, mentioned, left, trainings, strangers.
    """
    if not address:
        raise UsageError("nobody is named: give --address, such as --address bob@example.com")
    from mailwright.corpus.forget import forget
    from mailwright.corpus.redaction import bare_address

    people = [bare_address(text) for text in address]
    with stages() as watch:
        found = forget(folder.resolve(), people, dry_run=dry_run, watch=watch)
    if as_json:
        print(json.dumps(_record(folder, found, dry_run=dry_run), ensure_ascii=False))
    else:
        for line in _lines(found, " or ".join(people), dry_run=dry_run):
            print(printable(line, line=True))
    return 0


def _lines(found: "Forgotten", who: str, *, dry_run: bool) -> list[str]:
    part, mention = found.count("part"), found.count("mention")
    if not part + mention:
        return [f"no example has to do with {who}: nothing was changed", *_strange(found)]
    gone = "would be removed" if dry_run else "removed"
    lines = [
        f"{_number(part, 'example')} of {who} and {mention:,} more naming the address {gone}, {found.left:,} left"
    ]
    if found.same or found.earlier:
        lines.append("models remember what they were trained on; delete these bundles, or train them again:")
        lines += [_training(run, "on these very examples") for run in found.same]
        lines += [
            _training(run, "on another state of this data set, which may have held them") for run in found.earlier
        ]
    else:
        lines.append("no training run is recorded on this data set")
    lines.append("the mailbox itself is as it was: a data set that is made from it again has these mails again")
    return lines + _strange(found)


def _training(run: "Training", where: str) -> str:
    bundle = run.bundle or "no bundle"
    return f"  {run.when}  {run.run}  {bundle}  ({where})"


def _strange(found: "Forgotten") -> list[str]:
    return [
        f"{path} is no file of the data set and names the address: it was left as it is" for path in found.strangers
    ]


def _record(folder: Path, found: "Forgotten", *, dry_run: bool) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "dry_run": dry_run,
        "removed": found.count("part"),
        "mentioned": found.count("mention"),
        "left": found.left,
        "trainings": [
            {**asdict(run), "on_these_examples": run in found.same} for run in (*found.same, *found.earlier)
        ],
        "strangers": [str(path) for path in found.strangers],
    }


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
