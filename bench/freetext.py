"""How well free text is read: ``python -m bench.freetext FILE...`` prints a row for each file and half.

A record belongs to the tuning half if the first byte of the SHA-256 of its id is even; rules and weights are made
on that half alone of a file that has prompts to measure on. Columns:

- ``to``, ``from``, ``subject``: holds the same words as the truth, folded, without titles, articles and
  possessives; a missing one equals an empty one.
- ``to*``, ``from*``: the same, over the records whose prompt holds every word of the truth. Many records were
  written fields first, with a surname or a firm that no reader can take out of the prompt.
- ``tone``, ``length``, ``language``: equal.
- ``lost``: hard items that the union of all fields does not hold: groups of digits, links, addresses, weekdays,
  months, negations, capitalised words inside a sentence. ``max 80 words``, ``no name`` and ``Dear Sir or Madam``
  are none, since length, sender and the greeting carry them; nor are the numbers of a list, the names of labels
  and languages, ``no`` for ``know``.
- ``points``: mean distance from the number of points of the truth; ``-`` where it has none.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mailwright.brief import Brief, Reading, read_prompt
from mailwright.brief.freetext import fields_from_prompt
from mailwright.brief.phrases import word_set

_COLUMNS = ("to", "to*", "from", "from*", "tone", "length", "subject", "language")
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
    r"\b(?:(?:max|at most|no more than|not more than|under|up to|about)\s+)?(?:\d+|one|two|three|four|five)\s+"
    r"(?:words|sentences|lines)\b"
    r"|(?:^|\s)\d{1,2}\)\s|(?:^|\n)\s*\d{1,2}\.\s|\blet \w+ no\b"
    r"|\bno (?:names?|sender|signature|recipient)\b(?: under it| at the end)?"
    r"|\bdear (?:sirs?(?:[ /](?:or )?madam)?|madam)\b",
    re.IGNORECASE,
)
_LABELS = set(
    word_set(
        "subject from tone to re english german french spanish italian dutch deutsch francais espanol italiano"
        " nederlands portugues"
    )
)


def main() -> None:
    """Print the table for the files named on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.freetext",
        description="Measure how well free text is read into a brief.",
        epilog="example: python -m bench.freetext --half tuning corpus/pairs/*.jsonl tests/brief/data/wishes.jsonl",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON Lines with prompt and truth")
    parser.add_argument("--half", choices=["tuning", "reported", "both"], default="both", help="default: both")
    chosen = parser.parse_args()
    print(f"{'file':24}{'n':>5}" + "".join(f"{name:>10}" for name in _COLUMNS) + f"{'lost':>6}{'points':>8}")
    for file in chosen.files:
        records = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        for half in ("tuning", "reported"):
            members = [record for record in records if is_tuning(record["id"]) == (half == "tuning")]
            if members and chosen.half in (half, "both"):
                print(_row(f"{file.stem} {half}", members), flush=True)


def is_tuning(identifier: str) -> bool:
    """Whether rules and weights may be made on the record of this id."""
    return hashlib.sha256(identifier.encode()).digest()[0] % 2 == 0


def _row(label: str, records: Sequence[dict[str, Any]]) -> str:
    readings = [read_prompt(record["prompt"]) for record in records]
    verdicts = [judge(record, reading) for record, reading in zip(records, readings, strict=True)]
    shown = f"{label:24}{len(records):5}"
    for name in _COLUMNS:
        counted = [verdict[name] for verdict in verdicts if name in verdict]
        shown += f"{sum(counted) / len(counted):10.1%}" if counted else f"{'-':>10}"
    losses = sum(len(lost(record["prompt"], reading)) for record, reading in zip(records, readings, strict=True))
    distances = [
        abs(len(reading.points) - len(record["key_points"]))
        for record, reading in zip(records, readings, strict=True)
        if record.get("key_points")
    ]
    return shown + f"{losses:6}" + (f"{sum(distances) / len(distances):8.2f}" if distances else f"{'-':>8}")


def judge(record: dict[str, Any], reading: Reading) -> dict[str, bool]:
    """Return for each column whether ``reading`` is right; a column that does not count for it is missing."""
    brief = Brief(**fields_from_prompt(reading))
    tone = {"enthusiastic": "friendly", "warm": "friendly"}.get(record["tone"], record["tone"])
    recipient = ", ".join(person.name or person.email for person in reading.to)
    verdict = {
        "to": same_words(recipient, record["to"]),
        "from": same_words(reading.sender.name, record["from"]),
        "tone": brief.tone == tone,
        "length": brief.length == record["length"],
        "subject": same_words(reading.subject, record["subject"]),
        "language": brief.language == record.get("lang", brief.language),
    }
    for name in ("to", "from"):
        if set(kept_words(record[name])) <= set(kept_words(record["prompt"])):
            verdict[name + "*"] = verdict[name]
    return verdict


def same_words(left: str, right: str) -> bool:
    """Whether two names hold the same words."""
    return sorted(kept_words(left)) == sorted(kept_words(right))


def kept_words(text: str) -> list[str]:
    """Return the words of ``text``, folded, without titles, articles and possessives."""
    return [word for word in _WORD.findall(folded(text)) if word not in _IGNORED]


def folded(text: str) -> str:
    """Return ``text`` without case and accents."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(c)
    )
    return plain.casefold()


def lost(prompt: str, reading: Reading) -> set[str]:
    """Return the hard items of ``prompt`` that no field of ``reading`` holds."""
    people = " ".join(str(person) for person in (reading.sender, *reading.to))
    union = folded("\n".join([people, reading.subject, *reading.points]))
    carried = {reading.language or "", *_LABELS} if reading.language else _LABELS
    return {item for item in _hard_items(prompt) if item not in union} - set(carried)


def _hard_items(prompt: str) -> set[str]:
    text = _CARRIED.sub(" ", prompt)
    items = {folded(item).rstrip(".,;:!?)") for item in _LINK.findall(text)}
    items |= set(re.findall(r"\d+", text))
    items |= set(_CALENDAR.findall(folded(text))) | set(_NEGATION.findall(folded(text)))
    if sum(c.isupper() for c in text) < 3 * sum(c.islower() for c in text):
        items |= {word for name in _INSIDE.findall(text) for word in _WORD.findall(folded(name))}
    return items - {"i", "m", "d", "s"}


if __name__ == "__main__":
    main()
