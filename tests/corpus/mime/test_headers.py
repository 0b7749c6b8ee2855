"""Headers: encoded words, people, dates, ids."""

from __future__ import annotations

from datetime import UTC, datetime
from email.header import Header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import Person
from mailwright.corpus.mime.headers import date_of, decode_words, ids_of, people_of, unescape


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ?=", "Grüße"),
        ("=?iso-8859-1?Q?Gr=FC=DFe?= aus =?iso-8859-1?Q?K=F6ln?=", "Grüße aus Köln"),
        ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        ("=?utf-8?q?a?=\t=?iso-8859-1?q?=FC?=", "aü"),
        ("=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?=", "Grüße"),
        ("=?us-ascii?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?nonsense?q?Gr=FC=DFe?=", "Grüße"),
        ("=?utf-8*de?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?q?two words?=", "two words"),
        ("=?utf-8?q?under_score?=", "under score"),
        ("Re: [x] =?utf-8?q?=E2=82=AC?= 12", "Re: [x] € 12"),
        ("=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
        ("=?iso-2022-jp?b?GyRCRnxLXBsoQg==?=", "日本"),
    ],
)
def test_encoded_words_are_decoded(value: str, text: str) -> None:
    assert decode_words(value) == text


@given(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=80), st.sampled_from(["utf-8", None])
)
def test_what_the_standard_library_encodes_comes_back(text: str, charset: str | None) -> None:
    encoded = Header(text, charset, maxlinelen=40).encode()
    if "=?" not in text:
        assert decode_words(encoded.replace("\n", "")).replace(" ", "") == text.replace(" ", "")


@given(st.text(max_size=100))
def test_no_value_makes_reading_fail(value: str) -> None:
    unescape(value)
    decode_words(value)
    people_of(value)
    date_of(value)
    ids_of(value)


def test_bytes_that_no_header_may_hold_are_decoded() -> None:
    for charset in ("utf-8", "latin-1"):
        assert unescape("Grüße".encode(charset).decode("ascii", "surrogateescape")) == "Grüße"


ANA = Person("Ana Silva", "ana@example.com")


@pytest.mark.parametrize(
    ("value", "people"),
    [
        ("Ana Silva <ana@example.com>", [ANA]),
        ('"Ana Silva" <ana@example.com>', [ANA]),
        ("'Ana Silva' <ana@example.com>", [ANA]),
        ("ana@example.com (Ana Silva)", [ANA]),
        ("ana@example.com", [Person("", "ana@example.com")]),
        ("<ana@example.com>", [Person("", "ana@example.com")]),
        ("ana@example.com <ana@example.com>", [Person("", "ana@example.com")]),
        ('"Silva, Ana" <ana@example.com>', [Person("Silva, Ana", "ana@example.com")]),
        ("Silva, Ana <ana@example.com>", [Person("Silva, Ana", "ana@example.com")]),
        ("=?utf-8?q?Ana_Silva?= <ana@example.com>", [ANA]),
        ('"=?utf-8?q?Ana_Silva?=" <ana@example.com>', [ANA]),
        ("=?utf-8?q?Silva=2C_Ana?= <ana@example.com>", [Person("Silva, Ana", "ana@example.com")]),
        ("Ana Silva <ana@example.com>,\r\n\tbob@example.com", [ANA, Person("", "bob@example.com")]),
        ("Friends: Ana Silva <ana@example.com>, bob@example.com;", [ANA, Person("", "bob@example.com")]),
        ("undisclosed-recipients:;", []),
        ("", []),
        ("Ana Silva", [Person("Ana Silva")]),
    ],
)
def test_people_are_read(value: str, people: list[Person]) -> None:
    assert list(people_of(value)) == people


def test_a_header_of_many_people_is_read_up_to_a_bound() -> None:
    value = ", ".join(f"Person {number} <p{number}@example.com>" for number in range(5_000))
    people = people_of(value)
    assert people[:2] == (Person("Person 0", "p0@example.com"), Person("Person 1", "p1@example.com"))
    assert 300 < len(people) < 5_000


@pytest.mark.parametrize("value", ["(" * 20_000, '"' * 20_001, "<" * 20_000, ",;:" * 9_000, "a@" * 9_000])
def test_hostile_people_end_soon(value: str) -> None:
    people_of(value)


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("Mon, 03 Jun 2024 10:12:13 +0000", datetime(2024, 6, 3, 10, 12, 13, tzinfo=UTC)),
        ("3 Jun 2024 12:12:13 +0200 (CEST)", datetime(2024, 6, 3, 10, 12, 13, tzinfo=UTC)),
        ("Mon, 03 Jun 2024 10:12:13 -0000", datetime(2024, 6, 3, 10, 12, 13, tzinfo=UTC)),
        ("Mon, 03 Jun 2024 10:12:13", datetime(2024, 6, 3, 10, 12, 13, tzinfo=UTC)),
        ("Mon, 03 Jun 1024 10:12:13 +0000", None),
        ("Mon, 03 Jun 2924 10:12:13 +0000", None),
        ("Mon, 99 Jun 2024 10:12:13 +0000", None),
        ("Mon, 03 Jun 2024 10:12:13 +9999999", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_read_with_a_zone_or_not_at_all(value: str, date: datetime | None) -> None:
    assert date_of(value) == date


def test_ids_lose_their_brackets() -> None:
    assert ids_of("<a@x> <b@y>\r\n <c@z> (comment)") == ["a@x", "b@y", "c@z"]
