"""The parts of a card that its examples tell: splits, mails, briefs, samples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from mailwright.checks import check_draft
from mailwright.checks.layout import layout_of
from mailwright.corpus.card import plots
from mailwright.corpus.card.statistics import GIVEN, Statistics, mean, quantile
from mailwright.corpus.dataset import SPLITS
from mailwright.corpus.example import Example
from mailwright.draft import Findings
from mailwright.errors import BriefError
from mailwright.report.blocks import (
    Cell,
    CellValue,
    chip,
    details,
    figure,
    mail,
    points,
    prose,
    side_by_side,
    table,
)
from mailwright.report.marked import Mark, marked
from mailwright.report.numbers import count, share
from mailwright.report.page import Section, section
from mailwright.report.theme import SERIES


def splits(statistics: Statistics) -> Section:
    """Return the size of each split and what is in it."""
    rows = []
    for split in SPLITS:
        words, many = statistics.words_of(split), statistics.points.get(split, Counter[int]())
        examples = statistics.examples[split]
        rows.append(
            (
                split,
                Cell(count(examples), examples, examples / statistics.total if statistics.total else None),
                share(examples, statistics.total),
                statistics.given[split, "mail being answered"],
                sum(value * number for value, number in words.items()),
                quantile(words, 0.5),
                Cell(f"{mean(many):.1f}", mean(many)),
            )
        )
    heads = ("split", "examples", "share", "replies", "words", "words a mail (median)", "points a brief (mean)")
    blocks = [table(heads, rows, sortable=False)]
    if statistics.total:
        blocks.append(
            side_by_side(
                figure(plots.breakdown(statistics.sources, "Sources")),
                figure(plots.breakdown(statistics.lengths, "Lengths")),
            )
        )
    views = statistics.views.total()
    if views:
        blocks.append(prose(f"{count(views)} examples are further views of a mail that is there already."))
    return section(
        "Splits",
        *blocks,
        lead="train is to learn from, validation to choose by, test to measure once at the end.",
    )


def mails(statistics: Statistics) -> Section:
    """Return how long the e-mails are and in which languages."""
    return section(
        "E-mails",
        side_by_side(figure(plots.words_histogram(statistics)), figure(plots.words_ranges(statistics))),
        side_by_side(
            figure(plots.breakdown(statistics.tones, "Tones")),
            figure(plots.breakdown(statistics.languages, "Languages")),
        ),
        lead="Words are what stands between blanks, greeting and sender included.",
    )


def briefs(statistics: Statistics) -> Section:
    """Return what the briefs say."""
    rows: list[list[CellValue]] = []
    for name in GIVEN:
        cells: list[CellValue] = [name]
        for split in SPLITS:
            given, whole = statistics.given[split, name], statistics.examples[split]
            cells.append(
                Cell(share(given, whole), given / whole if whole else 0.0, given / whole if whole else None)
            )
        rows.append(cells)
    return section(
        "Briefs",
        side_by_side(figure(plots.points_a_mail(statistics)), figure(plots.words_a_point(statistics))),
        table(("a brief gives", *SPLITS), rows, "Beside points, tone, length and language.", sortable=False),
    )


def samples(examples: Sequence[Example]) -> Section:
    """Return examples with the words that carry each point coloured."""
    blocks = [sample(example) for example in examples]
    return section(
        "Samples",
        *blocks,
        lead="Chosen by the digests of their ids from train and validation, so that nobody picked them. Each point "
        "has the colour of the words that the checks find it in; wavy lines mark facts that no brief gives.",
    )


def sample(example: Example) -> Markup:
    """Return one example: brief on the left, e-mail on the right."""
    findings = _findings(example)
    chips = [example.id, example.source, example.language, example.tone, example.length]
    parties = f"{example.sender or 'somebody'} to {', '.join(example.to) or 'somebody'}"
    brief = [
        Markup('<p class="chips">{}</p>').format(Markup(" ").join(chip(text) for text in chips)),
        prose(parties + (f", subject given: {example.subject}" if example.subject else "")),
        points((str(n + 1), _point(text, n, findings), _look(n)) for n, text in enumerate(example.points)),
    ]
    if example.received:
        brief.append(details("The mail being answered", mail(example.received)))
    if example.prompt:
        brief.append(details("The same as free text", prose(example.prompt)))
    text = marked(example.email_body, _marks(findings, layout_of(example.email_body).text[0]))
    return Markup('<div class="sample">{}</div>').format(
        side_by_side(
            Markup('<div class="brief">{}</div>').format(Markup("\n").join(brief)),
            mail(text, example.email_subject),
        )
    )


def _findings(example: Example) -> Findings | None:
    try:
        return check_draft(example.brief(), example.email_subject, example.email_body)
    except BriefError:  # a view of a mail may leave out what a brief must have
        return None


def _point(text: str, number: int, findings: Findings | None) -> str | Markup:
    if findings is None or findings.coverage[number].covered:
        return text
    return Markup('{} <span class="muted">(not found by the checks)</span>').format(text)


def _marks(findings: Findings | None, start: int) -> list[Mark]:
    """Return the marks of what was found; a window that begins with the greeting is cut to what follows it."""
    if findings is None:
        return []
    marks = [
        Mark(
            (max(start, item.span[0]), item.span[1]),
            _look(item.point),
            f"point {item.point + 1}",
            str(item.point + 1),
        )
        for item in findings.coverage
        if item.span and item.covered
    ]
    return marks + [
        Mark(fact.span, "warn", f"{fact.kind} that the brief does not give") for fact in findings.unsupported
    ]


def _look(number: int) -> str:
    return SERIES[number % len(SERIES)]
