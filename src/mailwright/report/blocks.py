"""What stands in a page: text, facts, tables, figures. Each returns ``Markup``; strings put in are escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

from mailwright.report.numbers import NOTHING, number
from mailwright.report.template import render

Align = Literal["text", "number"]
Kind = Literal["note", "warn", "bad", "good"]


@dataclass(frozen=True)
class Cell:
    """A table's cell whose look, order and bar are given apart.

    Attributes:
        text: what is shown.
        order: what the column is sorted by; the text if None.
        bar: length of a bar behind the text, 0 to 1; none if None.
        look: a class of the page, such as ``good``, ``bad``, ``muted`` or ``code``.
    """

    text: str | Markup
    order: float | str | None = None
    bar: float | None = None
    look: str = ""


CellValue = str | int | float | Markup | Cell | None


def prose(*paragraphs: str) -> Markup:
    """Return paragraphs of plain text."""
    return Markup("\n").join(Markup("<p>{}</p>").format(text) for text in paragraphs)


def note(text: str | Markup, kind: Kind = "note") -> Markup:
    """Return a remark that stands apart; ``kind`` colours it."""
    return Markup('<p class="note {}">{}</p>').format(kind, text)


def facts(entries: Iterable[tuple[str, CellValue]]) -> Markup:
    """Return tiles of a name and a figure each: what one wants to know first."""
    return render("facts.html", entries=[(name, _shown(value)) for name, value in entries])


def listing(entries: Iterable[tuple[str, CellValue]]) -> Markup:
    """Return names and what they stand for, one below the other."""
    return render("listing.html", entries=[(name, _shown(value)) for name, value in entries])


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[CellValue]],
    caption: str = "",
    *,
    sortable: bool = True,
    total: Sequence[CellValue] | None = None,
) -> Markup:
    """Return a table; columns whose cells are all numbers stand right-aligned, and a click on a head sorts.

    Args:
        columns: the heads.
        rows: cells; numbers are written as ``numbers`` does (3 significant digits: pass strings, or ``Cell`` with
            ``order``, for others), None is a dash.
        caption: what the table says.
        sortable: whether a reader may sort it.
        total: a last row that stays last.

    Raises:
        ValueError: a row has not as many cells as there are columns.
    """
    body = [list(row) for row in rows]
    foot = list(total) if total is not None else None
    for row in [*body, *([foot] if foot else [])]:
        if len(row) != len(columns):
            raise ValueError(f"a row has {len(row)} cells for {len(columns)} columns: {row!r:.80}")
    aligns = [_align([row[place] for row in body]) for place in range(len(columns))]
    return render(
        "table.html",
        heads=list(zip(columns, aligns, strict=True)),
        rows=[[(_cell(value), align) for value, align in zip(row, aligns, strict=True)] for row in body],
        total=[(_cell(value), align) for value, align in zip(foot, aligns, strict=True)] if foot else None,
        caption=caption,
        sortable=sortable and len(body) > 1,
    )


def figure(content: Markup, caption: str | Markup = "") -> Markup:
    """Return a plot (or a table, or several) with what it says below."""
    foot = Markup("<figcaption>{}</figcaption>").format(caption) if caption else Markup("")
    return Markup("<figure>{}{}</figure>").format(content, foot)


def side_by_side(*blocks: Markup) -> Markup:
    """Return blocks beside each other where the page is wide enough, else below each other."""
    return Markup('<div class="side-by-side">{}</div>').format(Markup("\n").join(blocks))


def details(summary: str, content: Markup, *, opened: bool = False) -> Markup:
    """Return a block that is folded away behind ``summary`` until a reader opens it."""
    state = Markup(" open") if opened else Markup("")
    return Markup("<details{}><summary>{}</summary>{}</details>").format(state, summary, content)


def code(text: str) -> Markup:
    """Return text in a fixed-width face that keeps its lines."""
    return Markup("<pre><code>{}</code></pre>").format(text)


def mail(text: str | Markup, subject: str = "") -> Markup:
    """Return an e-mail with its lines kept; ``text`` may be ``marked``."""
    head = Markup('<p class="subject">{}</p>').format(subject) if subject else Markup("")
    return Markup('<div class="mail">{}<div class="body">{}</div></div>').format(head, text)


def points(entries: Iterable[tuple[str, str | Markup, str]]) -> Markup:
    """Return the points of a brief: a sign, the text, and the look that the point's ``Mark`` has in the mail."""
    line = Markup('<li class="look-{2}"><sup>{0}</sup>{1}</li>')
    return Markup('<ol class="points">{}</ol>').format(Markup("").join(line.format(*entry) for entry in entries))


def chip(text: str, look: str = "") -> Markup:
    """Return a short word in a rounded frame: a tone, a tag, a verdict."""
    return Markup('<span class="chip {}">{}</span>').format(look, text)


_EMPTY: Final = Cell(NOTHING, order="", look="muted")


def _cell(value: CellValue) -> Cell:
    if isinstance(value, Cell):
        return value
    if value is None:
        return _EMPTY
    if isinstance(value, int | float):
        return Cell(_shown(value), order=value)
    return Cell(value)


def _shown(value: CellValue) -> str | Markup:
    if isinstance(value, Cell):
        return value.text
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value) if isinstance(value, int | float) else value


def _align(values: Sequence[CellValue]) -> Align:
    given = [_cell(value).order for value in values if value is not None]
    return "number" if given and all(isinstance(order, int | float) for order in given) else "text"
