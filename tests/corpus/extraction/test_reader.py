"""Whole mails become examples that our own checks pass, or are rejected with a reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mailwright.brief import Person
from mailwright.checks import check_draft
from mailwright.corpus.example import Example
from mailwright.corpus.extraction import ExtractionConfig, ExtractionError, Rejection
from mailwright.corpus.extraction.reader import MailReader
from mailwright.corpus.mail import Mail

Make = Callable[..., Mail]
_FUSED = (
    "Maria,  Attached is the revised lease for the hall on Mill Road.\nI have not changed the rent of $420.\n"
    "Could  you please send it back to me by Friday, 3 June?\nLet me know if you have any questions.\nThanks,"
)
_OWN = """Hi Bob,

The roofers will come on Tuesday at 8:30 and need the key to the yard. Could you leave it
with Maria, please?

I won't be there before noon, because the van is at the garage.

Cheers,
Ana"""


def test_a_mail_that_has_lost_its_lines(reader: MailReader, make: Make) -> None:
    found = reader.read(make(_FUSED))
    assert isinstance(found, Example)
    assert found.to == ("Maria",)
    assert found.subject == found.email_subject == "Draft agreement"
    assert "Let me know if you have any questions." in found.email_body
    assert not any("question" in point for point in found.points)
    assert len(found.points) == 3
    assert "not" in found.points[1]
    assert found.email_body.split("\n\n")[-1].startswith("Thanks,")
    assert check_draft(found.brief(), found.email_subject, found.email_body).ready


def test_ones_own_mail_keeps_its_lines_and_names(reader: MailReader, make: Make) -> None:
    mail = make(
        _OWN, lines_kept=True, sender=Person("Ana Silva", "Ana@example.com"),
        to=(Person("Bob Miller", "b@example.com"),),
        received="When do the roofers come?\nBob", owner="ana@example.com", thread="t-9",
    )  # fmt: skip
    found = reader.read(mail)
    assert isinstance(found, Example)
    assert (found.sender, found.to) == ("Ana Silva", ("Bob Miller",))
    assert found.received == "When do the roofers come?\nBob"
    assert found.people == ("ana@example.com", "b@example.com")
    assert (found.owner, found.thread, found.source, found.id) == ("ana@example.com", "t-9", "test", "m-1")
    assert found.email_body == _OWN.replace(
        "the yard. Could you leave it\nwith", "the yard. Could you leave it with"
    )


def test_a_list_stays_one_and_its_entries_become_points(reader: MailReader, make: Make) -> None:
    body = (
        "Hi Bob,\n\nThe roofers come on Tuesday. Could you please bring these things to the yard?\n\n"
        "Here is what we still need to have by then:\n- the key to the cellar\n"
        "- 2 ladders, since theirs are broken\n\nCheers,\nAna"
    )
    found = reader.read(make(body, lines_kept=True, sender=Person("Ana Silva")))
    assert isinstance(found, Example)
    assert "- the key to the cellar\n- 2 ladders, since theirs are broken" in found.email_body
    assert any("key to cellar" in point and ":" in point for point in found.points)
    assert any(point.startswith("2 ladders") for point in found.points)


def test_an_example_is_a_function_of_mail_and_seed(make: Make) -> None:
    one, two = MailReader(ExtractionConfig(seed=1)), MailReader(ExtractionConfig(seed=2))
    mails = [make(_FUSED, id=f"m-{number}") for number in range(6)]
    assert [one.read(mail) for mail in mails] == [one.read(mail) for mail in mails]
    assert [one.read(mail) for mail in mails] != [two.read(mail) for mail in mails]


def test_strengths_are_drawn_as_configured(make: Make) -> None:
    light = MailReader(ExtractionConfig(strengths={"light": 1.0}))
    strong = MailReader(ExtractionConfig(strengths={"strong": 1.0}))
    letters = []
    for one in (light, strong):
        found = one.read(make(_FUSED))
        assert isinstance(found, Example)
        letters.append(sum(len(point) for point in found.points))
    assert letters[0] > letters[1]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Bob,  See the list below.\nIt is short.", "refers to what is not there"),
        ("Bob,  The plan is here.\nMaria, could you look at it?", "speaks to somebody else"),
        ("Thanks for your help.\nLet me know if you have any questions.", "nothing but courtesies"),
        ("Bob,  The blorptastic lamp is in the hall and works well.", "unknown words"),
        ("Bob,  The keys to the hall.\nThey are with Maria now, who has the van too.", "a sentence without a verb"),
        ("Bob,  The keys can found in the hall.\nThey are on the old table.", "slips of grammar or spelling"),
        ("", "no text"),
    ],
)
def test_what_cannot_teach_is_rejected(reader: MailReader, make: Make, body: str, reason: str) -> None:
    assert reader.read(make(body)) == Rejection(reason)


def test_more_points_than_wanted_are_a_reason(make: Make) -> None:
    body = "Bob,  " + "\n".join(f"The lamp in room {number} does not work any more." for number in range(2, 12))
    assert MailReader(ExtractionConfig()).read(make(body)) == Rejection("too many points")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"invent_to": 2}, "extraction.invent_to is 2: give a number from 0 to 1"),
        ({"strengths": {"weak": 1.0}}, "extraction.strengths has 'weak': use light, medium, strong"),
        ({"strengths": {"light": 0.0}}, "extraction.strengths must be weights"),
        ({"most_points": 0}, "extraction.most_points is 0: give 1 to 32"),
        ({"most_pionts": 4}, "extraction.most_pionts is not known: did you mean most_points"),
    ],
)
def test_settings_are_checked(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ExtractionError, match=message):
        ExtractionConfig.from_dict(settings)
