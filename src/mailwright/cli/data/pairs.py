"""``mailwright data pairs``: pairs in JSON Lines -> a data set."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from mailwright.cli.data.options import MOST_VARIANTS
from mailwright.cli.data.outcome import show_outcome
from mailwright.cli.data.stages import stages
from mailwright.cli.usage import UsageError


def make_from_pairs(
    *files: Path,
    out: Annotated[Path, Parameter(name=["--out", "-o"])],
    test_ids: Path | None = None,
    test_only: Annotated[tuple[str, ...], Parameter(negative=())] = ("prompts",),
    validation: float = 0.05,
    variants: int = 0,
    seed: int = 0,
    private: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    no_card: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), show_default=False)] = False,
) -> int:
    """Make a data set from pairs in JSON Lines.

    Args:
        files: JSON Lines of pairs; each file becomes a source of that name.
        out: the folder of the data set; one that lies there is replaced.
        test_ids: a list of the ids of the test split; test_ids.txt beside the files or one folder up if not given.
        test_only: names of files (without ending) that are a test set as a whole.
        validation: share of the other pairs that becomes the validation split, 0 to 0.5.
        variants: how many variants of each training pair are written beside it, 0 to 100.
        seed: another seed draws other variants.
        private: the pairs are your own: nobody else may read the data set, and no model of it is pushed publicly.
        no_card: leave the data card out.
        as_json: print one JSON object: folder, rows, sources, cascade, leakage, languages.
    """
    if not files:
        raise UsageError("no file is given: name at least one, such as corpus/pairs/ops.jsonl")
    if not 0 <= validation <= 0.5:
        raise UsageError(f"--validation is {validation}: use a share from 0 to 0.5")
    if not 0 <= variants <= MOST_VARIANTS:
        raise UsageError(f"--variants is {variants}: use a number from 0 to {MOST_VARIANTS}")
    from mailwright.corpus.pipeline.pairs import PairsPlan, build_pairs, find_test_ids

    plan = PairsPlan(
        files=files,
        test_ids=test_ids or find_test_ids(files),
        test_only=frozenset(test_only),
        validation=validation,
        variants=variants,
        seed=seed,
        private=private,
        card=not no_card,
    )
    with stages() as watch:
        facts = build_pairs(plan, out, watch)
    show_outcome(out, facts, as_json=as_json)
    return 0
