"""How far a model's own likelihoods tell which drafts can be sent: ``python -m bench.confidence VERDICTS``.

VERDICTS has a line for each draft that was judged: ``ID<tab>VERDICT<tab>SURPRISAL``, the id of its brief, the
verdict of a careful reader who saw neither findings nor likelihoods (``yes``: I would send it, ``almost``,
``no``), and how unlikely the model held it, in nats. With ``--drafts``, what ``mailwright batch`` wrote, the
surprisal is that of the first draft of the id, and drafts in which the checks find a fault are left out; several
readers have a line each there, and what one of them would not refuse can be sent.

Printed are how well likelihoods tell what can be sent from the rest (area under the ROC curve, by folds over the
briefs), which share of the drafts above each threshold can be sent, and the entry ``confidence`` for the model's
manifest: the curve that was fitted (Platt 1999), with the threshold given as ``--ready``. ``--apply`` judges such
an entry instead of fitting one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from mailwright.corpus.drafts import passed_checks
from mailwright.models.manifest import Confidence

FOLDS = 10


def main() -> None:
    """Print the table and the manifest's entry for the file named on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.confidence",
        description="Fit a model's confidence to readers' verdicts.",
        epilog="example: python -m bench.confidence corpus/verdicts.tsv",
    )
    parser.add_argument("verdicts", type=Path, help="lines of ID, VERDICT and SURPRISAL with tabs between")
    parser.add_argument("--drafts", type=Path, help="JSON Lines of mailwright batch that know the surprisals")
    parser.add_argument("--ready", type=float, default=0.8, help="least confidence of a ready draft; default: 0.8")
    parser.add_argument("--apply", type=json.loads, metavar="JSON", help="an entry that is to be judged")
    chosen = parser.parse_args()
    ids, surprisal, sendable = read(chosen.verdicts, chosen.drafts)
    print(f"{len(ids)} drafts without a fault that the checks see, {sendable.mean():.1%} of them can be sent")
    if chosen.apply:
        apart = told(Confidence(**chosen.apply), surprisal)
        print(f"area under the curve {area(apart, sendable):.3f}")
    else:
        apart = np.empty(len(ids))
        folds = np.array([hashlib.sha256(name.encode()).digest()[0] % FOLDS for name in ids])
        for fold in set(folds):
            held = folds == fold
            apart[held] = told(fitted(surprisal[~held], sendable[~held], chosen.ready), surprisal[held])
        print(f"area under the curve, by {FOLDS} folds: {area(apart, sendable):.3f}")
    print(f"{'confidence from':>16}{'drafts':>8}{'can be sent':>13}")
    for threshold in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        above = apart >= threshold
        if above.any():
            print(f"{threshold:16.2f}{above.sum():8}{sendable[above].mean():13.1%}")
    if not chosen.apply:
        print(json.dumps({"confidence": fitted(surprisal, sendable, chosen.ready).model_dump()}))


def read(verdicts: Path, drafts: Path | None) -> tuple[list[str], Any, Any]:
    """Return of each draft that counts its brief's id, its surprisal in nats, and 1 if it can be sent, else 0."""
    lines = [line.split("\t") for line in verdicts.read_text("utf-8").splitlines()]
    if drafts is None:
        found = [(name, float(surprisal), verdict != "no") for name, verdict, surprisal in lines]
    else:
        judged: dict[str, list[str]] = {}
        for name, verdict in lines:
            judged.setdefault(name, []).append(verdict)
        found = []
        for line in drafts.read_text("utf-8").splitlines():
            record = json.loads(line)
            draft = record["drafts"][0]
            if draft["surprisal"] is None:
                raise SystemExit(f"{drafts}: {record['id']} has no surprisal: write the drafts with OpenVINO")
            if record["id"] in judged and passed_checks(draft):
                liked = any(verdict != "no" for verdict in judged[record["id"]])
                found.append((record["id"], draft["surprisal"], liked))
    if not found:
        raise SystemExit(f"{verdicts} holds no verdict on a draft without a fault")
    ids, surprisal, sendable = zip(*found, strict=True)
    return list(ids), np.array(surprisal), np.array(sendable, dtype=float)


def fitted(surprisal: Any, sendable: Any, ready: float) -> Confidence:
    """Return the logistic regression on the surprisal's logarithm: Newton's method, a ridge of 1."""
    rows = np.stack([np.ones_like(surprisal), np.log(np.maximum(surprisal, 1e-6))], 1)
    weights, ridge = np.zeros(2), np.diag([0.0, 1.0])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (sendable - likely) - ridge @ weights
        weights = weights + np.linalg.solve(rows.T @ (rows * (likely * (1 - likely))[:, None]) + ridge, slope)
    return Confidence(intercept=round(float(weights[0]), 3), slope=round(-float(weights[1]), 3), ready=ready)


def told(confidence: Confidence, surprisal: Any) -> Any:
    """Return the confidence in texts of these surprisals."""
    return np.array([confidence.of(float(one)) for one in surprisal])


def area(scores: Any, sendable: Any) -> float:
    """Return how often a draft that can be sent scores higher than one that cannot, a draw counted half."""
    good, bad = scores[sendable == 1], scores[sendable == 0]
    return float(np.mean((good[:, None] > bad) + 0.5 * (good[:, None] == bad)))


if __name__ == "__main__":
    main()
