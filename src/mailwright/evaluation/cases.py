"""Cases: the briefs that models are evaluated on, with the mail that a careful writer sent where one is known."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailwright.brief import brief_from_dict
from mailwright.corpus.dataset import read_split
from mailwright.corpus.lines import read_lines
from mailwright.errors import BriefError, MailwrightError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from mailwright.brief import Brief


class EvaluationError(MailwrightError):
    """Something that cannot be evaluated, or a report that cannot be gone on with or read."""


@dataclass(frozen=True)
class Case:
    """One brief to write from.

    Attributes:
        id: unique among the cases.
        record: the brief as JSON can hold it: fields of the API.
        brief: the same as a Brief.
        subject: the subject that a careful writer gave; empty if none is known.
        body: the mail that a careful writer sent; empty if none is known.
    """

    id: str
    record: Mapping[str, Any]
    brief: Brief
    subject: str = ""
    body: str = ""

    @property
    def language(self) -> str:
        """The primary tag of its language."""
        return self.brief.language.partition("-")[0]

    def to_dict(self) -> dict[str, Any]:
        """Return the case as one line of a file; ``case_of`` reads it back."""
        return {**self.record, "id": self.id, "email_subject": self.subject, "email_body": self.body}


def read_cases(paths: Iterable[Path], only: Collection[str] | None = None) -> list[Case]:
    """Return the cases of files of briefs or pairs (JSON Lines) and of data sets (a folder: its test split).

    Args:
        paths: files and folders.
        only: take those with these ids; all if None.

    Raises:
        EvaluationError: a line is no brief, an id comes twice, or nothing is left.
        DataSetError: a folder is no data set.
        OSError: a file cannot be read.
    """
    cases: dict[str, Case] = {}
    paths = list(paths)
    for path in paths:
        for case in _of_data_set(path) if path.is_dir() else _of_file(path):
            if only is not None and case.id not in only:
                continue
            if case.id in cases:
                raise EvaluationError(f"{path}: the id {case.id!r} comes twice: give every brief its own")
            cases[case.id] = case
    if not cases:
        named = ", ".join(map(str, paths))
        raise EvaluationError(f"{named}: no brief {'of the ids asked for ' if only is not None else ''}is there")
    return list(cases.values())


def digest_of(cases: Iterable[Case]) -> str:
    """Return the SHA-256 of ids, briefs and mails, in order."""
    digest = hashlib.sha256()
    for case in cases:
        digest.update(repr((case.id, case.brief, case.subject, case.body)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def case_of(record: Mapping[str, Any], fallback: str) -> Case:
    """Return the case of one JSON object.

    Args:
        record: fields of a brief or a pair.
        fallback: its id if it names none.

    Raises:
        BriefError: it is no brief.
    """
    fields = {key: value for key, value in record.items() if not key.startswith("email_")}
    return Case(
        str(record.get("id", fallback)),
        fields,
        brief_from_dict(fields),
        str(record.get("email_subject", "")),
        str(record.get("email_body", "")),
    )


def _of_file(path: Path) -> Iterator[Case]:
    for line in read_lines(path):
        if line.problem:
            raise EvaluationError(f"{path}:{line.number}: {line.problem}")
        try:
            yield case_of(line.record, f"line-{line.number}")
        except BriefError as error:
            raise EvaluationError(f"{path}:{line.number}: {error}") from error


def _of_data_set(folder: Path) -> Iterator[Case]:
    for example in read_split(folder, "test"):
        record = {
            "from": example.sender,
            "to": list(example.to),
            "subject": example.subject,
            "key_points": list(example.points),
            "tone": example.tone,
            "length": example.length,
            "language": example.language,
            "received": example.received,
            "signature": example.signature,
        }
        yield Case(example.id, record, example.brief(), example.email_subject, example.email_body)
