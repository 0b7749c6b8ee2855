"""The data card as a file: one page that tells all that is known of a data set.

What a card should tell follows Pushkarna, Zaldivar and Kjartansson, "Data Cards: Purposeful and Transparent Dataset
Documentation for Responsible AI" (FAccT 2022), and the dataset cards of the Hugging Face hub.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from mailwright.corpus.card import content, origin
from mailwright.corpus.card.statistics import Statistics, gather
from mailwright.corpus.dataset import read_manifest
from mailwright.corpus.pipeline.progress import Watcher, no_one
from mailwright.corpus.redaction import without_addresses
from mailwright.corpus.trained import data_digest
from mailwright.report.blocks import CellValue, facts, note, prose
from mailwright.report.numbers import count
from mailwright.report.page import Section, page, section

CARD: Final = "card.html"
SAMPLES: Final = 10

_CITED: Final = (
    "What this page tells follows M. Pushkarna, A. Zaldivar, O. Kjartansson, Data Cards: Purposeful and "
    "Transparent Dataset Documentation for Responsible AI, FAccT 2022, and the dataset cards of Hugging Face."
)


def write_card(folder: Path, *, show_text: bool | None = None, watch: Watcher = no_one) -> Path:
    """Write ``card.html`` into a data set's folder, replacing one that is there, and return its path.

    The same data set gives the same bytes. One shard is in memory at a time.

    Args:
        folder: the data set, or a flushed ``DataSetWriter.work``.
        show_text: whether samples are shown; if None, those of a private data set are not. Without text, e-mail
            addresses that the manifest holds are left out too.
        watch: is told how far the counting is.

    Raises:
        DataSetError: the folder is no data set or damaged.
        OSError: the card cannot be written.
    """
    manifest = read_manifest(folder)
    shown = not manifest["private"] if show_text is None else show_text
    html = card(manifest, gather(folder, watch), data_digest(folder), show_text=shown)
    path, partial = folder / CARD, folder / f".{CARD}.partial-{os.getpid()}"
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if manifest["private"] else 0o644)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(html)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path


def card(manifest: Mapping[str, Any], statistics: Statistics, digest: str, *, show_text: bool) -> str:
    """Return the card as HTML.

    Args:
        manifest: as ``read_manifest`` returns it; a key that it lacks is named in the section that needs it.
        statistics: of the same data set.
        digest: ``data_digest`` of it.
        show_text: whether samples and addresses are shown.
    """
    told = manifest if show_text else without_addresses(manifest)
    sections = [
        _about(told, statistics),
        origin.sources(told),
        origin.cascade(told, statistics.total),
        content.splits(statistics),
        origin.leakage(told),
    ]
    if statistics.total:
        sections += [content.mails(statistics), content.briefs(statistics)]
    sections += [origin.personal(told), _samples(statistics, show_text=show_text), origin.making(told, digest)]
    return page(
        str(told.get("name", "Data set")),
        *sections,
        kind="Data card, private" if manifest["private"] else "Data card",
        lead=f"{count(statistics.total)} briefs, each with the e-mail that says what the brief asks for.",
        head=facts(_head(told, statistics)),
        foot=prose(_CITED),
    )


def _head(manifest: Mapping[str, Any], statistics: Statistics) -> list[tuple[str, CellValue]]:
    words = statistics.words_of()
    return [
        ("examples", statistics.total),
        *((split, statistics.examples[split]) for split in manifest["splits"]),
        ("sources", len({source for _, source in statistics.sources})),
        ("languages", len({language for _, language in statistics.languages})),
        ("words in e-mails", sum(value * number for value, number in words.items())),
    ]


def _about(manifest: Mapping[str, Any], statistics: Statistics) -> Section:
    blocks = [
        prose(
            "A row holds the fields of a brief (who writes to whom, the points, tone, length, language, and the "
            "mail being answered if it is a reply), the e-mail that was sent for it, and where both are from. It "
            "is meant for training and measuring models that write an e-mail from its points.",
            "What is learnt from train is chosen by validation and measured on test once: nothing is trained on "
            "test or tuned against it.",
        )
    ]
    blocks += [note(str(text)) for text in manifest.get("notes") or []]
    if not statistics.total:
        blocks.append(note("This data set is empty.", "warn"))
    return section("What it is", *blocks)


def _samples(statistics: Statistics, *, show_text: bool) -> Section:
    if not show_text:
        text = (
            "No text of this data set is shown. Its owner can ask for it: mailwright data show FOLDER --card --text"
        )
        return section("Samples", note(text))
    chosen = statistics.samples.choose(SAMPLES)
    return content.samples(chosen) if chosen else section("Samples", note("There is none in train and validation."))
