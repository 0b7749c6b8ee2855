"""``mailwright data drafts``: drafts that passed every check -> pairs to learn from."""

import json
import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from mailwright.cli.usage import UsageError


def learn_from_drafts(
    briefs: Path,
    drafts: Path,
    /,
    *,
    out: Annotated[Path, Parameter(name=["--out", "-o"])],
    name: str = "learnt",
    keep: Annotated[int, Parameter(validator=Number(gte=1, lte=16))] = 2,
) -> int:
    """Make pairs of the drafts that passed every check.

    Args:
        briefs: JSON Lines, the briefs that were written from; none that a model is tested on.
        drafts: what mailwright batch made of them.
        out: the file of pairs; one that lies there is replaced.
        name: the pairs' ids begin with it: 2 to 8 small letters.
        keep: most drafts of one brief.
    """
    if not (name.isascii() and name.isalpha() and name.islower() and 2 <= len(name) <= 8):
        raise UsageError(f"--name is {name!r}: use 2 to 8 small letters")
    from mailwright.corpus.drafts import Harvest

    harvest = Harvest(briefs, drafts, name, keep)
    out.parent.mkdir(parents=True, exist_ok=True)
    temporary = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
            for pair in harvest:
                file.write(json.dumps(pair, ensure_ascii=False) + "\n")
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)
    print(f"{out}: {harvest.step.kept:,} pairs")
    for reason, count in harvest.step.reasons.items():
        print(f"left out: {count:,} {reason}")
    return 0
