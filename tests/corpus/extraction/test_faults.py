"""What makes a text a bad target is seen before it is parsed."""

from __future__ import annotations

import pytest

from mailwright.corpus.augmentation.pool import NamePool
from mailwright.corpus.extraction.faults import (
    sentences_fault,
    speaks_to_several,
    subject_fault,
    text_fault,
    vocative_of,
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("We met. Dear Investor, we thank you.", "greets twice"),
        ("Hi tax gurus, it is me.", "greets twice"),
        ("Please see the message below.", "refers to what is not there"),
        ("You need: 1. a key 2. a lamp", "list in the text"),
        ("The path is o:\\plans\\hall.", "odd characters"),
        ("Click here to see our special offer.", "advertises"),
        ("This is an automated message.", "automatic"),
        ("It is gonna rain.", "careless"),
        ("Well... yes... no... maybe.", "careless"),
        ("He said (it works.", "open quotation or bracket"),
        ("PLEASE READ THIS NOW. It is short.", "shouts"),
        ("It is done.\nplease read it.\nand call me.", "sentences without a capital"),
        ("It is done. PS: Call me.", "postscript"),
        ("The U.S. offer of $387,250.00 is fine, isn't it?", ""),
        ("It was ask to move at s level.", "slips of grammar or spelling"),
        ("It is a old lamp.", "slips of grammar or spelling"),
        ("It works... so far, with an RFP and a US plan B.", ""),
        ("We use ISDA and NDA forms.", ""),
    ],
)
def test_texts(text: str, fault: str) -> None:
    assert text_fault(text) == fault


@pytest.mark.parametrize(
    ("sentences", "fault"),
    [
        ([], "no text"),
        (["You need the following:"], "list in the text"),
        (["Agenda: New members and a report."], "heading in the text"),
        (["Marek It was good to meet you."], "greeting fused to the text"),
        (["It is a great day - if you."], "ends in the middle"),
        (["and then we met."], "sentences without a capital"),
        (["It is done. please read it."], "sentences without a capital"),
        (["It is by Ashby Inc. and we like it."], ""),
        (["Note: It is closed.", "We met two issues: time and money."], ""),
    ],
)
def test_sentences(sentences: list[str], fault: str) -> None:
    assert sentences_fault(sentences, [False] * len(sentences)) == fault


def test_an_automatic_reply_is_told_by_its_subject() -> None:
    assert subject_fault("Out of Office AutoReply: Travel") == "automatic"
    assert subject_fault("Out of the office next week") == ""


def test_a_list_may_follow_its_introduction() -> None:
    assert sentences_fault(["Please bring:", "a lamp", "a key"], [False, True, True]) == ""
    assert sentences_fault(["a lamp", "a key"], [True, True]) == "nothing but a list"


def test_ones_own_mail_may_have_lists_and_speak_of_links() -> None:
    assert text_fault("1. click the link 2. sign up", own=True) == ""


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Maria, could you call him?", "Maria"),
        ("Mark, do you have a copy?", "Mark"),
        ("Hunter, someone at your desk knows.", "Hunter"),
        ("Please call him, Maria.", "Maria"),
        ("David/Cindy- we report today.", "David/Cindy-"),
        ("Maria, Bob and I met.", ""),
        ("However, we met.", ""),
        ("In June, we met.", ""),
        ("I met Bob, Anna and Maria.", ""),
        ("Certainly, it works.", ""),
    ],
)
def test_who_is_spoken_to(pool: NamePool, sentence: str, name: str) -> None:
    assert vocative_of(sentence, pool) == name


def test_a_text_to_several_readers() -> None:
    assert speaks_to_several("I thank all of you.")
    assert not speaks_to_several("I thank you.")
