"""``python -m bench.reader``: fit the reader of free text anew, or say how well it reads files left out."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.freetext import is_tuning
from bench.reader.compose import Composed, compose
from bench.reader.fit import Lesson, fit_weights
from bench.reader.gold import Gold, gold_spans
from bench.reader.impression import fit_tones, read_samples
from mailwright.brief.candidates import Candidates, find_candidates

ROOT = Path(__file__).resolve().parents[2]
PAIRS = ROOT / "corpus" / "pairs"
WISHES = ROOT / "tests" / "brief" / "data" / "wishes.jsonl"
WEIGHTS = ROOT / "src" / "mailwright" / "brief"
COMPOSED = 5_000
SEED = 7
WEIGHT_OF_COMPOSED, WEIGHT_OF_WISHES = 0.4, 2.0


def main() -> None:
    """Fit and write the weights; with ``--without``, on all but some files of pairs."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.reader",
        description="Fit who writes to whom, and the tone, on pairs, tuning halves and composed wishes.",
        epilog="example: python -m bench.reader --without prompts wishes --output /tmp/weights",
    )
    parser.add_argument(
        "--without", nargs="*", default=[], metavar="NAME", help="files to leave out, by their stem"
    )
    parser.add_argument("--composed", type=int, default=COMPOSED, help=f"number of composed wishes ({COMPOSED})")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="folder of the two weight files")
    chosen = parser.parse_args()
    without = frozenset(chosen.without)
    people = fit_weights(read_lessons(without, chosen.composed))
    _write(chosen.output / "people.bin", people)
    # Tones are read with the names that the package reads, so these follow when the folder is the package's.
    samples = read_samples(_files(without), Path(__file__).with_name("tones.txt"))
    _write(chosen.output / "impression.bin", fit_tones(samples))


def _write(file: Path, weights: NDArray[np.int8]) -> None:
    file.write_bytes(weights.tobytes())
    print(f"{file}: {int((weights != 0).sum())} of {weights.size} weights are not 0", flush=True)


def _files(without: frozenset[str]) -> list[Path]:
    return [file for file in [*sorted(PAIRS.glob("*.jsonl")), WISHES] if file.stem not in without]


def read_lessons(without: frozenset[str], composed: int = COMPOSED) -> list[Lesson]:
    """Return all lessons; of ``prompts`` and ``wishes`` only the tuning half is read."""
    unnamed = frozenset(Path(__file__).with_name("unnamed.txt").read_text("utf-8").split())
    lessons: list[Lesson] = []
    composed_of: list[dict[str, Any]] = []
    for file in _files(without):
        test = file.stem in ("prompts", "wishes")
        lines = file.read_text("utf-8").splitlines()
        records = [record for record in map(json.loads, lines) if not test or is_tuning(record["id"])]
        lessons += _written(records, unnamed, WEIGHT_OF_WISHES if test else 1.0)
        composed_of += [] if test else [record for record in records if record["lang"] == "en"]
    lessons += [lesson for wish in compose(composed_of, composed, SEED) if (lesson := _composed(wish))]
    return lessons


def _written(records: Sequence[dict[str, Any]], unnamed: frozenset[str], weight: float) -> list[Lesson]:
    lessons = []
    for record in records:
        candidates = find_candidates(record["prompt"])
        golds = (gold_spans(candidates, record, "to", unnamed), gold_spans(candidates, record, "from", unnamed))
        lessons.append(Lesson(candidates, *golds, weight))
    return lessons


def _composed(wish: Composed) -> Lesson | None:
    candidates = find_candidates(wish.text)
    golds = [_gold(candidates, span) for span in (wish.to, wish.sender)]
    if any(span not in candidates.spans for gold in golds for span in gold.spans):
        return None
    return Lesson(candidates, golds[0], golds[1], WEIGHT_OF_COMPOSED)


def _gold(candidates: Candidates, span: tuple[int, int] | None) -> Gold:
    if span is None:
        return Gold()
    within = [
        index for index, token in enumerate(candidates.tokens) if token.start < span[1] and token.end > span[0]
    ]
    return Gold(((within[0], within[-1]),)) if within else Gold()


if __name__ == "__main__":
    main()
