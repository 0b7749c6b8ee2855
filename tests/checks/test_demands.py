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
    assert missing("call Tom about the roof", "Please call about the roof.") == ("Tom",)  # no short "tomorrow"


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


def test_numbers_that_count_the_points_need_not_be_said() -> None:
    points = ["2 worktop joint open 4 mm", "3 noise 62 dB", "20 chairs for friday"]
    brief = Brief(sender="Ana", to="Bob", points=points, length="short")
    body = "Hi Bob,\n\nThe worktop joint is open by 4 mm. The noise is 62 dB. Chairs come on Friday.\n\nBest,\nAna"
    assert [item.missing for item in check_draft(brief, "x", body).coverage] == [(), (), ("20",)]


def test_numbers_at_the_start_of_points_that_do_not_count_on_must_be_said() -> None:
    brief = Brief(sender="Ana", to="Bob", points=["12 chairs for friday", "3 tables for friday"], length="short")
    body = "Hi Bob,\n\nWe need chairs and tables for Friday.\n\nBest,\nAna"
    assert [item.missing for item in check_draft(brief, "x", body).coverage] == [("12",), ("3",)]
