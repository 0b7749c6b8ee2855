"""Does a data set leak? Compares all e-mails of two splits, with code that shares nothing with the corpus's own.

    python -m bench.leakage DATA_SET [DATA_SET ...]

Word 5-grams as tuples of strings in Python sets, an inverted index over the smaller split, the Jaccard index of
every two e-mails that share a gram; all others have 0. Prints the highest one of each two splits, and the threads
that lie in both; exit code 1 if an index is 0.7 or more or a thread is shared.
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pyarrow.parquet as pq

LIMIT = 0.7

Row = tuple[str, str, str]


def main(folders: list[str]) -> int:
    leaks = 0
    for folder in folders:
        splits = {name: read(Path(folder), name) for name in ("test", "validation", "train")}
        print(folder, {name: len(rows) for name, rows in splits.items()})
        for one, two in itertools.combinations(splits, 2):
            index, left, right = highest(splits[one], splits[two])
            threads = {row[1] for row in splits[one]} & {row[1] for row in splits[two]}
            print(f"  {one} and {two}: highest {index:.4f} ({left}, {right}), threads in both {len(threads)}")
            leaks += (index >= LIMIT) + len(threads)
    return 1 if leaks else 0


def read(folder: Path, split: str) -> list[Row]:
    """Return id, thread and body of each row."""
    rows: list[Row] = []
    for path in sorted(folder.glob(f"{split}-*.parquet")):
        table = pq.read_table(path, columns=["id", "thread", "email_body"])
        rows += [(row["id"], row["thread"], row["email_body"]) for row in table.to_pylist()]
    return rows


def highest(smaller: list[Row], larger: list[Row]) -> tuple[float, str, str]:
    """Return the highest Jaccard index of two bodies and the ids of both."""
    grams = [five_grams(body) for _, _, body in smaller]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, own in enumerate(grams):
        for gram in own:
            places[gram].append(number)
    best = (0.0, "", "")
    for identifier, _, body in larger:
        own = five_grams(body)
        shared = Counter(number for gram in own for number in places.get(gram, ()))
        for number, count in shared.items():
            index = count / (len(own) + len(grams[number]) - count)
            best = max(best, (index, smaller[number][0], identifier))
    return best


def five_grams(text: str) -> set[tuple[str, ...]]:
    """Return all runs of five words; a word is a run of letters, digits and underscores, in lower case."""
    words = "".join(letter if letter.isalnum() or letter == "_" else " " for letter in text.lower()).split()
    return {tuple(words[place : place + 5]) for place in range(len(words) - 4)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
