"""JSON objects become briefs or are refused by name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import Brief, Person, brief_from_dict
from mailwright.errors import BriefError

ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        "from",
        "to",
        "subject",
        "key_points",
        "points",
        "prompt",
        "tone",
        "length",
        "language",
        "lang",
        "received",
        "context",
        "signature",
        "id",
        "kind",
    ]
)
FIELD_NAMES = "from, key_points, language, length, prompt, received, signature, subject, to, tone"


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({}, "brief.key_points or a prompt is required: say what the e-mail is to tell"),
        (
            {"key_points": [], "prompt": ""},
            "brief.key_points or a prompt is required: say what the e-mail is to tell",
        ),
        ({"key_points": "a"}, "brief.key_points must be a list of strings, not str"),
        ({"key_points": {"a": 1}}, "brief.key_points must be a list of strings, not dict"),
        ({"key_points": [1]}, "brief.key_points[0] must be a string, not int"),
        ({"prompt": 4}, "brief.prompt must be a string, not int"),
        ({"prompt": " ?! "}, "brief.prompt is empty: say what the e-mail is to tell"),
        ({"prompt": "a\0"}, "brief.prompt holds the control character U+0000 at position 1: remove it"),
        ({"prompt": "x" * 16_001}, "brief.prompt has 16001 characters: at most 16000 are allowed"),
        ({"key_points": ["a"], "tone": 3}, "brief.tone must be a string, not int"),
        (
            {"key_points": ["a"], "colour": "red"},
            f"brief.colour is not a field of a brief: use one of {FIELD_NAMES}",
        ),
        (
            {"key_points": ["a"], "from": 3},
            'brief.from must be a string or an object like {"name": "Ana", "email": "ana@example.com"}',
        ),
        (
            {"key_points": ["a"], "to": ["Ana", {"nick": "Bo"}]},
            'brief.to[1] must be a string or an object like {"name": "Ana", "email": "ana@example.com"}',
        ),
    ],
)
def test_refusals_name_the_field_the_reason_and_the_remedy(record: dict[str, Any], message: str) -> None:
    with pytest.raises(BriefError) as raised:
        brief_from_dict(record)
    assert str(raised.value) == message


def test_a_record_must_be_an_object() -> None:
    with pytest.raises(BriefError, match="must be a JSON object, not list"):
        brief_from_dict([])  # type: ignore[arg-type]  # the wrong type is what is tested


def test_key_points_win_over_the_prompt() -> None:
    brief = brief_from_dict({"key_points": ["desks move"], "prompt": "tell bob something else, friendly"})
    assert (brief.points, brief.to, brief.tone) == (("desks move",), (), "neutral")


def test_given_fields_win_over_what_the_prompt_says() -> None:
    brief = brief_from_dict({"prompt": "tell bob the desks move, friendly", "to": "Ana", "tone": "formal"})
    assert (brief.to, brief.tone, brief.points) == ((Person("Ana"),), "formal", ("the desks move",))


def test_the_names_of_a_pair_are_understood_and_its_metadata_passed_over() -> None:
    pair = {
        "id": "a-001", "kind": "reply", "lang": "de", "from": {"name": "Ana", "email": "a@b.org"},
        "to": ["Bo", "cy@example.org"], "key_points": ["x"], "context": "Hi", "email_body": "Hello", "prompt": "y",
        "received": None,
    }  # fmt: skip
    brief = brief_from_dict(pair)
    assert (brief.language, brief.received) == ("de", "Hi")
    assert (brief.sender, brief.to) == (Person("Ana", "a@b.org"), (Person("Bo"), Person("", "cy@example.org")))


@given(st.dictionaries(KEYS | ANY_TEXT, JSON, max_size=6) | JSON)
def test_any_json_value_gives_a_brief_or_a_brief_error(record: Any) -> None:
    try:
        assert isinstance(brief_from_dict(record), Brief)
    except BriefError as error:
        str(error).encode()  # the message itself can be printed


@given(st.text(max_size=400))
def test_any_prompt_gives_a_valid_brief_or_a_brief_error_that_names_the_prompt(prompt: str) -> None:
    try:
        brief_from_dict({"prompt": prompt})
    except BriefError as error:
        assert error.field in ("prompt", "key_points")  # noqa: PT017
