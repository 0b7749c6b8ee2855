"""Many mails over processes: in order, the same whatever the number of processes, read only as needed."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mailwright.brief import Person
from mailwright.checks import check_draft
from mailwright.corpus.cleaning.cascade import Cascade, Dropped
from mailwright.corpus.cleaning.config import AESLC
from mailwright.corpus.example import Example
from mailwright.corpus.extraction import ExtractionConfig, Extractor
from mailwright.corpus.extraction.reader import MailReader
from mailwright.corpus.mail import Mail

Make = Callable[..., Mail]
_PLACES = ("hall", "yard", "cellar", "kitchen", "garage")
_THINGS = ("lamp", "heater", "door", "lock", "pump", "window", "printer")


def _mails(make: Make, count: int) -> list[Mail]:
    return [
        make(
            f"Maria,  The {_THINGS[number % 7]} in the {_PLACES[number % 5]} is broken again.\n"
            f"Could you please send {number + 2} people on Friday, since I will not be there?\nThanks, Kay",
            id=f"m-{number}",
        )
        for number in range(count)
    ]


def test_processes_and_company_do_not_change_what_comes_out(make: Make, reader: MailReader) -> None:
    mails = _mails(make, 70)
    alone = [(mail, reader.read(mail)) for mail in mails]
    assert sum(isinstance(outcome, Example) for _, outcome in alone) > 60
    assert list(Extractor().extract(mails, processes=2)) == alone
    assert [(mail, reader.read(mail)) for mail in mails[::-1]] == alone[::-1]


def test_mails_are_read_as_they_are_needed(make: Make) -> None:
    taken = []

    def reading() -> Iterator[Mail]:
        for mail in _mails(make, 1000):
            taken.append(mail)
            yield mail

    outcomes = Extractor(ExtractionConfig()).extract(reading())
    next(outcomes)
    assert len(taken) == 1


@pytest.mark.aeslc
def test_aeslc_gives_examples_that_pass_the_checks() -> None:
    folder = os.environ.get("MAILWRIGHT_AESLC")
    if not folder:
        pytest.skip("MAILWRIGHT_AESLC names no folder with AESLC")
    cascade = Cascade(AESLC)
    mails = []
    with gzip.open(Path(folder) / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            judged = cascade.judge(_mail(record))
            if not isinstance(judged, Dropped):
                mails.append(judged)
    outcomes = [outcome for _, outcome in Extractor().extract(mails[:300])]
    examples = [outcome for outcome in outcomes if isinstance(outcome, Example)]
    assert len(examples) > 0.3 * len(outcomes)
    for example in examples[::5]:
        assert check_draft(example.brief(), example.email_subject, example.email_body).ready
        assert all(len(point.split()) <= ExtractionConfig().most_words_a_point for point in example.points)


def _mail(record: dict[str, str]) -> Mail:
    return Mail(
        record["id"], "aeslc", record["id"].split("_")[0], record["id"], None, record["subject"], Person(), (),
        record["body"], lines_kept=False,
    )  # fmt: skip
