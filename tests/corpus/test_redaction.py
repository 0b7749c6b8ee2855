from __future__ import annotations

import pytest

from mailwright.corpus.dataset import DataSetError
from mailwright.corpus.redaction import bare_address, pattern_of, without_addresses


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Bob.Ray@Example.COM ", "bob.ray@example.com"),
        ("Bob Ray <bob@example.com>", "bob@example.com"),
        ('"Ray, Bob" <bob+news@mail.example.com>', "bob+news@mail.example.com"),
    ],
)
def test_an_address_is_taken_out_of_what_people_paste(text: str, address: str) -> None:
    assert bare_address(text) == address


@pytest.mark.parametrize("text", ["", "bob", "@example.com", "bob@", "a@b@c", "bob at example.com"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(DataSetError, match="is no e-mail address"):
        bare_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "write to BOB@example.com.",
        "<bob@example.com>",
        "mailto:bob%40example.com?subject=x",
        "bob@example.com,",
        "a,bob@example.com;b",
    ],
)
def test_an_address_is_found_in_any_dress(text: str) -> None:
    assert pattern_of(["ann@example.com", "bob@example.com"]).search(text)


@pytest.mark.parametrize(
    "text", ["jbob@example.com", "x.bob@example.com", "bob@example.community", "bob@example.com.au"]
)
def test_a_longer_address_is_another_one(text: str) -> None:
    assert not pattern_of(["bob@example.com"]).search(text)


def test_addresses_go_from_keys_and_values_at_any_depth() -> None:
    value = {"me": ["ana@example.com", 3], "counts": {"<bob@example.com>": 2, "en": None}, "at": "5 @ 3"}
    assert without_addresses(value) == {
        "me": ["(address)", 3],
        "counts": {"<(address)>": 2, "en": None},
        "at": "5 @ 3",
    }
