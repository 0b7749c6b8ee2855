"""Names change in all texts alike, or not at all."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.checks.text import fold
from mailwright.checks.text import words as words_of
from mailwright.corpus.augmentation import AugmentationConfig, Augmenter
from mailwright.corpus.augmentation.pool import name_pool
from mailwright.corpus.augmentation.texts import texts_of
from mailwright.corpus.example import Example

Make = Callable[..., Example]
_NAMES_ONLY = Augmenter(AugmentationConfig.none(names=1))


def _renamed(example: Example, seed: int = 1) -> Example:
    return _NAMES_ONLY.vary(example, random.Random(seed))


@given(st.integers(0, 2**32))
def test_every_form_of_a_name_changes_in_every_text(make: Make, seed: int) -> None:
    source = make(
        "Hi Bob,\n\nI have put Bob's bike into the shed. Ana Silva from next door has the key.\n\nBest,\nAna",
        "bob's bike is in shed", "ana silva next door has key",
        prompt="tell bob miller his bike is in the shed. ana",
        received="Where is my bike, Ana?\nBob", sender="Ana Silva",
    )  # fmt: skip
    variant = _renamed(source, seed)
    first, family = variant.sender.split()
    bob = variant.to[0].split()[0]
    assert variant.email_body == (
        f"Hi {bob},\n\nI have put {bob}'s bike into the shed. {first} {family} from next door has the key."
        f"\n\nBest,\n{first}"
    )
    assert fold(variant.points[0]) == fold(f"{bob}'s bike is in shed")
    assert variant.received == f"Where is my bike, {first}?\n{bob}"
    words = {word.folded for text in texts_of(variant).values() for word in words_of(text)}
    assert not words & {"ana", "silva", "bob", "miller"}


def test_the_case_of_a_name_is_kept(make: Make) -> None:
    source = make("BOB,\n\nThe pipe has burst.\n\nAna", "pipe burst", to=("Bob",), sender="Ana", prompt="tell bob")
    variant = _renamed(source)
    name = variant.to[0]
    assert variant.email_body.startswith(f"{name.upper()},")
    assert fold(variant.prompt) == f"tell {fold(name)}"


def test_initials_follow_the_name(make: Make) -> None:
    source = make(
        "Hi Bob,\n\nThe order goes to Jun-ho Bae.\n\nJun-ho", "order goes to JB", sender="Jun-ho Bae", to=("Bob",)
    )
    variant = _renamed(source)
    first, family = variant.sender.split()
    assert variant.points == (f"order goes to {first[0]}{family[0]}".replace(first[0], first[0].upper(), 1),)


def test_particles_go_with_the_family_name_and_titles_stay(make: Make) -> None:
    source = make("Dear Dr. van der Berg,\n\nThe file is ready.\n\nRegards,\nAna Silva", "file ready",
                  to=("Dr. Ludwig van der Berg",))  # fmt: skip
    variant = _renamed(source)
    title, first, family = variant.to[0].split()
    assert (title, first != "Ludwig", family != "Berg") == ("Dr.", True, True)
    assert variant.email_body.startswith(f"Dear Dr. {family},")


@pytest.mark.parametrize(
    ("body", "to"),
    [
        ("Hi Tom,\n\nThe Toms of this world agree.\n\nAna Silva", "Tom"),
        ("Hi Tom,\n\nWrite to tom@example.com.\n\nAna Silva", "Tom"),
        ("Hi Tom,\n\nThe deal with Tom Ford Holdings is off.\n\nAna Silva", "Tom"),
        ("Hi Jon,\n\nThe plan holds.\n\nAna Silva", "Jonathan Lee"),
        ("Hi Will,\n\nShe said she will come.\n\nAna Silva", "Will"),
        ("Hello,\n\nThe printer is broken.\n\nAna Silva", "Helpdesk"),
        ("Hello,\n\nThe printer is broken.\n\nAna Silva", "Silva & Sons Ltd"),
        ("Hi Zzyxa,\n\nHis car is outside.\n\nAna Silva", "Zzyxa"),
    ],
)
def test_a_name_that_may_be_more_than_a_name_stays(make: Make, body: str, to: str) -> None:
    assert _renamed(make(body, "car", to=(to,))).to == (to,)


def test_words_that_only_begin_like_a_name_stay(make: Make) -> None:
    body = "Hi Ann,\n\nThe annual report on Annapolis comes tomorrow.\n\nTom"
    source = make(body, "annual report on Annapolis tmrw", to=("Ann",), sender="Tom")
    variant = _renamed(source)
    assert "The annual report on Annapolis comes tomorrow." in variant.email_body


def test_links_and_addresses_stay(make: Make) -> None:
    body = "Hi Bob,\n\nSee https://example.org/miller and write to desk@example.com.\n\nAna"
    source = make(body, "see https://example.org/miller, write desk@example.com")
    variant = _renamed(source)
    assert "https://example.org/miller and write to desk@example.com." in variant.email_body
    assert variant.to[0].split()[1] == "Miller"


@pytest.mark.parametrize(("name", "gender"), [("Maria Rossi", "f"), ("Giovanni Rossi", "m")])
def test_a_new_name_is_of_the_same_gender(make: Make, name: str, gender: str) -> None:
    source = make("Hi Bob,\n\nThe plan holds.\n\nRossi", "plan holds", sender=name, to=("Bob",))
    for seed in range(20):
        assert gender in name_pool().genders(_renamed(source, seed).sender.split()[0])


def test_the_pool_has_many_cultures_and_no_everyday_words() -> None:
    names = {name_pool().draw(random.Random(seed), None)[0] for seed in range(400)}
    assert len(names) > 300
    assert not names & {"April", "June", "Grace", "Will", "Mark", "Rose", "Sunday"}
