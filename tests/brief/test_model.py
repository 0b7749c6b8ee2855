"""What a Brief accepts, how it normalises it, and the exact words in which it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import Brief, Person
from mailwright.errors import BriefError

ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=80)
ANY_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=2),
    max_leaves=6,
)


def refusal(**fields: object) -> str:
    fields = {"points": ["one thing"], "language": "en", **fields}
    with pytest.raises(BriefError) as raised:
        Brief(**fields)  # type: ignore[arg-type]  # wrong types are what is tested
    return str(raised.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"points": []}, "brief.key_points is empty: say at least one thing that the e-mail is to tell"),
        ({"points": ["a", "b", " - "]}, "brief.key_points[2] is empty: remove it or say something"),
        ({"points": ["a"] * 33}, "brief.key_points has 33 entries: give at most 32, or join related ones"),
        ({"points": ["x" * 20_000]}, "brief.key_points[0] has 20000 characters: at most 2000 are allowed"),
        ({"points": 5}, "brief.key_points must be a list of strings, not int"),
        ({"points": ["a", 5]}, "brief.key_points[1] must be a string, not int"),
        ({"points": ["a\0b"]}, "brief.key_points[0] holds the control character U+0000 at position 1: remove it"),
        ({"subject": "\x1b[1m"}, "brief.subject holds the control character U+001B at position 0: remove it"),
        ({"sender": "A\ud800"}, "brief.sender holds the lone surrogate U+D800 at position 1: remove it"),
        ({"sender": 7}, "brief.sender must be a string, not int"),
        ({"to": {"a": 1}}, "brief.to must be a name or a list of names, not dict"),
        ({"to": ["Ana", 3]}, "brief.to[1] must be a string, not int"),
        ({"to": ["Ana"] * 33}, "brief.to has 33 entries: name at most 32"),
        ({"to": Person("Ana", "nowhere")}, None),
        (
            {"tone": "angry"},
            "brief.tone 'angry' is unknown: use one of neutral, friendly, formal, apologetic, urgent, persuasive,"
            " grateful, firm",
        ),
        ({"tone": 1}, "brief.tone must be a string, not int"),
        ({"length": "huge"}, "brief.length 'huge' is unknown: use one of short, medium, long"),
        ({"language": "?!"}, "brief.language '?!' is not a language tag: use one such as 'en' or 'pt-BR'"),
        ({"language": "e"}, "brief.language 'e' is not a language tag: use one such as 'en' or 'pt-BR'"),
        ({"received": "x" * 16_001}, "brief.received has 16001 characters: at most 16000 are allowed"),
        ({"signature": []}, "brief.signature must be a string, not list"),
    ],
)
def test_refusals_name_the_field_the_reason_and_the_remedy(fields: dict[str, object], message: str | None) -> None:
    expected = message or "brief.to[0] has the address 'nowhere', which is none: write it like ana@example.com"
    assert refusal(**fields) == expected


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("- move desks", "move desks"),
        ("• move desks", "move desks"),
        ("1. move desks", "move desks"),
        ("1) move desks", "move desks"),
        ("- - move desks", "move desks"),
        ("1.5 million", "1.5 million"),
        ("-5 degrees", "-5 degrees"),
        ("3. März ist frei", "3. März ist frei"),
        ("1. mai ist frei", "1. mai ist frei"),
        ("  two   blanks ", "two blanks"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u202ereversed\u202c and \u2066isolated\u2069", "reversed and isolated"),
        ("\u05e9\u05dc\u05d5\u05dd\u200f", "\u05e9\u05dc\u05d5\u05dd\u200f"),
    ],
)
def test_points_are_brought_into_their_normal_form(typed: str, kept: str) -> None:
    assert Brief(points=[typed]).points == (kept,)


def test_a_numbered_list_loses_its_numbers_and_a_date_in_it_stays() -> None:
    brief = Brief(points=["1. bring boxes", "2. Mai ist frei", "3. label all"])
    assert brief.points == ("bring boxes", "2. Mai ist frei", "label all")


def test_a_text_of_lines_is_a_list_of_points() -> None:
    assert Brief(points="one thing\r\n\r\n- another\n").points == ("one thing", "another")


def test_synonyms_of_a_tone_and_the_case_of_tags_are_understood() -> None:
    brief = Brief(points=["x"], tone=" Warm ", length="LONG", language="pt_BR")
    assert (brief.tone, brief.length, brief.language) == ("friendly", "long", "pt-br")


def test_length_follows_the_extent_of_the_points() -> None:
    lengths = [Brief(points=["word " * count], language="en").length for count in (1, 27, 28, 52, 53)]
    assert lengths == ["short", "short", "medium", "medium", "long"]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ana Silva", Person("Ana Silva")),
        ("ana@example.com", Person("", "ana@example.com")),
        ("Ana Silva <ana@example.com>", Person("Ana Silva", "ana@example.com")),
        ("@handle", Person("@handle")),
        ("a@b, c@d", Person("a@b, c@d")),
    ],
)
def test_a_person_is_a_name_an_address_or_both(text: str, person: Person) -> None:
    assert Person.parse(text) == person


@given(
    points=st.lists(ANY_TEXT, max_size=4) | ANY_VALUE,
    sender=ANY_VALUE,
    to=ANY_VALUE,
    subject=ANY_VALUE,
    tone=ANY_VALUE,
    language=ANY_VALUE,
)
def test_whatever_is_given_a_brief_comes_out_or_a_brief_error(**fields: object) -> None:
    try:
        Brief(**fields)  # type: ignore[arg-type]  # wrong types are what is tested
    except BriefError as error:
        assert str(error).startswith("brief.")  # noqa: PT017


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=6), st.text(max_size=40))
def test_the_normal_form_of_a_normal_form_is_itself(points: list[str], subject: str) -> None:
    try:
        brief = Brief(points=points, subject=subject, language="en")
    except BriefError:
        return
    again = Brief(points=brief.points, subject=brief.subject, language="en")
    assert (again.points, again.subject) == (brief.points, brief.subject)
