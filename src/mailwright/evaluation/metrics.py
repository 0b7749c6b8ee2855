"""The numbers of a report: their names, what they mean, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Better = Literal["higher", "lower", "neither"]
Unit = Literal["share", "number", "seconds"]


@dataclass(frozen=True)
class Metric:
    """One number of a draft, averaged over drafts.

    Attributes:
        name: as results and summaries name it.
        title: as tables head it.
        meaning: one sentence; docs/metrics.md holds the same.
        better: which way is better.
        unit: how it is shown; a share is shown in per cent.
        headline: whether it stands above the line.
    """

    name: str
    title: str
    meaning: str
    better: Better
    unit: Unit = "share"
    headline: bool = True


METRICS: Final = (
    Metric(
        "usable",
        "usable",
        "Share of drafts in which every check holds, so that they can be sent as they are.",
        "higher",
    ),
    Metric(
        "coverage",
        "points",
        "Mean share of a brief's key points that the draft covers.",
        "higher",
    ),
    Metric(
        "invented",
        "invents",
        "Share of drafts with at least one fact that the brief does not give.",
        "lower",
    ),
    Metric(
        "off_topic",
        "strays",
        "Share of drafts with at least one sentence that relates to no point and is no courtesy.",
        "lower",
    ),
    Metric(
        "frame",
        "frame",
        "Share of drafts with the right greeting, a closing and the sender's name, without placeholder, "
        "wrapper or echo of the brief.",
        "higher",
    ),
    Metric(
        "length",
        "length",
        "Share of drafts within the band of words that the brief asks for.",
        "higher",
    ),
    Metric(
        "sound",
        "sound",
        "Share of drafts that neither repeat themselves nor paste the points.",
        "higher",
    ),
    Metric(
        "complete",
        "all points",
        "Share of drafts that cover every key point of their brief.",
        "higher",
        headline=False,
    ),
    Metric(
        "facts_invented",
        "invented facts a draft",
        "Mean number of facts that the brief does not give.",
        "lower",
        "number",
        False,
    ),
    Metric(
        "words",
        "words",
        "Mean number of words of the body, greeting and closing included.",
        "neither",
        "number",
        False,
    ),
    Metric(
        "expansion",
        "expansion",
        "Mean of the body's words divided by the words of the key points.",
        "neither",
        "number",
        False,
    ),
    Metric(
        "self_bleu",
        "self-BLEU",
        "Mean BLEU of each of the first four drafts of a brief against the other three, 0 to 100: 100 is"
        " no variety.",
        "lower",
        "number",
        False,
    ),
    Metric(
        "rouge_l",
        "ROUGE-L",
        "Mean F1 of the longest common subsequence of words with the mail that a careful writer sent.",
        "higher",
        "number",
        False,
    ),
    Metric(
        "chrf",
        "chrF",
        "Mean chrF2 with the mail that a careful writer sent, 0 to 100.",
        "higher",
        "number",
        False,
    ),
    Metric(
        "tokens",
        "tokens a draft",
        "Mean number of tokens drawn for a draft, rejected candidates included.",
        "neither",
        "number",
        False,
    ),
    Metric(
        "seconds",
        "seconds a draft",
        "Mean wall time of a draft; samples drawn together share theirs.",
        "lower",
        "seconds",
        False,
    ),
)
HEADLINE: Final = tuple(metric for metric in METRICS if metric.headline)
