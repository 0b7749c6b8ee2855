"""Text with coloured spans: which words carry a point, which facts are unsupported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

Span = tuple[int, int]


@dataclass(frozen=True)
class Mark:
    """A span of a text and how it looks.

    Attributes:
        span: character offsets, start and end.
        look: a class of the page: ``c1`` to ``c8`` tint the words, ``bad`` and ``warn`` underline them.
        title: shown when the pointer rests there.
        label: a small sign put before the span, such as the number of a point.
    """

    span: Span
    look: str
    title: str = ""
    label: str = ""


def marked(text: str, marks: Sequence[Mark]) -> Markup:
    """Return ``text`` as HTML with each mark as one or several ``<mark>`` elements.

    Spans may overlap and reach beyond the text; where several marks meet, the words get the look of each, and the
    first one's tint.
    """
    from markupsafe import Markup, escape

    inside = [(mark, max(0, mark.span[0]), min(len(text), mark.span[1])) for mark in marks]
    inside = [entry for entry in inside if entry[1] < entry[2]]
    cuts = sorted({0, len(text), *(cut for _, start, end in inside for cut in (start, end))})
    parts = []
    for start, end in pairwise(cuts):
        here = [entry for entry in inside if entry[1] <= start and end <= entry[2]]
        words = escape(text[start:end])
        if not here:
            parts.append(words)
            continue
        looks = " ".join(dict.fromkeys(mark.look for mark, *_ in here))
        title = "; ".join(dict.fromkeys(mark.title for mark, *_ in here if mark.title))
        labels = " ".join(mark.label for mark, first, _ in here if first == start and mark.label)
        sign = Markup("<sup>{}</sup>").format(labels) if labels else Markup("")
        tip = Markup(' title="{}"').format(title) if title else Markup("")
        parts.append(Markup('<mark class="{}"{}>{}{}</mark>').format(looks, tip, sign, words))
    return Markup("").join(parts)
