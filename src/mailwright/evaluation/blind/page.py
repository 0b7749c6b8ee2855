"""The page on which a reader chooses between two drafts; works from a file, keeps choices, saves them as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailwright.report.blocks import mail
from mailwright.report.page import page, section
from mailwright.report.template import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailwright.evaluation.blind.pairs import BlindPair


def blind_page(pairs: Sequence[BlindPair]) -> str:
    """Return the HTML document; it holds no name of a system."""
    shown = [
        {
            "id": pair.id,
            "brief": pair.brief,
            "left": mail(pair.left.body, pair.left.subject),
            "right": mail(pair.right.body, pair.right.subject),
        }
        for pair in pairs
    ]
    content = render("blind.html", package="mailwright.evaluation.blind", pairs=shown)
    return page(
        "Which would you send?",
        section("Drafts", content),
        kind="Blind comparison",
        lead="Each brief was written twice. Choose the draft that you would rather send, and save your choices.",
    )
