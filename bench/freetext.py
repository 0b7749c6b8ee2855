"""How well free text is read: ``python bench/freetext.py FILE...`` prints a table for each file and half.

A record belongs to the tuning half if the first byte of the SHA-256 of its id is even. ``to`` and ``from`` are
right if they hold the same words as the truth, folded, with titles, articles and possessives left out; a missing
one equals an empty one. A hard item is a group of digits, a link, an address, a weekday, a month, a negation or a
capitalised word inside a sentence; it is lost if the union of all fields does not hold it. ``max 80 words`` and
``no name`` are no hard items, since length and sender carry them; nor are the numbers of a list, the names of
labels and languages, nor ``no`` typed for ``know``.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mailwright.brief import Brief, Reading, read_prompt
from mailwright.brief.freetext import fields_from_prompt
from mailwright.brief.phrases import word_set

_IGNORED = word_set(
    "mr mrs ms miss dr prof professor doctor sir madam herr herrn frau monsieur madame mme m mlle señor señora"
    " sr sra senhor senhora signor signora sig dott dottssa dhr mevr mevrouw meneer the a an my our your his her"
    " their der die das den dem le la les l el los las il lo gli i o os as de het dear"
)
_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+|[\w.+-]+@[\w.-]+\w")
_CALENDAR = re.compile(
    r"\b(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february"
    r"|march|april|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)
_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|nothing|without|neither|nor|cannot|cant|dont|wont|\w+n't)\b")
_INSIDE = re.compile(r"(?<=[a-z0-9,&] )[A-ZÀ-Þ][\w'’-]*")
_CARRIED = re.compile(
    r"\b(?:(?:max|at most|no more than|not more than|under|up to|about)\s+)?\d+\s+(?:words|sentences|lines)\b"
    r"|(?:^|\s)\d{1,2}\)\s|(?:^|\n)\s*\d{1,2}\.\s|\blet \w+ no\b"
    r"|\bno (?:names?|sender|signature|recipient)\b(?: under it| at the end)?",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(c)
    )
    return plain.casefold()


def same_words(left: str, right: str) -> bool:
    def kept(text: str) -> list[str]:
        return sorted(word for word in _WORD.findall(folded(text)) if word not in _IGNORED)

    return kept(left) == kept(right)


def hard_items(prompt: str) -> set[str]:
    text = _CARRIED.sub(" ", prompt)
    items = {folded(item).rstrip(".,;:!?)") for item in _LINK.findall(text)}
    items |= set(re.findall(r"\d+", text))
    items |= set(_CALENDAR.findall(folded(text))) | set(_NEGATION.findall(folded(text)))
    if sum(c.isupper() for c in text) < 3 * sum(c.islower() for c in text):
        items |= {word for name in _INSIDE.findall(text) for word in _WORD.findall(folded(name))}
    return items - {"i", "m", "d", "s"}


def lost(prompt: str, reading: Reading) -> set[str]:
    people = " ".join(str(person) for person in (reading.sender, *reading.to))
    union = folded("\n".join([people, reading.subject, *reading.points]))
    carried = {reading.language or "", *_LABELS} if reading.language else _LABELS
    return {item for item in hard_items(prompt) if item not in union} - set(carried)


_LABELS = set(
    word_set(
        "subject from tone to re english german french spanish italian dutch deutsch francais espanol italiano"
        " nederlands portugues"
    )
)


def judge(record: dict[str, Any], reading: Reading) -> dict[str, bool]:
    brief = Brief(**fields_from_prompt(reading))
    tone = {"enthusiastic": "friendly", "warm": "friendly"}.get(record["tone"], record["tone"])
    return {
        "to": same_words(", ".join(person.name for person in reading.to), record["to"]),
        "from": same_words(reading.sender.name, record["from"]),
        "tone": brief.tone == tone,
        "length": brief.length == record["length"],
        "subject": same_words(reading.subject, record["subject"]),
        "language": brief.language == record.get("lang", brief.language),
    }


def wrong(record: dict[str, Any], reading: Reading) -> list[str]:
    return [name for name, right in judge(record, reading).items() if not right] + sorted(
        f"lost:{item}" for item in lost(record["prompt"], reading)
    )


def is_tuning(identifier: str) -> bool:
    return hashlib.sha256(identifier.encode()).digest()[0] % 2 == 0


def row(label: str, records: Sequence[dict[str, Any]]) -> str:
    readings = [read_prompt(record["prompt"]) for record in records]
    verdicts = [judge(record, reading) for record, reading in zip(records, readings, strict=True)]
    shares = [sum(verdict[name] for verdict in verdicts) / len(records) for name in verdicts[0]]
    losses = [len(lost(record["prompt"], reading)) for record, reading in zip(records, readings, strict=True)]
    distances = [
        abs(len(reading.points) - len(record["key_points"]))
        for record, reading in zip(records, readings, strict=True)
    ]
    return (
        f"{label:28}{len(records):5}"
        + "".join(f"{share:9.1%}" for share in shares)
        + f"{sum(losses):6}{sum(distances) / len(records):8.2f}"
    )


def main(files: Sequence[str]) -> None:
    names = ("to", "from", "tone", "length", "subject", "language")
    print(f"{'file':28}{'n':>5}" + "".join(f"{name:>9}" for name in names) + f"{'lost':>6}{'|points|':>9}")
    for file in files:
        records = [json.loads(line) for line in Path(file).read_text("utf-8").splitlines()]
        for half, members in (
            ("tuning", [record for record in records if is_tuning(record["id"])]),
            ("reported", [record for record in records if not is_tuning(record["id"])]),
        ):
            if members:
                print(row(f"{Path(file).stem} {half}", members))


if __name__ == "__main__":
    main(sys.argv[1:])
