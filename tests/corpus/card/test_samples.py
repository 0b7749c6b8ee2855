from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mailwright.corpus.card.samples import A_STRATUM, Sampler


@given(st.permutations(range(30)), st.integers(0, 40))
def test_the_choice_depends_neither_on_order_nor_on_others(order: list[int], size: int) -> None:
    chosen = []
    for numbers in (range(30), order):
        sampler = Sampler()
        for number in numbers:
            sampler.add("train", example(number))
        chosen.append([item.id for item in sampler.choose(size)])
    assert chosen[0] == chosen[1]
    assert len(chosen[0]) == min(size, 3 * A_STRATUM)
    assert len(set(chosen[0])) == len(chosen[0])


def test_every_source_and_length_comes_before_any_comes_twice() -> None:
    sampler = Sampler()
    for number in range(60):
        sampler.add("train", example(number, source="big"))
    sampler.add("validation", example(99, source="small"))
    assert {item.source for item in sampler.choose(2 + 2)} == {"big", "small"}


def test_neither_test_examples_nor_further_views_are_shown() -> None:
    sampler = Sampler()
    sampler.add("test", example(1))
    sampler.add("train", replace(example(2), id="two#1"))
    assert sampler.choose(5) == []


def test_few_examples_are_held() -> None:
    sampler = Sampler()
    for number in range(1000):
        sampler.add("train", example(number))
    assert len(sampler.choose(1000)) == 3 * A_STRATUM


def example(number: int, **changes: Any) -> Any:
    from mailwright.corpus.example import Example

    plain = Example(
        id=f"mail-{number}", source="sent", owner="", thread="", people=(), language="en", sender="", to=(),
        subject="", points=("one",), tone="neutral", length=("short", "medium", "long")[number % 3], received="",
        signature="", prompt="", email_subject="Subject", email_body="Body",
    )  # fmt: skip
    return replace(plain, **changes)
