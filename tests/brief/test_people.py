"""Where a wish names its recipient and its sender."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief.candidates import FIRST_WORDS, LAST_WORDS, MOST_WORDS_OF_A_NAME, find_candidates
from mailwright.brief.marks import RECIPIENT, SENDER, mark_names, unmarked
from mailwright.brief.people import find_people

PIECES = st.sampled_from(
    ["tell", "Bob", "priya", "the", "landlord", "from", "Ana Silva", "to", "my team", ":", ", ", ". ", "\n",
     "MR LEE", "(me, Jo)", "STOP", "sign as", "not", "12:30", "a@b.org", "Dr. Ito's", "\ue000", "é", "—", "and"]
)  # fmt: skip
WISHES = st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=300)


@pytest.mark.parametrize(
    ("wish", "to", "sender"),
    [
        ("could you ask Yiannis whether the boat is free? Cheers, Femke", "Yiannis", "Femke"),
        ("write to my landlord Mr. Osei that the tap drips. Flat 6", "Mr. Osei", "Flat 6"),
        ("the lift is out until friday. Property Services", None, "Property Services"),
        ("we are closed on monday", None, None),
        ("Hamid Rahimi to all drivers: the bridge is closed", "all drivers", "Hamid Rahimi"),
    ],
)
def test_names_are_found_where_they_stand(wish: str, to: str | None, sender: str | None) -> None:
    people = find_people(wish)
    assert (wish[slice(*people.to)] if people.to else None) == to
    assert (wish[slice(*people.sender)] if people.sender else None) == sender


@given(WISHES)
def test_spans_lie_in_the_text_name_something_and_never_overlap(wish: str) -> None:
    people = find_people(wish)
    for span in (people.to, people.sender):
        assert span is None or (0 <= span[0] < span[1] <= len(wish) and wish[slice(*span)].strip())
    if people.to and people.sender:
        assert people.to[1] <= people.sender[0] or people.sender[1] <= people.to[0]


@given(WISHES)
def test_nobody_is_sought_who_is_known(wish: str) -> None:
    assert find_people(wish, to=False).to is None
    assert find_people(wish, sender=False).sender is None


@given(WISHES.map(unmarked))
def test_a_marked_wish_holds_each_mark_once_and_gives_back_what_was_typed(wish: str) -> None:
    marked = mark_names(wish, to=True, sender=True)
    assert all(marked.text.count(mark) == (mark in marked.typed) for mark in (RECIPIENT, SENDER))
    assert marked.restored(marked.text) == wish


def test_the_candidates_of_a_long_text_are_bounded() -> None:
    found = find_candidates("Ana and " * 4_000)
    assert len(found.spans) <= (FIRST_WORDS + LAST_WORDS) * MOST_WORDS_OF_A_NAME


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("complain to the lift firm Otwell Lifts: stuck again", "Otwell Lifts"),
        ("tell my grandson Matías to ring", "Matías"),
        ("please write back to aunt Gertie: the jumper fits", "Aunt Gertie"),
        ("tell aunt Zsuzsa and uncle Feri we arrive on the 22nd", "Aunt Zsuzsa and Uncle Feri"),
    ],
)
def test_what_only_describes_is_no_part_of_a_name_and_a_title_is(wish: str, name: str) -> None:
    assert mark_names(wish, to=True, sender=False).shown == {RECIPIENT: name}
