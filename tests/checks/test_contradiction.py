from __future__ import annotations

import pytest

from mailwright.brief import Brief
from mailwright.checks import check_draft


def contradicted(point: str, sentence: str) -> bool:
    brief = Brief(sender="Ana", to="Bob", points=[point], length="short")
    body = f"Hi Bob,\n\n{sentence} Let me know if you have any questions about this.\n\nBest,\nAna"
    findings = check_draft(brief, "x", body)
    found = [problem for problem in findings.problems if problem.kind == "contradiction"]
    assert all(problem.span and body[slice(*problem.span)] for problem in found)
    assert not found or not findings.coverage[0].covered
    return bool(found)


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ("offer was accepted by the seller", "The offer was not accepted by the seller."),
        ("visa was approved on 3 June", "Your visa was not approved on 3 June."),
        ("orders can't be deleted, tax law", "Your orders can be deleted, by tax law."),
        ("312,000 is not accepted", "The seller can accept the sum of 312,000."),
    ],
)
def test_a_point_that_is_turned_round_is_found(point: str, sentence: str) -> None:
    assert contradicted(point, sentence)


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ("we pay once it arrives", "You will pay once it arrives."),
        ("I lost my debit card in a taxi", "You lost your debit card in a taxi."),
        ("our mistake, wrong invoice", "This was your mistake: the invoice is wrong."),
        ("tell us by 6 if cold plate wanted", "If a cold plate is wanted, just tell you by 6."),
    ],
)
def test_writer_and_reader_confused_are_found(point: str, sentence: str) -> None:
    assert contradicted(point, sentence)


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ("bring laptop and charger", "Please don't forget to bring your laptop and charger."),
        ("we pay once it arrives", "We will not pay before it arrives."),
        ("office closed on Friday", "The office will not be open on Friday, as it is closed."),
        ("dont plug it in", "Please do not plug it in."),
        ("orders can't be deleted, tax law", "Tax law keeps us from deleting your orders."),
        ("aoife knows the way, mum neednt bring a map", "Aoife knows the way, so you needn't bring a map."),
        ("flower stalls stay at 14", "Flower stalls are not affected and stay at 14."),
        ("finish 27th not 24th", "We will finish on the 27th rather than the 24th."),
        ("you said you could come", "You said that you could come."),
        ("he lends us his van", "You are lending us your van."),
        ("my mistake and his mistake", "The mistake was mine, and it was your mistake too."),
        ("confirm our appointment tues 3pm", "I confirm your appointment on Tuesday at 3pm."),
        ("our contract ends 30 june", "Your contract with us ends on 30 June."),
    ],
)
def test_the_same_said_in_other_words_is_let_pass(point: str, sentence: str) -> None:
    assert not contradicted(point, sentence)


TASKS = Brief(
    sender="Ana", to="Bob", points=["Marek tests on Android", "Lin tests on iOS, 12 cases"], length="short"
)


def confused(sentence: str) -> list[str]:
    findings = check_draft(TASKS, "x", f"Hi Bob,\n\n{sentence}\n\nBest,\nAna")
    return [problem.message for problem in findings.problems if problem.kind == "contradiction"]


def test_people_who_are_confused_are_found() -> None:
    found = confused("Lin will do the tests on Android, and Marek those on iOS (12 cases).")
    assert found == [
        "the mail confuses who is meant in 'Marek tests on Android'",
        "the mail confuses who is meant in 'Lin tests on iOS, 12 cases'",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Marek will do the tests on Android, and Lin those on iOS (12 cases).",
        "Lin and Marek will test, on iOS and Android. There are 12 cases.",
        "On iOS Lin tests 12 cases; Marek takes Android.",
    ],
)
def test_people_who_are_told_apart_are_let_pass(sentence: str) -> None:
    assert confused(sentence) == []
