"""One JSON object of a brief file or a request -> Brief."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mailwright.brief.freetext import fields_from_prompt, read_prompt
from mailwright.brief.model import Brief, Person
from mailwright.errors import BriefError


def brief_from_dict(record: Mapping[str, Any]) -> Brief:
    """Make a Brief from one JSON object of a brief file.

    Fields are those of the API (``from``, ``to``, ``subject``, ``key_points``, ``prompt``, ``tone``, ``length``,
    ``language``, ``received``, ``signature``) or their names in a pair (``lang``, ``context``); ``key_points`` win
    over ``prompt``. ``id``, ``kind``, ``domain``, ``tags`` and ``email_*`` are metadata and are passed over.

    Raises:
        BriefError: a field is unknown, of the wrong type or invalid.
    """
    record = dict(record)
    for name, synonym in (("received", "context"), ("language", "lang"), ("points", "key_points")):
        if synonym in record:
            record.setdefault(name, record.pop(synonym))
            record.pop(synonym, None)
    if "sender" in record:
        record.setdefault("from", record.pop("sender"))
    record = {key: value for key, value in record.items() if key not in _METADATA and not key.startswith("email_")}
    unknown = sorted(set(record) - _FIELDS)
    if unknown:
        raise BriefError(unknown[0], f"is not a field of a brief: use one of {', '.join(sorted(_FIELDS))}")
    prompt = record.pop("prompt", None)
    given = {key: value for key, value in record.items() if value not in (None, "", [])}
    sender = _person_of_json("from", given.pop("from", ""))
    to = given.pop("to", [])
    to = [_person_of_json(f"to[{i}]", person) for i, person in enumerate(to if isinstance(to, list) else [to])]
    for name, value in given.items():
        if name == "points":
            if not isinstance(value, list) or not all(isinstance(point, str) for point in value):
                raise BriefError("key_points", "must be a list of strings")
        elif not isinstance(value, str):
            raise BriefError(name, f"must be a string, not {type(value).__name__}")
    if "points" in given:
        return Brief(sender=sender, to=to, **given)
    if not isinstance(prompt, str) or not prompt.strip():
        raise BriefError("key_points", "or a prompt is required: say what the e-mail is to tell")
    read = fields_from_prompt(read_prompt(prompt))
    read.update(given)
    if sender != Person():
        read["sender"] = sender
    if to:
        read["to"] = to
    return Brief(**read)


_METADATA: Final = frozenset({"id", "kind", "domain", "tags"})
_FIELDS: Final = frozenset(
    {"from", "to", "subject", "points", "prompt", "tone", "length", "language", "received", "signature"}
)


def _person_of_json(field: str, value: object) -> Person:
    if isinstance(value, Person):
        return value
    if isinstance(value, str):
        return Person.parse(value)
    if isinstance(value, Mapping) and set(value) <= {"name", "email"}:
        name, email = value.get("name") or "", value.get("email") or ""
        if isinstance(name, str) and isinstance(email, str):
            return Person(name, email)
    raise BriefError(field, 'must be a string or an object like {"name": "Ana", "email": "ana@example.com"}')
