"""Where personal data stands in a text, and what kind it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

from mailwright.checks.references import find as find_references
from mailwright.corpus.cleaning.pii.numbers import is_card, is_iban
from mailwright.corpus.cleaning.pii.streets import POST_BOX, POSTCODE, STREET

Kind = Literal["credential", "account", "email", "link", "phone", "address"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of personal data, ``text == whole[start:end]``."""

    kind: Kind
    start: int
    end: int
    text: str


_SECRET: Final = re.compile(
    r"\b(?:pass ?(?:word|code|phrase)|pwd|pin(?: code| number)?|access code|passwort|kennwort|mot de passe"
    r"|contraseña|wachtwoord|senha)(?:\s+(?:is|ist|est|es|è|é)|\s?[:=])\s+(?P<value>(?=\S*[\d_#$!%*]"
    r"|[A-Z]{4})\S{3,30})",
    re.IGNORECASE,
)
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z\d]{4}){2,7}(?:[ \u00a0]?[A-Z\d]{1,4})?\b")
_CARD: Final = re.compile(
    r"(?<![\w.,-])[3-6]\d{3}(?P<gap>[ -]?)\d{4,6}(?P=gap)\d{4,5}(?:(?P=gap)\d{1,4})?(?![\w-])"
)
_SOCIAL: Final = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_LABELLED: Final = re.compile(
    r"\b(?:account|acct|a/c|routing|aba|passport|policy|licen[sc]e|ssn|social security|tax id|konto"
    r"|kontonummer|steuernummer"
    r"|ausweis|compte|cuenta|conto|rekening|conta|nif|dni|bsn|cpf)"
    r"(?:[ -]?(?:no|number|num|nr|n°|nº|#))?\.?\s?[:#]?\s?(?:is |ist |est "
    r"|es )?(?P<value>\d[\d -]{4,24}\d)(?![\w-])",
    re.IGNORECASE,
)
_EXTENSION: Final = re.compile(
    r"(?:\bx|\b(?:ext(?:ension)?|durchwahl|poste|interno|toestel"
    r"|ramal)\b\.?:?)[ -]?(?P<value>\d(?:-?\d){3,5})(?![\w-])"
    r"|(?<![\w.,$€£/-])(?P<inner>\d-\d{4})(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
_MORE_PHONES: Final = re.compile(
    r"(?<![\w.,/-])\+\d{1,3}[ ./-]?\(?\d{1,5}\)?(?:[ ./-]?\d{2,8}){1,4}(?![\w-])"  # +49 30 901820
    r"|(?<![\w.,/-])\(?0\d{1,4}\)?[ /-]\d{5,8}(?:[ -]\d{1,4})?(?![\w-]|[.,]\d)"  # 0171 2345678
    r"|(?<![\w.,-])\(?\d{3}\)? ?[./-]? ?\d{3} ?[.-] ?\d{4}(?![\w-]|[.,]\d)"  # 713/646-3490
)
_POSTCODE_AFTER: Final = re.compile(r",? (?P<value>\d{4,5})(?= [A-ZÀ-Þ])")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def find_pii(text: str) -> list[Found]:
    """Return the personal data in ``text`` in order; no two overlap, the more telling kind wins."""
    found: list[Found] = []
    for match in _SECRET.finditer(text):
        _add(found, "credential", text, match.span("value"))
    for match in _IBAN.finditer(text):
        if is_iban(match.group()):
            _add(found, "account", text, match.span())
    for match in _CARD.finditer(text):
        if is_card(match.group()):
            _add(found, "account", text, match.span())
    for match in _SOCIAL.finditer(text):
        _add(found, "account", text, match.span())
    for match in _LABELLED.finditer(text):
        _add(found, "account", text, match.span("value"))
    for pattern in (STREET, POST_BOX, POSTCODE):
        for match in pattern.finditer(text):
            _add(found, "address", text, match.span(match.lastgroup or 0))
    for item in [item for item in found if item.kind == "address"]:
        if after := _POSTCODE_AFTER.match(text, item.end):
            _add(found, "address", text, after.span("value"))
    _add_references(found, text)
    for match in _MORE_PHONES.finditer(text):
        _add(found, "phone", text, match.span())
    for match in _EXTENSION.finditer(text):
        _add(found, "phone", text, match.span("value" if match["value"] else "inner"))
    return sorted(found, key=lambda item: item.start)


def _add_references(found: list[Found], text: str) -> None:
    """Add what the checks take for an e-mail address, a link or a telephone number."""
    for item in find_references(text, "en"):
        if item.kind == "address":
            _add(found, "email", text, item.span)
        elif item.kind == "link":
            _add(found, "link", text, item.span)
        elif item.kind == "phone" and not _YEAR.search(item.text):
            _add(found, "phone", text, item.span)


def _add(found: list[Found], kind: Kind, text: str, span: tuple[int, int]) -> None:
    start, end = span
    if not any(start < other.end and other.start < end for other in found):
        found.append(Found(kind, start, end, text[start:end]))
