from __future__ import annotations

import pytest

from mailwright.brief import Brief
from mailwright.checks import check_draft
from mailwright.checks.layout import layout_of

TEXT = "The system update starts on Friday at 6 p.m. Please back up your work before then."
GOOD = f"Dear Bob,\n\n{TEXT}\n\nBest regards,\nAna Silva"


def update(**fields: str) -> Brief:
    given = {"sender": "Ana Silva", "to": "Bob", "length": "short"} | fields
    return Brief(points=["system update Fri 6pm", "back up your work"], **given)


def kinds(brief: Brief, body: str, subject: str = "System update") -> set[str]:
    return {problem.kind for problem in check_draft(brief, subject, body).problems}


def test_a_faithful_mail_is_ready() -> None:
    assert check_draft(update(), "System update", GOOD).ready


@pytest.mark.parametrize(
    ("to", "greeting"),
    [
        ("Bob", "Hi Bob,"),
        ("Bob Marsh", "Dear Mr Marsh,"),
        ("Dr. Zoë Müller", "Dear Dr. Müller,"),
        ("Tom and Lucy", "Hi both,"),
        ("Tom and Lucy", "Dear Lucy and Tom,"),
        ("all staff", "Dear all,"),
        ("all staff", "Hello everyone,"),
        ("Hiring Team", "Dear Hiring Team,"),
        ("Hiring Team", "Dear Sir or Madam,"),
        ("Kestrel Plumbing Ltd", "Hello,"),
        ("", "Hello,"),
        ("", "Hi there,"),
        ("Flat 14", "Hello,"),
        ("Vale Dental", "Dear Sir or Madam,"),
        ("Hostel Kaktus", "Hello,"),
        ("Dr. Halloran's practice", "Hello,"),
        ("Messrs Akande and Rowe", "Dear Sirs,"),
        ("Bob", "Bob,"),
    ],
)
def test_fitting_greetings_are_accepted(to: str, greeting: str) -> None:
    assert "greeting" not in kinds(update(to=to), GOOD.replace("Dear Bob,", greeting))


@pytest.mark.parametrize(
    ("to", "greeting"),
    [
        ("Bob", "Dear Alice,"),
        ("Bob", "Hello,"),
        ("Zeynep Baker", "Hello,"),
        ("Flat 14", "Dear Alice,"),
        ("all staff", "Dear Alice,"),
        ("", "Dear Alice,"),
        ("Bob", ""),
    ],
)
def test_wrong_or_missing_greetings_are_found(to: str, greeting: str) -> None:
    assert "greeting" in kinds(update(to=to), GOOD.replace("Dear Bob,", greeting).strip())


@pytest.mark.parametrize(
    "ending",
    [
        "Best,\nAna",
        "Kind regards,\n\nAna Silva",
        "Many thanks,\nAna Silva\nFacilities",
        "Thank you!\nAna",
        "Ana Silva",
    ],
)
def test_fitting_endings_are_accepted(ending: str) -> None:
    assert not kinds(update(), GOOD.replace("Best regards,\nAna Silva", ending)) & {"closing", "sender"}


@pytest.mark.parametrize(
    "ending",
    ["Best regards,\nTom Baker", "Best regards,\nAnna Silva", "Best regards,\nAnke Silva", "Best regards,", ""],
)
def test_an_ending_without_the_sender_is_found(ending: str) -> None:
    assert "sender" in kinds(update(), GOOD.replace("Best regards,\nAna Silva", ending))


def test_a_mail_that_just_stops_has_no_closing() -> None:
    assert "closing" in kinds(update(), f"Dear Bob,\n\n{TEXT}")


def test_a_name_where_the_brief_gives_none_is_found() -> None:
    assert "sender" in kinds(update(sender=""), GOOD.replace("Ana Silva", "Tom Baker"))


def test_the_signature_stands_in_for_the_name() -> None:
    brief = update(signature="A. Silva\nIT Operations")
    assert "sender" not in kinds(brief, GOOD.replace("Ana Silva", "A. Silva\nIT Operations"))
    assert "sender" in kinds(brief, GOOD)


@pytest.mark.parametrize(
    "text", ["[Your Name]", "[Company]", "{{name}}", "<your name>", "[insert date]", "____", "Your Name", "TODO"]
)
def test_placeholders_are_found(text: str) -> None:
    assert "placeholder" in kinds(update(), GOOD.replace("Ana Silva", f"Ana Silva\n{text}"))


@pytest.mark.parametrize(
    "wrapped",
    [
        f"Here is a draft:\n\n{GOOD}",
        f"Here's the email you asked for:\n\n{GOOD}",
        f"Sure, I can do that.\n\n{GOOD}",
        f"Certainly!\n\n{GOOD}",
        f"Subject: System update\n\n{GOOD}",
        f"```\n{GOOD}\n```",
        f"{GOOD}<|im_end|>",
        f"<start_of_turn>model\n{GOOD}",
        f"Email:\n{GOOD}",
        f"{GOOD}\n\nLet me know if you'd like any changes to this email.",
    ],
)
def test_wrappers_are_found(wrapped: str) -> None:
    assert "wrapper" in kinds(update(), wrapped)


@pytest.mark.parametrize(
    "echo", ["Key points: system update Fri 6pm", "Tone: friendly", "From: Ana Silva", "- Length: short"]
)
def test_echoes_of_the_form_are_found(echo: str) -> None:
    assert "echo" in kinds(update(), GOOD.replace(TEXT, f"{TEXT}\n{echo}"))


def test_a_pasted_brief_covers_nothing() -> None:
    body = "Key points:\n- system update Fri 6pm\n- back up your work\nTone: neutral"
    findings = check_draft(update(), "System update", body)
    assert not any(item.covered for item in findings.coverage)


@pytest.mark.parametrize("body", ["", "\n\n", "Hi", "Hi Bob,", "Best,\nAna", "Hi Bob,\n\nBest,\nAna"])
def test_degenerate_bodies_have_a_layout_inside_the_body(body: str) -> None:
    layout = layout_of(body)
    for span in (layout.greeting, layout.text, layout.closing, layout.sender):
        assert span is None or 0 <= span[0] <= span[1] <= len(body)


def test_unknown_names_sign_only_where_the_brief_names_no_sender() -> None:
    assert "sender" not in kinds(update(sender=""), f"Dear Bob,\n\n{TEXT}\n\nBest regards")


@pytest.mark.parametrize(
    ("sender", "signed", "found"),
    [
        ("Walter Hughes", "Walter Hughes", False),
        ("Walter Hughes", "Walther Hughes", True),
        ("Katherine Ames", "Katharine Ames", True),
        ("José Ruiz", "Jose Ruiz", False),
    ],
)
def test_the_sender_is_spelt_as_the_brief_spells_it(sender: str, signed: str, found: bool) -> None:
    body = f"Dear Bob,\n\n{TEXT}\n\nBest regards,\n{signed}"
    assert ("sender" in kinds(update(sender=sender), body)) is found


def test_the_recipient_is_spelt_as_the_brief_spells_it() -> None:
    body = GOOD.replace("Dear Bob,", "Dear Walther Marsh,")
    assert "greeting" in kinds(update(to="Walter Marsh"), body)
