from __future__ import annotations

from pathlib import Path

import pytest

from mailwright.brief import Brief
from mailwright.checks.layout import layout_of
from mailwright.evaluation.mutations import (
    FAULTS,
    Source,
    alarm_lines,
    facts,
    false_alarms,
    form,
    meaning,
    read_sources,
    trial_lines,
    trial_record,
    try_checks,
)

PAIRS = Path(__file__).parents[1] / "checks" / "data" / "pairs.jsonl"


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return read_sources(PAIRS)


def made(text: str, *points: str, carriers: tuple[str, ...] = ()) -> Source:
    brief = Brief(sender="Ana Silva", to="Bob", points=points or ("call on Friday",), language="en")
    body = f"Hi Bob,\n\n{text}\n\nBest,\nAna"
    return Source("x-1", brief, "Update", body, tuple((sentence,) for sentence in carriers), ("The dog barked.",))


def test_every_copy_differs_from_its_mail_and_is_the_same_every_time(sources: list[Source]) -> None:
    for source in sources[::10]:
        for fault in FAULTS:
            copies = fault.copies(source)
            assert source.body not in copies
            assert copies == fault.copies(source)


def test_every_fault_has_occasions(sources: list[Source]) -> None:
    for fault in FAULTS:
        assert sum(len(fault.copies(source)) for source in sources) >= 25, fault.name
        assert fault.meaning.endswith(".")


def test_one_digit_is_changed_in_a_fact_that_was_given() -> None:
    source = made("We meet at 9 in room 214.", "meet at 9, room 214")
    body = facts.change_digit(source)
    assert body is not None
    changed = [(a, b) for a, b in zip(source.body, body, strict=True) if a != b]
    assert len(changed) == 1
    assert all(a.isdigit() and b.isdigit() for a, b in changed)
    assert facts.change_digit(made("We meet soon.", "meet soon")) is None


def test_a_date_is_moved_to_another_one() -> None:
    body = facts.move_date(made("Call me on Friday, please.", "call Friday"))
    assert body is not None
    assert "Friday" not in body
    assert "day, please" in body


def test_a_name_is_swapped_throughout_the_text_and_nowhere_else() -> None:
    source = made("Marek drives. Ask Marek.", "marek drives", "ask him")
    body = facts.swap_name(source)
    assert body is not None
    assert "Marek" not in body
    assert layout_of(body).greeting == source.layout.greeting


def test_names_are_exchanged() -> None:
    body = facts.exchange_names(made("Lin tests. Marek waits.", "Lin tests", "Marek waits"))
    assert body is not None
    assert "Marek tests. Lin waits." in body


def test_an_added_fact_is_given_nowhere(sources: list[Source]) -> None:
    for source in sources[::20]:
        body = facts.add_fact(source)
        assert body is not None
        assert len(body) > len(source.body)


@pytest.mark.parametrize(
    ("sentence", "flipped"),
    [
        ("We cannot come.", "We can come."),
        ("The lift is broken.", "The lift is not broken."),
        ("Please bring a pen.", "Please do not bring a pen."),
        ("They don't know.", "They know."),
        ("It's without cost.", "It's with cost."),
    ],
)
def test_polarity_is_flipped(sentence: str, flipped: str) -> None:
    body = meaning.flip_negation(made(sentence, carriers=(sentence,)))
    assert body is not None
    assert flipped in body


@pytest.mark.parametrize(
    ("sentence", "swapped"),
    [
        ("We will send you our list.", "You will send me your list."),
        ("You can call me.", "I can call you."),
        ("I'll keep your key.", "You'll keep our key."),
    ],
)
def test_roles_are_swapped(sentence: str, swapped: str) -> None:
    body = meaning.swap_roles(made(sentence, carriers=(sentence,)))
    assert body is not None
    assert swapped in body


def test_a_sentence_is_removed_only_if_it_alone_carries_a_point_to_be_said() -> None:
    brief = Brief(points=["bring a pen", "call me", "not rude"], language="en")
    body = "Hello,\n\nBring a pen. Call me. That is all.\n\nBest,"
    alignment = (("Bring a pen.",), ("Call me.", "That is all."), ("That is all.",))
    removed = form.remove_sentences(Source("x-1", brief, "x", body, alignment))
    assert removed == ["Hello,\n\nCall me. That is all.\n\nBest,"]


def test_the_trial_counts_what_is_caught_and_by_which_check(sources: list[Source]) -> None:
    wanted = [fault for fault in FAULTS if fault.name in ("body twice", "wrong sender", "roles swapped")]
    told: list[tuple[int, int]] = []
    trials = {
        trial.fault.name: trial for trial in try_checks(sources[:12], wanted, lambda *done: told.append(done))
    }
    assert trials["body twice"].caught == trials["body twice"].copies == 12 - told[-1][1]
    assert trials["body twice"].by["repetition"] == trials["body twice"].copies
    assert trials["wrong sender"].rate == 1.0
    roles = trials["roles swapped"]
    assert len(roles.missed) == roles.copies - roles.caught
    lines = trial_lines(list(trials.values()))
    assert lines[2].startswith(f"| body twice | {trials['body twice'].copies} |")
    assert lines[-1].startswith("| *roles swapped* |")
    assert trial_record(list(trials.values()), {})["faults"][0]["fault"] == "body twice"


def test_a_mail_that_is_accused_already_is_left_out() -> None:
    accused = made("We meet at nine in room 7.", "call on Friday at noon")
    told: list[tuple[int, int]] = []
    assert all(trial.copies == 0 for trial in try_checks([accused], FAULTS, lambda *done: told.append(done)))
    assert told == [(1, 1)]


def test_mechanical_faults_are_caught(sources: list[Source]) -> None:
    # A sample; the whole table is printed by mailwright evaluate --checks and stands in docs/checks.md.
    trials = try_checks(sources[::5], [fault for fault in FAULTS if fault.mechanical])
    for trial in trials:
        assert trial.rate >= (0.9 if trial.fault.name == "sentence removed" else 0.95), trial.fault.name


def test_false_alarms_are_counted_by_language() -> None:
    from mailwright.evaluation.cases import read_cases

    found = false_alarms(read_cases([PAIRS])[:20])
    assert found["en"]["mails"] == 20
    lines = alarm_lines(found)
    assert lines[0] == "| accused by | en (20) |"
    assert lines[2].startswith("| any check |")
