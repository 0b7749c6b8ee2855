from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import Person
from mailwright.checks.references import find as find_references
from mailwright.corpus.cleaning.config import PiiConfig
from mailwright.corpus.cleaning.pii import Scrubber
from mailwright.corpus.cleaning.pii.finding import Found, find_pii
from mailwright.corpus.cleaning.pii.inventing import invent, is_made_up
from mailwright.corpus.cleaning.pii.numbers import is_card, is_iban, other_card, other_iban
from mailwright.corpus.mail import Mail
from mailwright.corpus.records import read_pairs

MakeMail = Callable[..., Mail]

KINDS = {
    "Call 713-853-1234 today": "phone",
    "Call (713) 853-1234 today": "phone",
    "Ring +44 20 7946 4958 at noon": "phone",
    "Ring +49 30 901820 at noon": "phone",
    "Ruf 0171 2345678 an": "phone",
    "Call 713/646-3490 or": "phone",
    "I am at x36751 all day": "phone",
    "Dial ext. 4421 please": "phone",
    "My number is 3-0472 now": "phone",
    "Write to ana.silva@firm.com soon": "email",
    "See http://www.firm.com/a/b.html?x=1 for it": "link",
    "See www.firm.com for it": "link",
    "Pay to DE89 3704 0044 0532 0130 00 please": "account",
    "Card 4012 8888 8888 1881 is mine": "account",
    "SSN 123-45-6789 is mine": "account",
    "My account number is 12345678 there": "account",
    "She lives at 10107 Ballinger Cir. Suite 200 now": "address",
    "Ich wohne Hauptstraße 15 im Hof": "address",
    "Elle habite 12 rue de la Paix depuis": "address",
    "Vivo en Calle Mayor 12 ahora": "address",
    "Abito in Via Roma 31 da anni": "address",
    "Moro na Rua das Flores 45 agora": "address",
    "Ik woon Kalverstraat 12 boven": "address",
    "Send it to P.O. Box 1188 please": "address",
    "The password is balc33balc there": "credential",
}


@pytest.mark.parametrize(("text", "kind"), KINDS.items())
def test_personal_data_is_found_in_its_kind_and_replaced_by_the_same_kind(text: str, kind: str) -> None:
    found = find_pii(text)
    assert [item.kind for item in found] == [kind]
    instead = invent(found[0], random.Random(4))
    assert instead != found[0].text
    changed = text.replace(found[0].text, instead)
    again = find_pii(changed)
    assert [(item.kind, item.text) for item in again] == [(kind, instead)]


@pytest.mark.parametrize("text", [text for text, kind in KINDS.items() if kind in ("phone", "email", "link")])
def test_the_checks_see_a_replaced_value_as_a_fact_of_the_same_kind(text: str) -> None:
    found = find_pii(text)[0]
    instead = text.replace(found.text, invent(found, random.Random(4)))
    assert [item.kind for item in find_references(instead, "en")] == [
        item.kind for item in find_references(text, "en")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "We need 1,200,000 units and $3,500.00 by 10-15-2001, or 12/10/2001 at the latest",
        "From 2001 to 2003 we had 40 deals of 25,000 each, that is 3-5 a month",
        "Meet in room 4052 at 10:30 on the 5 May 2024",
        "Invoice INV-2044 of 14.03.2024, 9 am to 17:30",
        "The 2 Park keepers see 3 Way traffic",
    ],
)
def test_figures_that_are_nobody_s_are_left_alone(text: str) -> None:
    assert find_pii(text) == []


def test_made_up_values_are_left_as_they_are(mail: MakeMail) -> None:
    text = "Call 020 555-0142, write to bo@example.com, see https://example.org/a, SSN 987-65-4321."
    scrubber = Scrubber(PiiConfig())
    assert scrubber.scrub(mail(text)) == mail(text)
    assert not scrubber.counts


@pytest.mark.parametrize("text", ["12 Maple Street, Boston", "4 Cedar Road", "am Birkenweg 5", "5 Linden Lane"])
def test_no_street_is_too_common_to_be_somebody_s(mail: MakeMail, text: str) -> None:
    scrubbed = Scrubber(PiiConfig()).scrub(mail(f"Come to {text}."))
    assert isinstance(scrubbed, Mail)
    assert text not in scrubbed.body


def test_a_value_becomes_the_same_on_all_sides_however_it_is_written(mail: MakeMail) -> None:
    scrubber = Scrubber(PiiConfig())
    found = scrubber.scrub(
        mail(
            "My number is (713) 853-1234, or write to Ana.Silva@firm.com.",
            subject="853-1234",
            received="Is it 713-853-1234 or 713.853.9999? Yours, ana.silva@firm.com",
            signature="Tel. 713 853 1234",
        )
    )
    assert isinstance(found, Mail)
    number = re.search(r"\d{3}-\d{4}", found.body)
    assert number
    assert number[0].startswith("555-01")
    assert found.subject == number[0]
    assert found.signature == f"Tel. 713 {number[0].replace('-', ' ')}"
    assert f"713-{number[0]}" in found.received
    other = re.search(r"713\.(555\.01\d\d)", found.received)
    assert other
    assert other[1] != number[0].replace("-", ".")
    addresses = re.findall(r"[\w.]+@example\.com", f"{found.body} {found.received}")
    assert len(addresses) == 2
    assert len(set(addresses)) == 1
    assert scrubber.counts == {"phone": 5, "email": 2}


@pytest.mark.parametrize("kind", ["phone", "email", "address", "account", "link", "credential"])
def test_each_kind_can_be_dropped_or_kept(mail: MakeMail, kind: str) -> None:
    texts = [text for text, found in KINDS.items() if found == kind]
    for text in texts:
        dropping, keeping = (Scrubber(PiiConfig.model_validate({kind: how})) for how in ("drop", "keep"))
        assert dropping.scrub(mail(text)) == kind
        assert dropping.scrub(mail("Nothing here", received=text)) == kind
        assert keeping.scrub(mail(text)) == mail(text)


def test_many_numbers_of_one_mail_stay_apart(mail: MakeMail) -> None:
    numbers = [f"713-853-{number}" for number in range(1000, 1040)]
    found = Scrubber(PiiConfig()).scrub(mail(" or ".join(numbers)))
    assert isinstance(found, Mail)
    assert len(set(found.body.split(" or "))) == 40


def test_the_house_corpus_keeps_its_fictional_numbers_and_addresses(mail: MakeMail) -> None:
    scrubber = Scrubber(PiiConfig())
    for pair in read_pairs(Path(__file__).parents[3] / "corpus" / "pairs" / "ops.jsonl"):
        scrubber.scrub(mail(pair.email_body))
    assert not scrubber.counts["email"]
    assert not scrubber.counts["link"]


@given(st.from_regex(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", fullmatch=True), st.integers())
def test_an_iban_becomes_one_of_the_same_country_and_length(iban: str, seed: int) -> None:
    other = other_iban(iban, random.Random(seed))
    assert is_iban(other)
    assert other[:2] == iban[:2]
    assert len(other) == len(iban)


@given(st.from_regex(r"[3-6]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,4}", fullmatch=True), st.integers())
def test_a_card_becomes_a_test_card_of_the_same_layout(card: str, seed: int) -> None:
    other = other_card(card, random.Random(seed))
    assert is_card(other)
    assert re.sub(r"\d", "0", other) == re.sub(r"\d", "0", card)


@given(st.lists(st.sampled_from(list(KINDS)), max_size=5), st.text(max_size=40))
def test_what_is_left_after_scrubbing_is_made_up(texts: list[str], noise: str) -> None:
    body = "\n".join([*(text for text in texts if KINDS[text] != "credential"), noise])
    scrubbed = Scrubber(PiiConfig(credential="keep")).scrub(
        Mail("m", "s", "", "", None, "", Person(), (), body=body)
    )
    assert isinstance(scrubbed, Mail)
    for item in find_pii(scrubbed.body):
        if has_fictional_ones(item):
            assert is_made_up(item), item


def has_fictional_ones(item: Found) -> bool:
    """Whether a value of its kind shows that it is made up: extensions, post boxes, postcodes cannot."""
    if item.kind == "phone":
        return sum(character.isdigit() for character in item.text) >= 7
    return item.kind in ("email", "link") or (item.kind == "address" and any(map(str.islower, item.text)))
