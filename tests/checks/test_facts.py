from __future__ import annotations

import pytest

from mailwright.brief import Brief
from mailwright.checks import check_draft

BRIEF = Brief(
    sender="Ana Silva",
    to="Priya Raman",
    subject="Invoice CL-20977",
    points=[
        "invoice CL-20977 over £1,830.40 is late",
        "pay by fri 3pm",
        "ask HR in Łódź abt the DM27Q form, call 555-0118",
    ],
)


def unsupported(text: str, brief: Brief = BRIEF) -> list[tuple[str, str]]:
    body = f"Dear Priya,\n\n{text}\n\nBest regards,\nAna Silva"
    facts = check_draft(brief, "Invoice", body).unsupported
    assert all(body[slice(*fact.span)] == fact.text for fact in facts)
    return [(fact.kind, fact.text) for fact in facts]


@pytest.mark.parametrize(
    "text",
    [
        "Invoice CL-20977 over 1.830,40 GBP is late; please pay by 15:00 on Friday.",
        "Priya's colleagues in Human Resources in Lodz have the DM27Q form.",
        "I know that Fridays are busy. Call me on 555 0118.",
        "I'm sure HR can help. The PDF is in English.",
        "There are two things to do:\n1. Pay by Friday.\n2. Call HR.",
        "ANA will be there, and so will PRIYA.",
    ],
)
def test_what_the_brief_gives_is_supported_in_any_form(text: str) -> None:
    assert unsupported(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("Please pay by Monday.", "weekday", "Monday"),
        ("Please pay by 4 pm on Friday.", "time", "4 pm"),
        ("It is over £1,930.40 now.", "amount", "£1,930.40"),
        ("It was due on 12 March.", "date", "12 March"),
        ("Please pay by tomorrow.", "date", "tomorrow"),
        ("See https://example.com/pay for more.", "link", "https://example.com/pay"),
        ("Write to pay@example.com instead.", "address", "pay@example.com"),
        ("Call 555-0199 instead.", "phone", "555-0199"),
        ("It is invoice CL-20978 that is late.", "identifier", "CL-20978"),
        ("There are 17 forms in all.", "number", "17"),
        ("I spoke to Marta Nowak about it.", "name", "Marta Nowak"),
        ("Our office in Zürich has it.", "name", "Zürich"),
        ("We have waited for three weeks.", "number", "three"),
    ],
)
def test_what_the_brief_does_not_give_is_found_with_its_kind(text: str, kind: str, what: str) -> None:
    assert unsupported(text) == [(kind, what)]


def test_a_reply_may_draw_on_the_received_mail() -> None:
    brief = Brief(
        sender="Ana Silva", to="Priya", points=["yes, the date works"], received="Does 12 March suit, at Hall 9?"
    )
    assert unsupported("Yes, 12 March in Hall 9 suits me well.", brief) == []
    assert unsupported("Yes, 13 March in Hall 9 suits me well.", brief) == [("date", "13 March")]


def test_german_nouns_are_no_names_but_strangers_are() -> None:
    brief = Brief(sender="Ana Silva", to="Frau Roth", points=["Rechnung 4411 ist offen"], language="de")
    text = "die Rechnung 4411 ist noch offen, sagt Herr Kunz."
    body = f"Sehr geehrte Frau Roth,\n\n{text}\n\nMit freundlichen Grüßen\nAna Silva"
    facts = check_draft(brief, "Rechnung", body).unsupported
    assert [(fact.kind, fact.text) for fact in facts] == [("name", "Kunz")]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Ingrid will bring the backup disk.", "Ingrid"),
        ("We asked Mr. Haruto about it.", "Haruto"),
        ("Please come.\n\n- Nadia: the slides", "Nadia"),
    ],
)
def test_a_strangers_name_is_found_at_the_start_of_a_sentence_and_after_a_title(sentence: str, name: str) -> None:
    brief = Brief(sender="Ana", to="Bob", points=["in the office from nine, demo at noon", "Barrow St. 12"])
    facts = check_draft(brief, "x", f"Hi Bob,\n\n{sentence}\n\nBest,\nAna").unsupported
    assert [(fact.kind, fact.text) for fact in facts] == [("name", name)]


def test_a_sentence_after_an_abbreviation_that_is_a_title_too_holds_no_name() -> None:
    brief = Brief(sender="Ana", to="Bob", points=["we meet at 12 Barrow St.", "there is one condition"])
    body = "Hi Bob,\n\nWe meet at 12 Barrow St. There is one condition.\n\nBest,\nAna"
    assert check_draft(brief, "x", body).unsupported == ()


@pytest.mark.parametrize(
    ("language", "point", "text"),
    [
        ("nl", "werk verder op de 2e verdieping", "Je kunt verder werken op de 2e verdieping."),
        ("fr", "3e bloc ouvre en mai", "Le troisième bloc ouvre en mai."),
        ("it", "last typewriter repairer of Turin", "L'ultimo riparatore di Torino insegna."),
        ("it", "request visiting stay at his institute", "Vorrei lavorare presso il Suo Istituto."),
    ],
)
def test_ordinals_and_names_of_places_meet_across_languages(language: str, point: str, text: str) -> None:
    brief = Brief(sender="Ana Silva", to="Priya", points=[point], language=language)
    assert unsupported(text, brief) == []
