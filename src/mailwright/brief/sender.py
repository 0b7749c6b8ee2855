"""Whether the end of a wish is a signature, and whose."""

from __future__ import annotations

import re
from typing import Final

from mailwright.brief.lexicon import (
    core,
    ends_as_title,
    is_capitalised,
    is_common,
    is_name_like,
    is_role,
    is_title,
    name_as_written,
)
from mailwright.brief.manner import is_manner
from mailwright.brief.phrases import ARTICLES, CLOSERS, INSIDE_NAMES, RELATIONS, STOP_WORDS, word_set

_LAST_STOP: Final = re.compile(r".*(?:[.!?;:\n/”\"'’)]|\s[-–—]|\bSTOP)\s+", re.DOTALL)
_RUN_ON_FROM: Final = re.compile(r"\s(?:love\s+)?from\s+(?P<who>(?:[^\s.,;:]+\s+){0,3}[^\s.,;:]+)$", re.IGNORECASE)
_MONTH: Final = re.compile(r"(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)\w*$", re.IGNORECASE)
_MAX_WORDS: Final = 9
_MARKERS: Final = re.compile(
    r"^(?:[-–—~]\s*)?(?:(?:and\s+)?(?:just\s+)?sign(?:ed)?(?:\s+(?:it|as|off as|it as|it off as|with|by|from))?"
    r"|(?:it'?s |this is |tell (?:him|her|them) it'?s )?from|this is|it'?s|on behalf of|sender(?: is|:)?"
    r"|regards|best(?: regards| wishes)?|kind regards|yours(?: sincerely)?|love|cheers|(?:many )?thanks?"
    r"(?: you)?|thnks|thx|tnx|ta|bye|xx+|hugs|my name is|i am|i'm|name:|von|de la part de|de parte de"
    r"|da parte di)[,!.]?\s+",
    re.IGNORECASE,
)
_ORGANISATION: Final = word_set(
    "farm library club office school team street services service accounts roofing reception management"
    " apartment flat clinic bakery church parish hall house gym shop store nursery nurseries garage hotel"
    " cafe café committee council association society group works housing co-op desk dispatch core"
    " facility post estates studio studios press centre center museum theatre company ltd inc gmbh llc"
    " events line care sales billing support helpdesk hr it pr residents neighbours parents crew captain"
    " organiser organisers treasurer secretary chair board dad mum mom coach foreman headteacher principal"
    " warden host hosts landlord landlady grandma grandpa nan head department"
)


_BEFORE_NAMES: Final = word_set(
    "to with for by and or of at in on is was are be as ask tell call via the a an my our see meet thank"
    " named called about than near ring phone visit not no mr mrs"
)


def is_signature(segment: str, shouted: bool) -> bool:
    """Whether ``segment``, the last sentence of a wish, is nothing but who writes."""
    words = segment.replace("/", " ").split()
    if not 1 <= len(words) <= _MAX_WORDS or segment.rstrip()[-1:] in "?!:;":
        return False
    if not any(core(word)[:1].isalpha() for word in words) or any("@" in word or "//" in word for word in words):
        return False
    if shouted or not any(is_capitalised(word) for word in words):
        return _is_flat_signature(words)
    return _is_capitalised_signature(words)


def _is_capitalised_signature(words: list[str]) -> bool:
    if not is_capitalised(words[0]) or core(words[0]).lower() in STOP_WORDS | CLOSERS:
        return False
    if core(words[0]).lower() in ARTICLES and len(words) > 1:
        return core(words[0]).lower() == "the" and all(_fits_name(word) or is_role(word) for word in words)
    plain = [word for word in words[1:] if not _fits_name(word) and not is_role(word)]
    role_after_comma = any(word.endswith(",") for word in words[:3])
    if plain and not (role_after_comma and all(is_role(word) for word in plain)):
        return False
    if len(words) == 1 and is_common(words[0]):
        return core(words[0]).lower() in _ORGANISATION or is_role(words[0])
    if all(is_common(word) and not is_title(word) for word in words):
        return any(core(word).lower() in _ORGANISATION or is_role(word) for word in words) or (
            len(words) > 1 and all(is_capitalised(word) or core(word).lower() in INSIDE_NAMES for word in words)
        )
    return True


def _fits_name(word: str) -> bool:
    bare = core(word).lower()
    return (
        is_capitalised(word)
        or bare in INSIDE_NAMES
        or bare in ("my", "your", "our", "her", "his", "nos", "upstairs")
        or bool(re.fullmatch(r"\d{1,4}[a-z]?", bare))
        or not bare
    )


def _is_flat_signature(words: list[str]) -> bool:
    """The same where capitals tell nothing: every word foreign to everyday English, or the name of a house."""
    bare = [core(word).lower() for word in words]
    if len(words) > 6 or bare[0] in CLOSERS | STOP_WORDS | INSIDE_NAMES - {"the"} or bare[0][:1].isdigit():
        return False
    before_comma = next((index + 1 for index, word in enumerate(words) if word.endswith(",")), len(words))
    names = sum(is_name_like(word, shouted=True) for word in words)
    houses = sum(word in _ORGANISATION for word in bare)
    if not names and not houses:
        return False
    known = [
        is_name_like(words[index], shouted=True)
        or is_title(words[index])
        or bare[index] in INSIDE_NAMES
        or bare[index] in _ORGANISATION
        or bare[index] in ("grandma", "grandpa")
        or len(bare[index]) == 1
        or (names > 0 and is_role(words[index]))
        or (index > 0 and bare[index - 1] in ("and", "&") and len(words) <= 4)
        or index >= before_comma
        for index in range(len(words))
    ]
    if not all(known):
        house = names > 0 and bare[-1] in _ORGANISATION and len(words) <= 4
        manager = len(words) <= 4 and is_name_like(words[-1], shouted=True) and any(is_role(word) for word in words)
        return house or manager
    return bool(names) or (len(words) <= 3 and bare[-1] in _ORGANISATION)


def cut_signature(text: str, shouted: bool) -> tuple[str, str]:
    """Return ``text`` without its signature, and who signs ("" if nobody does)."""
    found = _LAST_STOP.match(text[-400:])
    offset = max(0, len(text) - 400)
    for start in _starts(text, offset + found.end() if found else 0):
        segment = text[start:].strip()
        marked = _MARKERS.match(segment)
        name = segment[marked.end() :].strip() if marked else segment
        name = name.strip(" .,;-–—()")
        if (
            not name
            or (_MONTH.match(name) and re.search(r"\d\.\s*$", text[max(0, start - 9) : start]))
            or (not start and not marked)
            or is_manner(name.split(",")[0])
        ):
            continue
        if marked and _signs(name, marked.group(), shouted):
            signed = True
        else:
            cased = not shouted and any(is_capitalised(word) for word in name.split())
            signed = is_signature(name, shouted) and not is_manner(name) and (cased or _reads_english(text))
        if signed:
            rest = text[:start].rstrip()
            rest = rest.removesuffix("-").removesuffix("–").removesuffix("—").rstrip()
            return rest, _as_sender(name, shouted)
    return _cut_run_on(text, shouted)


def _as_sender(name: str, shouted: bool) -> str:
    shown = name_as_written(name.split(), shouted)
    return shown[:1].upper() + shown[1:]


def _reads_english(text: str) -> bool:
    """Whether everyday English words are the rule, so that another word is likely a name."""
    words = [word for word in text[-300:].split() if core(word).isalpha()]
    return 2 * sum(is_common(word) for word in words) >= len(words)


def _starts(text: str, start: int) -> list[int]:
    """Return where a signature may begin: at the last full stop that is no title's, before it, at a comma."""
    starts = [start]
    for _ in range(3):
        before = text[: starts[-1]].rstrip()
        if not before:
            break
        words = before[-40:].split()
        abbreviated = words and (
            ends_as_title(words[-1]) or (len(core(words[-1])) == 1 and words[-1].endswith("."))
        )
        if not abbreviated:
            break
        earlier = _LAST_STOP.match(before[-400:])
        starts.append(max(0, len(before) - 400) + earlier.end() if earlier else 0)
    comma = text.rfind(", ", max(starts[0], len(text) - 80))
    if comma > 0:
        before = re.split(r"[.,;:!?]\s", text[max(0, comma - 60) : comma])[-1].strip()
        long = len(text[comma + 1 :].split()) > 1 or _MARKERS.match(text[comma + 1 :].strip())
        if long or is_manner(before):
            starts.append(comma + 1)
    starts.sort()
    return starts


def _signs(name: str, marker: str, shouted: bool) -> bool:
    words = name.split()
    bare = [core(word).lower() for word in words]
    if len(words) > 7 or not words:
        return False
    own = (
        bare[0] in ("her", "his", "your", "the")
        and len(words) > 1
        and (bare[-1] in RELATIONS or is_role(words[-1]))
    )
    if (
        marker.lower().startswith(
            (
                "thank",
                "tnx",
                "xx",
                "hug",
                "thnks",
                "thx",
                "cheers",
                "regards",
                "from",
                "sign",
                "love",
                "i",
                "my",
                "name",
                "sender",
                "ta",
                "bye",
            )
        )
        and own
    ):
        return True
    if marker.lower().startswith(("sign", "sender", "name", "my name")):
        return len(words) <= 4 or is_role(words[0]) or is_role(words[1]) or all(_fits_name(word) for word in words)
    return is_name_like(words[0], shouted) and all(_fits_name(word) or is_name_like(word, True) for word in words)


def _may_sign(word: str) -> bool:
    return is_name_like(word, shouted=True) or is_title(word) or core(word).lower() in ("and", "the", "family")


def _cut_run_on(text: str, shouted: bool) -> tuple[str, str]:
    """Cut the name off a dictated text: ``... what kind do they like agnieszka wrona``."""
    signed = re.search(
        r"\b(?:(?:and|just|please|pls) )*sign(?:ed)?(?: it| off)?(?: as| with| from)? (?P<who>[^.,;:]{2,40})$",
        text[-90:],
    )
    if signed and len(signed.group("who").split()) <= 4:
        return text[: len(text) - len(signed.group())].rstrip(), _as_sender(signed.group("who"), shouted)
    sent = _RUN_ON_FROM.search(text[-60:])
    if sent and len(text.split()) >= 8 and all(_may_sign(word) for word in sent.group("who").split()):
        return text[: len(text) - len(sent.group())].rstrip(), _as_sender(sent.group("who"), shouted)
    words = text[-200:].split()
    taken: list[str] = []
    while words and len(taken) < 3 and is_name_like(words[-1], shouted=True) and words[-1] == core(words[-1]):
        taken.insert(0, words.pop())
    if not _reads_english(text):
        return text, ""
    if taken and words and is_title(words[-1]) and words[-1].lower() not in ("m", "no", "nurse"):
        taken.insert(0, words.pop())
    lower = not any(is_capitalised(word) for word in taken)
    if not words or len(taken) < 2 or not (lower or shouted) or len(text.split()) < 10:
        return text, ""
    if any(mark in text[-90:-1] for mark in (". ", "; ", ", ", ": ")) or core(words[-1]).lower() in _BEFORE_NAMES:
        return text, ""
    cut = text.rfind(taken[0], 0, len(text) - len(" ".join(taken[1:])))
    return text[:cut].rstrip(), name_as_written(taken, shouted)
