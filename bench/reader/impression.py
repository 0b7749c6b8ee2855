"""Wishes with known tone -> weights: a softmax model over hashed words."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from bench.freetext import is_tuning
from mailwright.brief import read_prompt
from mailwright.brief.impression import BUCKETS, SCALE, tone_features
from mailwright.brief.manner import manner_of_words, named_segments
from mailwright.brief.model import TONES, Tone

PENALTY = 2.0
STEPS = 80
_FIRST_WORDS = 8
_SYNONYMS = {"enthusiastic": "friendly", "warm": "friendly"}


@dataclass(frozen=True)
class Sample:
    """What is seen of one wish, the place of its class, and how much it counts."""

    features: list[str]
    label: int
    weight: float


def fit_tones(samples: Sequence[Sample]) -> NDArray[np.int8]:
    """Return the weights, times ``SCALE``: a row of ``BUCKETS`` for each tone, then a bias for each."""
    rows, biases = _fit(samples, len(TONES))
    return np.clip(np.rint(np.concatenate([rows.ravel(), biases]) * SCALE), -127, 127).astype(np.int8)


def _fit(samples: Sequence[Sample], classes: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return weights, shape ``(classes, BUCKETS)``, and biases, by L-BFGS from zero."""
    seen = _design(samples)
    truth = np.zeros((len(samples), classes))
    truth[np.arange(len(samples)), [sample.label for sample in samples]] = 1.0
    counts = np.array([sample.weight for sample in samples])[:, None]

    def loss(vector: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = vector.reshape(BUCKETS + 1, classes)
        scores = seen @ table[:-1] + table[-1]
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        value = -(counts * truth * np.log(shares + 1e-12)).sum() + PENALTY / 2 * (table[:-1] ** 2).sum()
        slope = counts * (shares - truth)
        return float(value), np.vstack([seen.T @ slope + PENALTY * table[:-1], slope.sum(axis=0)]).ravel()

    start = np.zeros((BUCKETS + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    table = np.asarray(found.x).reshape(BUCKETS + 1, classes)
    return table[:-1].T, table[-1]


def _design(samples: Sequence[Sample]) -> Any:
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for sample in samples:
        places = sorted({zlib.crc32(feature.encode()) & (BUCKETS - 1) for feature in sample.features})
        columns += places
        values += [3.0 / np.sqrt(max(1, len(places)))] * len(places)
        ends.append(len(columns))
    return sparse.csr_matrix((values, columns, ends), shape=(len(samples), BUCKETS))


def read_samples(files: Sequence[Path], lines: Path | None) -> list[Sample]:
    """Return the samples in files of pairs (of test files, the tuning half) and in ``lines``.

    A record whose prompt names its tone counts less, for its wording need not tell it.
    """
    samples: list[Sample] = []
    for file in files:
        test = file.stem in ("prompts", "wishes")
        for record in map(json.loads, file.read_text("utf-8").splitlines()):
            samples += [_sample(record, 2.0 if test else 1.0)] if not test or is_tuning(record["id"]) else []
    return [*samples, *(_written(lines.read_text("utf-8").splitlines()) if lines else ())]


def _sample(record: dict[str, Any], weight: float) -> Sample:
    prompt = record["prompt"]
    tone: Tone = _SYNONYMS.get(record["tone"], record["tone"])
    weight *= 0.4 if _names_tone(prompt) else 1.0
    weight *= 0.5 if record.get("lang", "en") != "en" else 1.0
    return Sample(_features(prompt), TONES.index(tone), weight)


def _names_tone(prompt: str) -> bool:
    beginning = " ".join(prompt.split()[:_FIRST_WORDS])
    return manner_of_words(" but ".join([beginning, *named_segments(prompt)])).tone is not None


def _features(prompt: str) -> list[str]:
    reading = read_prompt(prompt)
    return tone_features(prompt, ", ".join(person.name for person in reading.to), reading.sender.name)


def _written(lines: Sequence[str]) -> list[Sample]:
    samples: list[Sample] = []
    tone = TONES[0]
    for line in lines:
        if line.startswith("["):
            tone = next(known for known in TONES if known == line.strip("[]"))
        elif line:
            samples.append(Sample(_features(line), TONES.index(tone), 1.0))
    return samples
