from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import Brief
from mailwright.cli.show import findings_lines, plain_text, printable
from mailwright.draft import Coverage, Draft, Findings


@given(st.text(alphabet=st.characters()))
def test_what_is_printed_cannot_steer_a_terminal_and_keeps_its_offsets(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert {c for c in shown if unicodedata.category(c) in ("Cc", "Cs")} <= {"\n", "\t"}


def test_a_subject_stays_on_its_line() -> None:
    draft = Draft("One\nBcc: eve@example.com\x1b[2J", "Body", Findings(()))
    first, blank, body = plain_text(draft).splitlines()
    assert first.startswith("Subject: One")
    assert (blank, body) == ("", "Body")
    assert "\x1b" not in first


def test_a_wish_fulfilled_by_absence_is_marked_without_words() -> None:
    brief = Brief(points=["do not mention the price"])
    draft = Draft("S", "B", Findings((Coverage(0, True, None),)))
    assert list(findings_lines(brief, draft)) == ["✓ do not mention the price", "ready to send"]
