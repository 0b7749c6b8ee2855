"""Made-up values in place of real ones: of the same kind and layout, and nobody's."""

from __future__ import annotations

import random
import re
from typing import Final

from mailwright.corpus.cleaning.pii.finding import Found
from mailwright.corpus.cleaning.pii.numbers import is_card, is_iban, laid_out, other_card, other_iban

_LOCAL_PARTS: Final = (
    "office", "info", "contact", "team", "desk", "service", "alex", "robin", "sam", "kim", "jo", "chris", "nicky",
    "alex.martin", "robin.weber", "sam.novak", "kim.silva", "jo.larsen", "chris.moreau", "nicky.rossi", "a.meyer",
    "r.jensen", "s.costa", "k.nowak", "j.dubois", "c.moretti", "n.visser",
)  # fmt: skip
_PAGES: Final = (
    "guide",
    "news",
    "form",
    "report",
    "plan",
    "list",
    "help",
    "events",
    "notes",
    "order",
    "map",
    "faq",
)
# Names that no town gives: a real one would be taken for made up, and be left where it stands.
_STREETS: Final = (
    "Maplefen", "Cedarholm", "Willowrick", "Birchenby", "Junipen", "Lindenmoor", "Hazelwyn", "Rowanreef",
    "Larchfell", "Aspenholt", "Aldermarch", "Poplarsey",
)  # fmt: skip
_SAFE_EMAIL: Final = re.compile(r"@(?:[\w-]+\.)*example\.(?:com|org|net)$", re.IGNORECASE)
_SAFE_LINK: Final = re.compile(r"^(?:https?://)?(?:[\w-]+\.)*example\.(?:com|org|net)(?:[/:?#]|$)", re.IGNORECASE)
_SAFE_PHONE: Final = re.compile(r"55501\d\d$")
_SAFE_ACCOUNT: Final = re.compile(r"^(?:400000\d{7,13}|98765\d{4}|[A-Z]{2}\d\d0000[A-Z\d]+)$")
_SAFE_STREET: Final = re.compile("|".join(_STREETS))
_HOST: Final = re.compile(r"^(?P<scheme>https?://)?(?P<www>www\.)?[^/?#]+(?P<path>.*)$", re.IGNORECASE | re.DOTALL)
_NAME_OF_STREET: Final = re.compile(r"[A-ZÀ-Þ][\w'’-]*[a-zà-ÿ]")
_KINDS_OF_STREET: Final = re.compile(
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Lane|Ln|Drive|Dr|Court|Ct|Circle|Cir|Parkway|Pkwy|Place|Pl|Way"
    r"|Terrace|Square|Highway|Hwy|Freeway|Fwy|Loop|Trail|Close|Crescent|Mews|Row|Plaza|North|South|East|West"
    r"|Suite|Ste|Apt|Apartment|Unit|Floor|Fl|Room|Rm|Calle|Avenida|Avda|Paseo|Via|Viale|Corso|Piazza|Rua|Travessa"
    r"|Praça|Largo|Estrada)$"
)
_GERMANIC_END: Final = re.compile(
    r"(?:straße|strasse|str|weg|platz|allee|gasse|ufer|straat|laan|plein|gracht|kade|dijk)$", re.IGNORECASE
)
_DIGITS_OF_A_LOCAL_NUMBER: Final = 7


def is_made_up(found: Found) -> bool:
    """Return whether a value is nobody's already: under example.com, 555-01xx, in a range for tests."""
    joined = re.sub(r"[\W_]", "", found.text)
    match found.kind:
        case "email":
            return bool(_SAFE_EMAIL.search(found.text))
        case "link":
            return bool(_SAFE_LINK.search(found.text))
        case "phone":
            return bool(_SAFE_PHONE.search(joined))
        case "account":
            return bool(_SAFE_ACCOUNT.search(joined))
        case "address":
            return bool(_SAFE_STREET.search(found.text))
        case _:
            return False


def key_of(found: Found) -> str:
    """Return what two ways to write one value share: letters and digits; of a telephone number the last seven."""
    joined = re.sub(r"[\W_]", "", found.text.lower())
    return joined[-_DIGITS_OF_A_LOCAL_NUMBER:] if found.kind == "phone" else joined


def invent(found: Found, rng: random.Random) -> str:
    """Return a made-up value of the kind and the layout of a real one."""
    match found.kind:
        case "email":
            return f"{rng.choice(_LOCAL_PARTS)}@example.com"
        case "link":
            return _link(found.text, rng)
        case "phone":
            return _phone(found.text, rng)
        case "account":
            return _account(found.text, rng)
        case "address":
            return _address(found.text, rng)
        case _:
            return laid_out(found.text, "".join(rng.choice("abcdefghkmnp23456789") for _ in found.text))


def _link(text: str, rng: random.Random) -> str:
    parts = _HOST.match(text)
    assert parts is not None  # a link has a host
    page = f"/{rng.choice(_PAGES)}" if len(parts["path"]) > 1 else ""
    return f"{parts['scheme'] or ''}{parts['www'] or ''}example.com{page}"


def _phone(text: str, rng: random.Random) -> str:
    """Put 555-01xx, which North America keeps for fiction, in place of the last seven digits."""
    digits = re.sub(r"\D", "", text)
    if len(digits) >= _DIGITS_OF_A_LOCAL_NUMBER:
        return laid_out(text, f"{digits[:-_DIGITS_OF_A_LOCAL_NUMBER]}55501{rng.randrange(100):02d}")
    return laid_out(text, _digits(len(digits), rng))


def _account(text: str, rng: random.Random) -> str:
    if is_iban(text):
        return other_iban(text, rng)
    if is_card(text):
        return other_card(text, rng)
    if re.fullmatch(r"\d{3}-\d{2}-\d{4}", text):
        return f"987-65-{_digits(4, rng)}"  # numbers from 900 on are never given out (SSA, Social Security Number)
    return laid_out(text, _digits(sum(character.isalnum() for character in text), rng))


def _address(text: str, rng: random.Random) -> str:
    """Change the digits and the street's own name; keep the kind of street and the layout."""
    street = rng.choice(_STREETS)
    named = False

    def name(match: re.Match[str]) -> str:
        nonlocal named
        word = match.group()
        if _KINDS_OF_STREET.match(word):
            return word
        ending = _GERMANIC_END.search(word)
        if ending and ending.start():
            named = True
            return street + ending.group().lower()
        if ending or named:
            return word if ending else ""
        named = True
        return street

    changed = re.sub(r"\d+", lambda match: _digits(len(match.group()), rng), text)
    return re.sub(r" {2,}", " ", _NAME_OF_STREET.sub(name, changed)).strip()


def _digits(size: int, rng: random.Random) -> str:
    return str(rng.randrange(1, 10)) + "".join(str(rng.randrange(10)) for _ in range(size - 1)) if size else ""
