"""Small data sets for tests: real ones, written by DataSetWriter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from mailwright.corpus.dataset import SPLITS, DataSetWriter
from mailwright.corpus.example import Example
from mailwright.corpus.mail import Split

PLAIN = Example(
    id="mail-0",
    source="sent",
    owner="ana@example.com",
    thread="thread-0",
    people=("ana@example.com", "tom@example.com"),
    language="en",
    sender="Ana Silva",
    to=("Tom",),
    subject="",
    points=("system update fri 6pm", "back up your work"),
    tone="friendly",
    length="short",
    received="",
    signature="",
    prompt="",
    email_subject="System update on Friday",
    email_body="Hi Tom,\n\nThe system update is on Friday at 6 pm. Back up your work before.\n\nBest,\nAna Silva",
)
FACTS: dict[str, Any] = {
    "name": "sent mail of ana@example.com",
    "made_by": {"mailwright": "0.1.0"},
    "sources": [
        {"name": "sent", "kind": "mbox", "mails": 60, "unreadable": 1, "examples": 40, "digest": "ab" * 32},
    ],
    "cascade": [
        {"step": "reading", "what": "mails that can be read", "kept": 59, "dropped": 1, "reasons": {"no text": 1}},
        {
            "step": "length",
            "what": "12 to 280 words",
            "kept": 40,
            "dropped": 19,
            "reasons": {"short": 12, "long": 7},
        },
    ],
    "duplicates": {"exact": 2, "near": 1, "across_splits": 0, "threshold": 0.7, "method": "MinHash"},
    "leakage": {"highest_jaccard_across_splits": 0.31, "threads_in_two_splits": 0, "checked": "all pairs"},
    "pii": {"phone": 3},
    "languages": {"en": 40},
    "seed": 7,
    "config": {"me": ["ana@example.com"]},
    "notes": ["Made by a test."],
}


def examples(count: int = 40, **changes: Any) -> list[tuple[Split, Example]]:
    """Return examples with ids ``mail-0`` and so on; every fourth goes to validation or test."""
    made = []
    for number in range(count):
        split = SPLITS[1 + number % 8 // 4] if number % 4 == 3 else "train"
        body = PLAIN.email_body.replace("Friday at 6 pm", f"Friday at 6 pm in room {number + 100}")
        plain = replace(PLAIN, id=f"mail-{number}", thread=f"thread-{number}", email_body=body)
        made.append((split, replace(plain, **changes)))
    return made


def write_set(
    folder: Path,
    rows: Iterable[tuple[Split, Example]],
    *,
    private: bool = True,
    facts: dict[str, Any] | None = None,
) -> Path:
    """Write a data set into ``folder`` and return it."""
    with DataSetWriter(folder, private=private) as writer:
        for split, example in rows:
            writer.add(split, example)
        writer.facts = dict(FACTS if facts is None else facts)
    return folder
