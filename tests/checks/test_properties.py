from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mailwright.brief import Brief, brief_from_dict
from mailwright.checks import check_draft
from mailwright.checks.facts import sources
from mailwright.checks.items import find_items, supported

PAIRS = [
    json.loads(line)
    for line in Path(__file__).with_name("data").joinpath("pairs.jsonl").read_text("utf-8").splitlines()
]
LANGUAGES = st.sampled_from(["en", "de", "fr", "es", "it", "nl", "pt", "pt-br", "fi"])
PIECES = st.sampled_from(
    [
        *(
            "3pm",
            "½",
            "٣",
            "²",
            "4.11.",
            "1.2.3",
            "£",
            "€",
            "%",
            "e.g.",
            "-",
            "Best,",
            "Dear İ,",
            "ﬁ",
            "555-0118",
            "12/13",
        ),
        *(
            "1:500",
            "99:99",
            "https://",
            "a@b.c",
            "[Your Name]",
            "```",
            "24:00",
            "half past ",
            "99",
            "may",
            "31",
            "0/0",
        ),
        *("00:00:00", "9" * 40, "am", "Bob", "don't mention X", "15h30", "P30-P34", "1'000", ".5", "\n", "\n\n"),
        *("\u00a0", "\u2028", "Best,\nBob"),
    ]
)
CLEAN = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=100)
BRIEF_TEXTS = CLEAN | st.lists(PIECES | CLEAN, max_size=20).map(" ".join)
BODIES = st.text(max_size=200) | st.lists(PIECES | st.text(max_size=8), max_size=30).map(" ".join)


@given(
    points=st.lists(BRIEF_TEXTS.map("x {}".format), min_size=1, max_size=4),
    body=BODIES,
    subject=BODIES,
    received=BRIEF_TEXTS,
    language=LANGUAGES,
)
@example(points=["a"], body="İ" * 40 + " Bob", subject="", received="", language="en")
@settings(deadline=None, max_examples=150)
def test_any_text_is_checked_and_every_span_lies_in_the_body(
    points: list[str], body: str, subject: str, received: str, language: str
) -> None:
    brief = Brief(sender="Zoë", to="Bob", points=points, received=received, language=language)
    findings = check_draft(brief, subject, body)
    assert [item.point for item in findings.coverage] == list(range(len(brief.points)))
    spans = [item.span for item in findings.coverage if item.span]
    spans += [fact.span for fact in findings.unsupported]
    spans += [problem.span for problem in findings.problems if problem.span]
    assert all(0 <= start < end <= len(body) for start, end in spans)
    assert all(body[slice(*fact.span)] == fact.text for fact in findings.unsupported)
    assert check_draft(brief, subject, body) == findings


@given(pair=st.sampled_from(PAIRS), number=st.integers(min_value=32, max_value=99_999))
@settings(deadline=None, max_examples=80)
def test_adding_a_foreign_number_is_always_flagged(pair: dict[str, str], number: int) -> None:
    brief = brief_from_dict(pair)
    sentence = f"There are {number} boxes."
    offers, _ = sources(brief)
    (item,) = [item for item in find_items(sentence) if item.certain]
    assume(not supported(item, offers))
    body = pair["email_body"]
    end_of_greeting = body.index("\n") if "\n" in body else len(body)
    changed = body[:end_of_greeting] + "\n\n" + sentence + body[end_of_greeting:]
    assert str(number) in [fact.text for fact in check_draft(brief, "x", changed).unsupported]


@given(data=st.data(), pair=st.sampled_from([pair for pair in PAIRS if re.search(r"\d{3}", pair["email_body"])]))
@settings(deadline=None, max_examples=80)
def test_changing_a_digit_of_a_long_number_is_flagged(data: st.DataObject, pair: dict[str, str]) -> None:
    brief = brief_from_dict(pair)
    body = pair["email_body"]
    number = data.draw(st.sampled_from(list(re.finditer(r"\d{3,}", body))))
    place = data.draw(st.integers(min_value=number.start(), max_value=number.end() - 1))
    digit = data.draw(st.sampled_from([digit for digit in "123456789" if digit != body[place]]))
    changed = body[:place] + digit + body[place + 1 :]
    given_words = re.findall(r"\w+", f"{brief.text} {brief.received}")
    assume(not any(changed[number.start() : number.end()] in word for word in given_words))
    facts = check_draft(brief, "x", changed).unsupported
    assert any(fact.span[0] <= place < fact.span[1] for fact in facts)
