"""``python -m bench.reader``: fit the reader of free text anew, or say how well it reads files left out."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from bench.freetext import is_tuning
from bench.reader.compose import Composed, compose, retyped
from bench.reader.gold import Gold, gold_spans
from bench.reader.network import Lesson, named, shares_right, stored_weights, train
from mailwright.brief.candidates import Candidates, find_candidates
from mailwright.brief.model import LENGTHS, TONES
from mailwright.brief.network import WEIGHTS, cut
from mailwright.corpus.split import read_ids
from mailwright.minilm import load_tokenizer

ROOT = Path(__file__).resolve().parents[2]
PAIRS = ROOT / "corpus" / "pairs"
WISHES = ROOT / "corpus" / "wishes.jsonl"
TONES_OF_PROMPTS = ROOT / "corpus" / "prompt_tones.tsv"
TEST_IDS = ROOT / "corpus" / "test_ids.txt"
NEVER = PAIRS / "prompts.jsonl"  # to be measured on
HALF = ROOT / "tests" / "brief" / "data" / "wishes.jsonl"
FOLDER = ROOT / "src" / "mailwright" / "brief"
MOST_PAIRS, COMPOSED = 3_000, 1_000
SEED = 7
_SYNONYMS = {"enthusiastic": "friendly", "warm": "friendly"}
_TOKENIZER = load_tokenizer()


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.reader",
        description="Fit the reader on written and composed wishes, prompts of pairs, and half of a test file.",
        epilog="example: python -m bench.reader --epochs 1 --output /tmp/weights",
    )
    parser.add_argument("--epochs", type=float, default=3.0)
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder of the weights")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--held-out", type=float, default=0.05, help="share of wishes.jsonl to look at afterwards")
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    lessons, held_out = read_lessons(chosen.held_out)
    print(f"{len(lessons):,} lessons, {len(held_out):,} held out", flush=True)
    reader = train(lessons, epochs=chosen.epochs, seed=SEED)
    shares = ", ".join(f"{name} {share:.1%}" for name, share in shares_right(reader, held_out).items())
    print(f"held out: {shares}")
    chosen.output.mkdir(parents=True, exist_ok=True)
    np.savez(chosen.output / WEIGHTS, allow_pickle=False, **stored_weights(reader))
    print(chosen.output / WEIGHTS)


def read_lessons(held_out: float) -> tuple[list[Lesson], list[Lesson]]:
    """Return all lessons, and those of ``wishes.jsonl`` that are kept apart to look at."""
    chance = random.Random(SEED)
    unnamed = frozenset(Path(__file__).with_name("unnamed.txt").read_text("utf-8").split())
    kept_apart = read_ids(TEST_IDS)
    pairs = [
        record
        for file in sorted(PAIRS.glob("*.jsonl"))
        if file != NEVER
        for record in _records(file)
        if record["id"] not in kept_apart
    ]
    wishes = [_written(record, unnamed, 1.0, chance) for record in _records(WISHES)]
    chance.shuffle(wishes)
    apart = round(held_out * len(wishes))
    lessons = wishes[apart:]
    read = dict(line.split("\t") for line in TONES_OF_PROMPTS.read_text("utf-8").splitlines())
    alike = [record for record in pairs if record["id"] not in read]
    for record in [pair for pair in pairs if pair["id"] in read] + chance.sample(alike, MOST_PAIRS):
        record |= {"tone": read.get(record["id"], record["tone"])}
        lessons.append(_written(record, unnamed, 0.5, chance))
    for record in _records(HALF):
        if is_tuning(record["id"]):
            lessons.append(_written(record, unnamed, 2.0, chance))
    english = [record for record in pairs if record["lang"] == "en"]
    for wish in compose(english, COMPOSED, SEED):
        lessons += _composed(wish)
    lessons += _toned(Path(__file__).with_name("tones.txt"))
    return lessons, wishes[:apart]


def _records(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _written(
    record: dict[str, Any], unnamed: frozenset[str], weight: float, chance: random.Random | None = None
) -> Lesson:
    candidates = find_candidates(record["prompt"])
    golds = [gold_spans(candidates, record, role, unnamed) for role in ("to", "from")]
    unsure = record["tone"].endswith("?")
    tone = None if unsure else TONES.index(_SYNONYMS.get(record["tone"], record["tone"]))
    lesson = _lesson(candidates, golds, tone, LENGTHS.index(record["length"]), weight)
    if chance is not None:
        other = retyped(chance, record["prompt"], f"{record['to']} {record['from']}")
        lesson = replace(lesson, retyped=_written(record | {"prompt": other}, unnamed, weight))
    return lesson


def _composed(wish: Composed) -> Iterator[Lesson]:
    candidates = find_candidates(wish.text)
    golds = [_gold(candidates, span) for span in (wish.to, wish.sender)]
    if all(span in candidates.spans for gold in golds for span in gold.spans):
        yield _lesson(candidates, golds, None, None, 0.4)


def _toned(file: Path) -> Iterator[Lesson]:
    tone = 0
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("["):
            tone = next(number for number, known in enumerate(TONES) if known == line.strip("[]"))
        elif line:
            yield _lesson(find_candidates(line), [None, None], tone, None, 1.0)


def _lesson(
    candidates: Candidates, golds: Sequence[Gold | None], tone: int | None, length: int | None, weight: float
) -> Lesson:
    taken = cut(candidates, _TOKENIZER)
    return Lesson(taken, (named(taken, golds[0]), named(taken, golds[1])), tone, length, weight)


def _gold(candidates: Candidates, span: tuple[int, int] | None) -> Gold:
    if span is None:
        return Gold()
    within = [
        index for index, token in enumerate(candidates.tokens) if token.start < span[1] and token.end > span[0]
    ]
    return Gold(((within[0], within[-1]),)) if within else Gold()


if __name__ == "__main__":
    main()
