from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import Brief
from mailwright.corpus.recipients import split_recipients
from mailwright.prompt import PromptFormat


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("Priya Raman", ("Priya Raman",)),
        ("Tom and Lucy", ("Tom", "Lucy")),
        ("Elif, Gustav and Naledi", ("Elif", "Gustav", "Naledi")),
        ("Mr and Mrs Larkin", ("Mr and Mrs Larkin",)),
        ("Finance, HR and Legal", ("Finance, HR and Legal",)),
        ("students and staff", ("students and staff",)),
        ("Bright & Sons", ("Bright & Sons",)),
        ("Accounts, Bluewater Holidays", ("Accounts, Bluewater Holidays",)),
        ("Dr. Kapoor and team", ("Dr. Kapoor and team",)),
    ],
)
def test_persons_are_taken_apart_and_all_else_stays_whole(text: str, names: tuple[str, ...]) -> None:
    assert split_recipients(text) == names


@given(st.lists(st.sampled_from(["Tom", "Lucy", "and", "Ana Silva", "staff", ",", "Mr"]), max_size=6))
def test_a_prompt_reads_the_same_before_and_after(words: list[str]) -> None:
    text = " ".join(words).replace(" ,", ",").strip(" ,")
    render = PromptFormat().render
    assert render(Brief(points="x", to=list(split_recipients(text)))) == render(Brief(points="x", to=text))
