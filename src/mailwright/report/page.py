"""The frame of a report: head, contents, sections, foot; one HTML file that asks for nothing from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from mailwright.report.template import render

_NOT_IN_IDS: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Section:
    """A part of a page with a head and an entry in the contents; ``id`` is what links name."""

    title: str
    content: Markup
    lead: str | Markup = ""
    id: str = ""


def section(title: str, *blocks: Markup, lead: str | Markup = "") -> Section:
    """Return a section of ``blocks`` (see ``blocks``) under a head; ``lead`` says in a sentence what it shows."""
    return Section(title, Markup("\n").join(blocks), lead, _NOT_IN_IDS.sub("-", title.lower()).strip("-"))


def page(
    title: str,
    *sections: Section,
    kind: str,
    lead: str | Markup = "",
    head: Markup = Markup(""),  # noqa: B008 - immutable
    foot: str | Markup = "",
) -> str:
    """Return a whole HTML document, UTF-8; the same values give the same bytes.

    Args:
        title: what the report is about: a data set, a run.
        sections: with different titles.
        kind: what sort of report it is, such as ``Data card``; stands above the title.
        lead: one or two sentences below the title.
        head: what stands before the first section, such as ``facts``.
        foot: versions, seeds, a source.

    Raises:
        ValueError: two sections have the same title.
    """
    ids = [entry.id for entry in sections]
    for identifier in ids:
        if ids.count(identifier) > 1:
            raise ValueError(f"two sections have the id {identifier!r}: give them different titles")
    filled = render(
        "page.html",
        title=title,
        sections=sections,
        kind=kind,
        lead=lead,
        head=head,
        foot=foot,
        style=render("page.css"),
        script=render("sort.js"),
    )
    return f"{filled}\n"
