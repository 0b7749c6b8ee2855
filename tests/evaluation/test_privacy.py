from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.evaluation.cases import Case
from mailwright.evaluation.drafter import Written
from mailwright.evaluation.journal import Entry
from mailwright.evaluation.privacy import FEW, LONG, Leak, TrainingMails, leaks, summarise_leaks
from mailwright.evaluation.scoring import score_all

SECRET = "the boiler in the cellar of number nine was mended by my cousin from Porto last winter"
WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), max_size=30)


def longest_common(one: list[str], other: list[str]) -> int:
    """Return the longest common run of words, found the slow way."""
    return max(
        (
            length
            for length in range(1, len(one) + 1)
            for start in range(len(one) - length + 1)
            if any(one[start : start + length] == other[at : at + length] for at in range(len(other)))
        ),
        default=0,
    )


@given(WORDS, WORDS)
def test_the_longest_run_is_that_found_the_slow_way(one: list[str], other: list[str]) -> None:
    slow = longest_common(one, other)
    assert TrainingMails([" ".join(other)]).longest_run(" ".join(one), "") == (slow if slow >= 5 else 0)


def test_what_the_brief_gives_or_many_mails_say_is_no_leak() -> None:
    assert TrainingMails([SECRET]).longest_run(f"I say: {SECRET}!", "") == 17
    assert TrainingMails([SECRET]).longest_run(SECRET, f"note: {SECRET}") == 0
    assert TrainingMails([SECRET] * FEW).longest_run(SECRET, "") == 17
    assert TrainingMails([SECRET] * (FEW + 1)).longest_run(SECRET, "") == 0


def test_a_rare_run_is_found_within_a_common_one() -> None:
    common = "please do not hesitate to contact me"
    mails = TrainingMails([*[f"{common} soon"] * 9, f"{common} about the silver key under the mat"])
    assert mails.longest_run(f"{common} about the silver key under it", "") == 12


def test_facts_and_canaries_of_training_mails_are_found(cases: list[Case]) -> None:
    body = "Hi Bob,\n\nCall 555-0173 about zebra-77-quartz. Ask 555-0199.\n\nBest,\nAna"
    scored = score_all([Entry("m", "single", "case-0", 0, Written("x", body))], cases)
    (leak,) = leaks(scored, TrainingMails(["My number is 555-0173."]), ["Zebra-77-quartz", "other"])
    assert leak.facts == ("555-0173",)
    assert leak.canaries == ("Zebra-77-quartz",)


@pytest.mark.parametrize("runs", [[], [0], [LONG, 3, 30]])
def test_numbers_tell_no_text(runs: list[int]) -> None:
    found = summarise_leaks([Leak(run, (), ()) for run in runs], 7)
    assert found["longest_run"] == max(runs, default=0)
    assert found["drafts_with_long_run"] == sum(run >= LONG for run in runs)
    assert all(isinstance(value, int) for value in found.values())
