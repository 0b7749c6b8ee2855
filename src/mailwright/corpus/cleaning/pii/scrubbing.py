"""The last step of cleaning: personal data replaced on all sides of a mail alike, or the mail dropped."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import Any, Final

from mailwright.corpus.cleaning.config import PiiConfig
from mailwright.corpus.cleaning.pii.finding import Found, find_pii
from mailwright.corpus.cleaning.pii.inventing import invent, is_made_up, key_of
from mailwright.corpus.mail import Mail

_MOST_DRAWS: Final = 50


class Scrubber:
    """Replaces the personal data of mails.

    A value becomes the same made-up value in subject, body, received mail and signature, and in every mail and
    every run; two values of one mail never become one.

    Attributes:
        counts: how many values of each kind were replaced.
    """

    def __init__(self, config: PiiConfig) -> None:
        self.counts: Counter[str] = Counter()
        self._treatments = config.model_dump()

    def scrub(self, mail: Mail) -> Mail | str:
        """Return the mail without the personal data that is to be replaced, or the kind for which it is dropped."""
        texts = {"subject": mail.subject, "body": mail.body, "received": mail.received, "signature": mail.signature}
        found = {name: [item for item in find_pii(text) if not is_made_up(item)] for name, text in texts.items()}
        for items in found.values():
            for item in items:
                if self._treatments[item.kind] == "drop":
                    return item.kind
        values = _Values()
        changed: dict[str, Any] = {}
        for name, items in found.items():
            wanted = [item for item in items if self._treatments[item.kind] == "replace"]
            if wanted:
                changed[name] = _replaced(texts[name], wanted, values)
                self.counts.update(item.kind for item in wanted)
        return replace(mail, **changed) if changed else mail


class _Values:
    """The made-up values of one mail."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._keys: set[tuple[str, str]] = set()

    def instead_of(self, found: Found) -> str:
        """Return the made-up value for a real one, laid out as this place writes it."""
        place = (found.kind, key_of(found))
        if place in self._given:
            return invent(found, random.Random(self._given[place]))
        for draw in range(_MOST_DRAWS):
            salt = f"{found.kind}:{place[1]}:{draw}"
            value = invent(found, random.Random(salt))
            key = (found.kind, key_of(Found(found.kind, 0, len(value), value)))
            if key not in self._keys:
                break
        self._keys.add(key)
        self._given[place] = salt
        return value


def _replaced(text: str, items: list[Found], values: _Values) -> str:
    parts = []
    end = 0
    for item in items:
        parts += [text[end : item.start], values.instead_of(item)]
        end = item.end
    return "".join(parts) + text[end:]
