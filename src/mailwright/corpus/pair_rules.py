"""What makes a pair good, as far as rules can tell: form, length, faithfulness."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from mailwright.brief import Length
from mailwright.checks.content import content_stems, same_word
from mailwright.checks.facts import unsupported_facts
from mailwright.checks.items import Item, find_items, offers_of, supported
from mailwright.checks.layout import layout_of
from mailwright.checks.text import fold, words
from mailwright.checks.wishes import wish_of
from mailwright.corpus.finding import Remark
from mailwright.corpus.records import Pair

BODY_WORDS: Final[dict[Length, tuple[int, int]]] = {"short": (20, 80), "medium": (60, 150), "long": (125, 280)}
"""Fewest and most words of a body, all of it counted, blank to blank."""

_COPIED_WORDS: Final = 7  # a point of so many words or more must not stand in the body as it is
_LEAST_RECALL: Final = 0.2
_FEWEST_STEMS: Final = 3  # fewer words say nothing about how much of a point is there
_PLACEHOLDER: Final = re.compile(r"\[[A-Za-z ]+\]|\bYour Name\b|<[a-z]+>|\bXXX+\b|\b[Ll]orem ipsum\b")
_ADDRESS: Final = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_LINK: Final = re.compile(r"\b(?:https?://|www\.)([\w-]+(?:\.[\w-]+)*)", re.IGNORECASE)
_RESERVED: Final = re.compile(r"(?:.+\.)?example(?:\.(?:com|org|net))?|.+\.(?:test|invalid)", re.IGNORECASE)
_CURRENCIES: Final = {
    "£": re.compile(r"gbp|pound|quid", re.IGNORECASE),
    "$": re.compile(r"usd|dollar|buck", re.IGNORECASE),
    "€": re.compile(r"eur", re.IGNORECASE),
}
_FIELDS_WITH_TEXT: Final = ("subject", "context", "prompt", "email_subject", "email_body")


def pair_remarks(pair: Pair) -> Iterator[Remark]:
    """Yield what is wrong or doubtful in a well-formed pair.

    Errors are what every pair must keep: the length band, the subject given, no placeholder, reserved domains only.
    Warnings come from checks that can be mistaken: form, facts that the brief does not give, points that the body
    does not carry.
    """
    for rule in _RULES:
        yield from rule(pair)


def _length(pair: Pair) -> Iterator[Remark]:
    count = len(pair.email_body.split())
    fewest, most = BODY_WORDS[pair.length]
    if not fewest <= count <= most:
        yield "error", "email_body", f"has {count} words: a {pair.length} one has {fewest} to {most}"


def _placeholder(pair: Pair) -> Iterator[Remark]:
    for name, text in (("email_subject", pair.email_subject), ("email_body", pair.email_body)):
        found = _PLACEHOLDER.search(text)
        if found:
            yield "error", name, f"holds the placeholder {found.group()!r}"


def _subject(pair: Pair) -> Iterator[Remark]:
    if pair.subject and pair.email_subject != pair.subject:
        yield "error", "email_subject", f"is not the subject that the brief gives, {pair.subject!r}"


def _domains(pair: Pair) -> Iterator[Remark]:
    texts = [(name, getattr(pair, name)) for name in _FIELDS_WITH_TEXT]
    texts += [(f"key_points[{position}]", point) for position, point in enumerate(pair.key_points)]
    for name, text in texts:
        for found in (*_ADDRESS.finditer(text), *_LINK.finditer(text)):
            if not _RESERVED.fullmatch(found.group(1)):
                yield "error", name, f"holds {found.group()!r}: only example.com and example.org may be named"


def _form(pair: Pair) -> Iterator[Remark]:
    layout = layout_of(pair.email_body)
    last = pair.email_body.rsplit("\n", 1)[-1]
    if layout.greeting is None and pair.to:
        yield "warning", "email_body", "has no greeting line, although the brief says to whom"
    if pair.sender and not _shares_word(pair.sender, last):
        yield "warning", "email_body", f"ends with {last[:60]!r}, not with the sender {pair.sender!r}"
    if not pair.sender and layout.sender:
        extra = pair.email_body[slice(*layout.sender)]
        yield "warning", "email_body", f"is signed {extra[:60]!r}, but the brief gives no sender"
    if re.search(r"[ \t]\n|\n{3,}|  ", pair.email_body):
        yield "warning", "email_body", "has blanks at a line's end, double blanks or more than one empty line"


def _facts(pair: Pair) -> Iterator[Remark]:
    for fact in unsupported_facts(pair.brief(), pair.email_body):
        yield "warning", "email_body", f"has the {fact.kind} {fact.text!r}, which the brief does not give"
    for fact in unsupported_facts(pair.brief(), pair.email_subject):
        if fact.kind != "name":  # a subject line may be written in title case
            yield "warning", "email_subject", f"has the {fact.kind} {fact.text!r}, which the brief does not give"


def _currency(pair: Pair) -> Iterator[Remark]:
    given = "\n".join((pair.subject, pair.context, *pair.key_points))
    for sign, spelt in _CURRENCIES.items():
        if sign in pair.email_body and sign not in given and not spelt.search(given):
            yield "warning", "email_body", f"has the currency {sign!r}, which the brief does not give"


def _points(pair: Pair) -> Iterator[Remark]:
    sent = f"{pair.email_subject}\n{pair.email_body}"
    offers = _offers(sent, pair.lang)
    stems = content_stems(f"{pair.to}\n{sent}", pair.lang)
    folded = fold(pair.email_body)
    for position, point in enumerate(pair.key_points):
        name = f"key_points[{position}]"
        banned = wish_of(point)
        if banned is not None:
            said = [word for word in words(pair.email_body) if word.folded in banned]
            if said:
                yield "warning", name, f"{point!r} is a wish, but the body says {said[0].folded!r}"
            continue
        for item in _lost(point, pair.lang, offers):
            yield "warning", name, f"has the {item.kind} {item.text!r}, which the e-mail does not carry"
        if pair.lang == "en" and _recall(point, stems) < _LEAST_RECALL:
            yield "warning", name, f"{point!r} is hardly found in the body"
        if len(point.split()) >= _COPIED_WORDS and fold(point).rstrip(".") in folded:
            yield "warning", name, f"{point!r} stands in the body word for word"


def _prompt(pair: Pair) -> Iterator[Remark]:
    offers = _offers(f"{pair.prompt}\n{pair.subject}\n{pair.context}", pair.lang)
    for position, point in enumerate(pair.key_points):
        for item in _lost(point, pair.lang, offers):
            yield "warning", "prompt", f"lacks the {item.kind} {item.text!r} of key_points[{position}]"


def _lost(point: str, language: str, offers: frozenset[str]) -> Iterator[Item]:
    """Yield the hard items of a point that ``offers`` lack; a point may be jotted in English for any language."""
    english = find_items(point, "en")
    kept = {item.span for item in english if supported(item, offers)}
    for item in find_items(point, language):
        if item.certain and not supported(item, offers) and item.span not in kept:
            same_place = [other for other in english if other.span == item.span]
            if language == "en" or all(other.certain for other in same_place):
                yield item


def _offers(text: str, language: str) -> frozenset[str]:
    both = find_items(text, language) if language == "en" else find_items(text, language) + find_items(text, "en")
    return offers_of(both)


def _recall(point: str, written: tuple[str, ...]) -> float:
    content = content_stems(point, "en")
    if len(content) < _FEWEST_STEMS:
        return 1.0
    return sum(any(same_word(stem, word) for word in written) for stem in content) / len(content)


def _shares_word(name: str, line: str) -> bool:
    return bool({word.folded for word in words(name)} & {word.folded for word in words(line)})


_RULES: Final[tuple[Callable[[Pair], Iterator[Remark]], ...]] = (
    _length, _placeholder, _subject, _domains, _form, _facts, _currency, _points, _prompt,
)  # fmt: skip
