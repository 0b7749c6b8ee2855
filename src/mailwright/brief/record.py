"""One JSON object of a brief file or a request -> Brief."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mailwright.brief.freetext import fields_from_prompt, read_prompt
from mailwright.brief.model import MAX_TEXT, Brief, Person, clean
from mailwright.errors import BriefError

_METADATA: Final = frozenset({"id", "kind", "domain", "tags"})
_FIELDS: Final = frozenset(
    {"from", "to", "subject", "key_points", "prompt", "tone", "length", "language", "received", "signature"}
)
_SYNONYMS: Final = {"context": "received", "lang": "language", "points": "key_points", "sender": "from"}


def brief_from_dict(record: Mapping[str, Any]) -> Brief:
    """Make a Brief from one JSON object of a brief file.

    Fields are those of the API (``from``, ``to``, ``subject``, ``key_points``, ``prompt``, ``tone``, ``length``,
    ``language``, ``received``, ``signature``) or their names in a pair (``lang``, ``context``); ``key_points`` win
    over ``prompt``, and any other field over what is read out of it. ``id``, ``kind``, ``domain``, ``tags`` and
    ``email_*`` are metadata and are passed over. null, "" and [] mean that a field is not given.

    Raises:
        BriefError: a field is unknown, of the wrong type or invalid.
    """
    given = _given(record)
    prompt = given.pop("prompt", None)
    fields: dict[str, Any] = {}
    if "from" in given:
        fields["sender"] = _person("from", given.pop("from"))
    if "to" in given:
        to = given.pop("to")
        fields["to"] = [
            _person(f"to[{i}]", person) for i, person in enumerate(to if isinstance(to, list) else [to])
        ]
    points = given.pop("key_points", None)
    for name, value in given.items():
        if not isinstance(value, str):
            raise BriefError(name, f"must be a string, not {type(value).__name__}")
    if points is not None:
        return Brief(points=_strings(points), **fields, **given)
    return Brief(**{**_read(prompt), **fields, **given})


def _given(record: object) -> dict[str, Any]:
    if not isinstance(record, Mapping):
        raise BriefError("record", f"must be a JSON object, not {type(record).__name__}")
    given: dict[str, Any] = {}
    for key, value in record.items():
        if not isinstance(key, str):
            raise BriefError("record", f"must have strings as keys, not {type(key).__name__}")
        name = _SYNONYMS.get(key, key)
        if name in _METADATA or name.startswith("email_"):
            continue
        if name not in _FIELDS:
            shown = key if key.isascii() and key.isprintable() else ascii(key)[1:-1]
            raise BriefError(shown[:40], f"is not a field of a brief: use one of {', '.join(sorted(_FIELDS))}")
        if value is not None and value not in ("", []) and (name == key or name not in given):
            given[name] = value
    return given


def _strings(points: object) -> list[str]:
    if not isinstance(points, list):
        raise BriefError("key_points", f"must be a list of strings, not {type(points).__name__}")
    return points


def _read(prompt: object) -> dict[str, Any]:
    if prompt is None:
        raise BriefError("key_points", "or a prompt is required: say what the e-mail is to tell")
    if not isinstance(prompt, str):
        raise BriefError("prompt", f"must be a string, not {type(prompt).__name__}")
    text = clean("prompt", prompt)
    if len(text) > MAX_TEXT:
        raise BriefError("prompt", f"has {len(text)} characters: at most {MAX_TEXT} are allowed")
    if not any(character.isalnum() for character in text):
        raise BriefError("prompt", "is empty: say what the e-mail is to tell")
    return fields_from_prompt(read_prompt(text))


def _person(field: str, value: object) -> Person:
    if isinstance(value, Person):
        return value
    if isinstance(value, str):
        return Person.parse(value)
    if isinstance(value, Mapping) and set(value) <= {"name", "email"}:
        name, email = value.get("name") or "", value.get("email") or ""
        if isinstance(name, str) and isinstance(email, str):
            return Person(name, email)
    raise BriefError(field, 'must be a string or an object like {"name": "Ana", "email": "ana@example.com"}')
