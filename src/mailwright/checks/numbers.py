"""Numbers in digits: amounts of money, percentages, ordinals, counts, with the separators of several countries."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from mailwright.checks.item import Item

_CURRENCY: Final = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD", "€": "EUR",
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pounds": "GBP", "quid": "GBP",
    "pence": "GBP", "chf": "CHF", "sfr": "CHF", "fr.": "CHF", "¥": "JPY", "jpy": "JPY", "yen": "JPY", "₹": "INR",
    "inr": "INR", "rs": "INR", "rs.": "INR", "rupees": "INR", "r$": "BRL", "brl": "BRL", "reais": "BRL",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "kr": "KR", "kr.": "KR", "pln": "PLN", "zł": "PLN", "czk": "CZK",
    "a$": "AUD", "aud": "AUD", "c$": "CAD", "cad": "CAD", "cny": "CNY", "rmb": "CNY", "zar": "ZAR", "mxn": "MXN",
    "huf": "HUF", "try": "TRY", "₺": "TRY", "ils": "ILS", "₪": "ILS", "krw": "KRW", "₩": "KRW", "sgd": "SGD",
    "nzd": "NZD", "hkd": "HKD",
}  # fmt: skip
_SIGN: Final = "|".join(re.escape(sign) for sign in sorted(_CURRENCY, key=len, reverse=True))
_BEFORE: Final = (
    r"us\$|a\$|c\$|r\$|[$€£¥₹₺₪₩]"
    r"|\b(?:eur|usd|gbp|chf|sfr|jpy|inr|rs\.?|brl|sek|nok|dkk|kr\.?|pln|czk|aud|cad|cny|zar)"
)
_SCALE: Final = {
    "k": 1_000, "grand": 1_000, "thousand": 1_000, "tausend": 1_000, "mil": 1_000, "mille": 1_000, "mila": 1_000,
    "duizend": 1_000, "m": 1_000_000, "mio": 1_000_000, "mio.": 1_000_000, "mn": 1_000_000, "million": 1_000_000,
    "millions": 1_000_000, "millionen": 1_000_000, "millones": 1_000_000, "milioni": 1_000_000,
    "miljoen": 1_000_000, "milhões": 1_000_000, "bn": 1_000_000_000, "billion": 1_000_000_000, "hundred": 100,
}  # fmt: skip
_SPACE: Final = "   "
_NUMBER: Final = re.compile(
    rf"(?:(?P<before>{_BEFORE})[{_SPACE}]?|(?<![a-wyz]))(?<!\d)(?<!\d[.,])"
    rf"(?P<digits>\d{{1,3}}(?:(?P<group>[.,'’{_SPACE}])\d{{3}})(?:(?P=group)\d{{3}})*(?:[.,]\d{{1,2}})?(?!\d)"
    r"|\d+(?:[.,]\d+)*|(?<!\.)(?<!\w)\.\d+)"
    rf"(?:[{_SPACE}]?(?P<scale>k|m|mio\.?|mn|bn|grand|thousand|tausend|mille|mila|mil|duizend|hundred"
    rf"|millions?|millionen"
    r"|millones|milioni|miljoen|milhões|billion)(?!\w))?"
    rf"(?:[{_SPACE}]?(?P<after>{_SIGN})(?!\w)|[{_SPACE}]?(?P<percent>%|per[ ]?cent\b|prozent\b|pct\b"
    rf"|pour cent\b|por ciento\b|per"
    r" cento\b|por cento\b|procent\b)|(?P<ordinal>st|nd|rd|th|er|º|ª|°|ème|eme"
    rf"|(?-i:e|re|[eè]re|de|ste))(?!\w))?",
    re.IGNORECASE,
)
_HOUR_BEFORE: Final = re.compile(
    r"(?:\b(?:at|by|from|till?|until|to|after|before|between|and|or|around|about|on|the|um|ab|bis|am|den|dem|las|la"
    r"|alle|dalle|le|om|tot|vanaf|às|as|das|dia|día|el|il|le|op|von|vom|zum"
    r"|[a-z]*day|mon|tues?|weds?|thu|thurs?|fri|sat|sun|mar|jan|feb|apr|may|june?|july?|aug|sept?|oct|nov|dec"
    r"|ca|~|à)"
    r"|[-–—@,/+&(;:~])\.?\s*$",
    re.IGNORECASE,
)
_DAY_BEFORE: Final = re.compile(
    r"(?:\b(?:the|[a-z]+day|mon|tues?|weds?|thu|thurs?|fri|sat|sun|montag|dienstag|mittwoch|lundi|mardi|lunes"
    r"|martes|dia|il|el"
    r"|le|den|am)|\bby|[-–&,])\.?\s$|(?<=\d)-$",
    re.IGNORECASE,
)
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]+)[  ]$")
_FOR: Final = re.compile(
    r"4[ ](?:ur?|it|me|him|her|them|us|you|my|your|the|this|that|being|all)\b", re.IGNORECASE
)  # "thanks 4 it"
_LIST: Final = re.compile(
    r"(?<![\w.,$€£])\d{1,3}(?:,\d{1,3}){2,}(?![\d.,]*\d|\w)|(?<![\w.,])\d+(?:\.\d+){2,}(?![\d,]*\d|\w)"
)
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{2})")
_COMMA_PAIR: Final = re.compile(r"(\d{1,2}),(\d{1,2})")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+")
_RANGE_SCALE: Final = re.compile(r"[  ]?[-–][  ]?\d+(?:[.,]\d+)?[  ]?(k|m|bn)(?!\w)", re.IGNORECASE)
_WORD_AFTER: Final = re.compile(r"[  -]?[^\W\d_]")
_FRACTION: Final = re.compile(r"[½¼¾⅓⅔]")
_FRACTIONS: Final = {"½": ("0.5", "1/2"), "¼": ("0.25", "1/4"), "¾": ("0.75", "3/4"), "⅓": ("1/3",), "⅔": ("2/3",)}


def find(text: str, language: str) -> list[Item]:
    """Return the numbers of ``text`` that are written in digits."""
    items: list[Item] = []
    for match in _LIST.finditer(text):
        if not _THOUSANDS.fullmatch(match.group()):
            items += _list(match)
    items += [_item(match, language) for match in _NUMBER.finditer(_without(text, items))]
    for match in _FRACTION.finditer(text):
        values = frozenset(f"n:{form}" for form in _FRACTIONS[match.group()])
        items.append(Item("number", values, match.group(), match.span(), certain=False))
    return items


def _list(match: re.Match[str]) -> list[Item]:
    """Return the entries of ``3,7,22``, or ``4.2.1`` as one identifier."""
    if "." in match.group():
        key = f"i:{match.group().replace('.', '')}"
        return [Item("identifier", frozenset({key}), match.group(), match.span())]
    return [
        Item(
            "number",
            frozenset({f"n:{int(part.group())}"}),
            part.group(),
            part.span(),
            frozenset({f"o:{int(part.group())}"}),
        )
        for part in re.compile(r"\d+").finditer(match.string, *match.span())
    ]


def _without(text: str, items: list[Item]) -> str:
    for item in items:
        start, end = item.span
        text = text[:start] + "\ufffc" * (end - start) + text[end:]
    return text


def _item(match: re.Match[str], language: str) -> Item:
    currency = _CURRENCY.get((match.group("after") or match.group("before") or "").lower(), "")
    keys, also = _keys(match, currency, language)
    text, span = match.group(), match.span()
    if currency:
        values = {f"a:{currency}:{key}" for key in keys} | {f"a:*:{key}" for key in keys}
        offers = {f"a:{currency}:{key}" for key in keys | also} | {f"n:{key}" for key in keys | also}
        return Item("amount", frozenset(values), text, span, frozenset(offers))
    if match.group("percent"):
        offers = {f"n:{key}" for key in keys}
        return Item("number", frozenset(f"p:{key}" for key in keys), text, span, frozenset(offers))
    if match.group("ordinal"):
        offers = {f"{prefix}:{key}" for key in keys for prefix in "nD"}
        return Item("number", frozenset(f"o:{key}" for key in keys), text, span, frozenset(offers))
    return _plain_number(match, keys, also)


def _plain_number(match: re.Match[str], keys: set[str], also: set[str]) -> Item:
    """Return a number without currency, per cent or ordinal sign; it may be an hour or a day."""
    start = match.start()
    values = {f"n:{key}" for key in keys}
    offers = {f"{prefix}:{key}" for key in keys | also for prefix in ("n", "p", "a:*")}
    named = _WORD_BEFORE.search(match.string, max(0, start - 16), start)
    if named:  # "Day 1" stands for d1, "level 2" for level2
        word = named.group(1).lower()
        offers |= {f"i:{form}{key}" for key in keys for form in (word, word[0])}
    comma = _COMMA_PAIR.fullmatch(match.group("digits"))
    if comma:  # "rooms 3,7"
        offers |= {f"n:{int(part)}" for part in comma.groups()}
    if not match.group("scale"):
        soft, times = _hour_or_day(match)
        values |= soft
        offers |= times | soft
        if _DOTTED.fullmatch(match.group("digits")):
            values |= times
    certain = not _FOR.match(match.string, start)
    return Item("number", frozenset(values), match.group(), match.span(), frozenset(offers), certain)


def _keys(match: re.Match[str], currency: str, language: str) -> tuple[set[str], set[str]]:
    """Return the numbers that are meant, and those that may be: without its ``k``, with that of its range."""
    readings = _readings(match.group("digits"), thousands_only=bool(currency), english=language == "en")
    scale_word = (match.group("scale") or "").lower()
    scale = _SCALE.get(scale_word, 1)
    keys = {_plain(reading * scale) for reading in readings}
    also = {_plain(reading) for reading in readings} if scale != 1 else set()
    if scale_word == "m" and not currency:  # metres, or millions
        keys |= also
    range_scale = _RANGE_SCALE.match(match.string, match.end())
    if range_scale:  # "72-80k"
        keys |= {_plain(reading * _SCALE[range_scale.group(1).lower()]) for reading in readings}
    return keys, also


def _hour_or_day(match: re.Match[str]) -> tuple[set[str], set[str]]:
    """Return the keys of a bare ``3`` or ``18.10`` read as an hour or a day, and as times of day."""
    dotted = _DOTTED.fullmatch(match.group("digits"))
    if dotted and int(dotted.group(1)) <= 24 and int(dotted.group(2)) <= 59:
        return set(), _clock(int(dotted.group(1)), int(dotted.group(2)))
    if not match.group("digits").isdecimal() or len(match.group("digits")) > 2:
        return set(), set()
    number = int(match.group("digits"))
    text, (start, end) = match.string, match.span()
    after_word = _WORD_AFTER.match(text, end)
    if after_word and not _HOUR_BEFORE.search(text, max(0, start - 12), start):
        return set(), set()
    soft = {f"o:{number}"} if 1 <= number <= 31 else set()
    strong = {f"D:{number}"} if soft and _DAY_BEFORE.search(text, max(0, start - 12), start) else set()
    if number > 24:
        return soft, strong
    return soft | {f"h:{number}", f"h:{number % 12}"}, _clock(number, 0) | strong


def _clock(hour: int, minute: int) -> set[str]:
    hours = {hour % 24} | ({hour % 12, hour % 12 + 12} if hour <= 12 else set())
    return {f"t:{h}:{minute:02}" for h in hours}


def _readings(digits: str, *, thousands_only: bool, english: bool) -> set[Decimal]:
    """Return the numbers that ``digits`` may mean: ``1.830`` is 1830 or 1.83, ``1.830,40`` is 1830.4 only."""
    compact = re.sub(r"['’\s]", "", digits)
    separators = [character for character in compact if character in ".,"]
    if not separators:
        return {Decimal(compact)}
    if len(set(separators)) == 2:
        decimal = separators[-1]
        whole, _, rest = compact.rpartition(decimal)
        return {Decimal(re.sub(r"[.,]", "", whole) + "." + rest)}
    if len(separators) > 1:
        return {Decimal(re.sub(r"[.,]", "", compact))}
    whole, _, rest = re.sub(",", ".", compact).partition(".")
    readings = {Decimal(f"{whole}.{rest}")}
    if len(rest) == 3 and len(whole) <= 3 and whole.strip("0"):
        grouped = Decimal(whole + rest)
        return {grouped} if thousands_only or (english and "," in compact) else readings | {grouped}
    return readings


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).lstrip("0") or "0"
