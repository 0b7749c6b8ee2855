from __future__ import annotations

import pytest

from mailwright.brief import Brief
from mailwright.checks import check_draft


def missing(point: str, sentence: str) -> tuple[str, ...]:
    brief = Brief(sender="Ana Silva", to="Bob", points=[point], length="short")
    return check_draft(brief, "x", f"Hi Bob,\n\n{sentence}\n\nBest,\nAna").coverage[0].missing


def test_a_name_that_a_point_gives_must_be_said() -> None:
    assert missing("Farah does the inventory of certificates", "Deniz does the inventory of certificates.") == (
        "Farah",
    )
    assert missing("Farah does the inventory of certificates", "The inventory of certificates is for Farah.") == ()


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ("take Bob's laptop along", "Please take your laptop along."),
        ("Ana will call at noon", "I will call at noon."),
        ("12 Fir Ave at noon", "We meet at 12 Fir Avenue at noon."),
        ("told Vince twice - don't name him", "We have said so twice."),
        ("IDs at the gate", "Show your passports at the gate."),
        ("Photos attached", "The pictures are attached."),
        ("Zoë's talk at noon", "The talk of Zoe is at noon."),
    ],
)
def test_people_whom_pronouns_stand_for_wishes_and_other_spellings_are_let_pass(point: str, sentence: str) -> None:
    assert missing(point, sentence) == ()
