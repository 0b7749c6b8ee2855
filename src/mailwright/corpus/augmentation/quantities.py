"""Other numbers, amounts and percentages: of the same size and roundness, in the same order, none that add up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Final

from mailwright.checks.text import word_set
from mailwright.checks.vocabulary import cardinals
from mailwright.corpus.augmentation.occurrences import Group, Occurrence, Pieces, linked

if TYPE_CHECKING:
    import random
    from collections.abc import Collection, Sequence

_DIGITS: Final = re.compile(r"\d[\d.,'’   ]*\d|\d")
_PLAIN: Final = re.compile(r"\d+(?:[.,]\d{1,2})?")
_GROUPED: Final = re.compile(r"\d{1,3}([.,'’   ])\d{3}(?:\1\d{3})*(?:[.,]\d{1,2})?")
_REST: Final = re.compile(
    r"[\d.,'’   ]|%|[$€£¥₹]|chf|eur|usd|gbp|euros?|dollars?|pounds?|per ?cent|pct|kr\.?", re.IGNORECASE
)
_WORD_BEFORE: Final = re.compile(r"([^\W\d_][\w'’.-]*)[   #-]*$")
_REFERENCES: Final = word_set(
    """account acct bay bed block booking bus case cell chapter claim class contract cycle desk docket door dose
    entry exhibit file flat flight floor form frame gate grade group hall inv invoice item job key lane
    level line loan locker lot machine meter no number order page para paragraph phase pitch plan platform
    plot po point policy pool pos position printer q question receipt ref reference request room round route
    row seat section series server session shelf slot socket stage stall step stop style table task team
    ticket track train unit van volume ward week zone"""
)
_RELATION: Final = re.compile(r"^\s?[x×*=+→]|^\s?[x×]\s|^/|^\s?(?:of|out of)\s\d|^-\d+-")
_RELATED: Final = re.compile(r"[x×*=+→/]\s?[$€£]?$|\d-$")
_HOUR_BEFORE: Final = re.compile(
    r"\b(?:at|by|until|till|til|before|after|around|from|between|@|to|past)\s*$", re.IGNORECASE
)
_DURATION: Final = re.compile(
    r"^[   -]?(?:days?|nights?|weeks?|wks?|hours?|hrs?|h|mins?|minutes?|months?|mths?)\b", re.IGNORECASE
)
_HOURS: Final = re.compile(r"^[   -]?(?:hours?|hrs?|h)\b", re.IGNORECASE)
_YEARS: Final = range(1900, 2100)
_FEW: Final = 6
_VOWEL_SOUND: Final = re.compile(r"8|11(?!\d)|18(?!\d)|11,|18,|e", re.IGNORECASE)
_ARTICLE: Final = re.compile(r"\b(an?)\s$", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Quantity:
    """A number that may change: its value, and all its occurrences."""

    value: Decimal
    group: Group
    percent: bool
    decimals: int

    @property
    def article(self) -> bool | None:
        """Whether ``an`` stands before it; None where no article does."""
        for occurrence in self.group.occurrences:
            found = _ARTICLE.search(occurrence.before(4))
            if found:
                return found.group(1).lower() == "an"
        return None


@dataclass(frozen=True, eq=False)
class Quantities:
    """What may change, ascending by value, and the values that stay."""

    free: tuple[Quantity, ...]
    fixed: tuple[Decimal, ...]
    keys: frozenset[str]


def quantities_of(groups: Sequence[Group], language: str) -> Quantities:
    """Return the numbers of an example that can change without making it wrong."""
    numbers = [group for group in groups if group.kinds <= {"number", "amount"}]
    others = [group for group in groups if not group.kinds <= {"number", "amount"}]
    moments = sum(len(group.occurrences) for group in others if group.kinds & {"date", "time"})
    found: list[Quantity] = []
    fixed: list[Decimal] = []
    for group in numbers:
        values = [value_of(occurrence, language) for occurrence in group.occurrences]
        known = {value for value in values if value is not None}
        fixed += list(known)
        if None in values or len(known) != 1 or not group.matched or linked(group, others):
            continue
        value = known.pop()
        if _may_change(value, group, timed=moments > 2):
            percent = any("p:" in key[:2] for o in group.occurrences for key in o.item.values)
            digits = [d.group() for o in group.occurrences if (d := _DIGITS.search(o.item.text))]
            if digits:
                found.append(Quantity(value, group, percent, max(_decimals(text) for text in digits)))
    related = _related(fixed)
    free = sorted((q for q in found if q.value not in related), key=lambda q: q.value)
    freed = {quantity.value for quantity in free}
    keys = frozenset(key for group in groups for key in group.keys)
    return Quantities(tuple(free), tuple(sorted(value for value in fixed if value not in freed)), keys)


def resample(quantities: Quantities, rng: random.Random) -> Pieces:
    """Return the replacements that give the free numbers other values; their order among all numbers stays."""
    pieces: Pieces = {}
    previous = Decimal(0)
    fixed = list(quantities.fixed)
    taken: set[Decimal] = set()
    for position, quantity in enumerate(quantities.free):
        following = [q.value for q in quantities.free[position + 1 : position + 2]]
        above = min([value for value in fixed if value > quantity.value] + following, default=None)
        below = max([value for value in fixed if value < quantity.value] + [previous])
        new = _draw(quantity, below, above, quantities.keys, taken, rng)
        previous = new
        taken.add(new)
        if new != quantity.value:
            for occurrence in quantity.group.occurrences:
                replaced = _written(occurrence.item.text, new)
                pieces.setdefault(occurrence.place, []).append((occurrence.item.span, replaced))
    return pieces


def value_of(occurrence: Occurrence, language: str) -> Decimal | None:
    """Return the value of a number that can be written otherwise: plain or grouped digits, or an English word."""
    text = occurrence.item.text
    found = _DIGITS.search(text)
    if found is None:
        value = cardinals("en").get(text.lower()) if language == "en" else None
        return Decimal(value) if value is not None and text.lower() in _WORDS_BACK.values() else None
    if _REST.sub("", text):
        return None
    digits = found.group()
    grouped = _GROUPED.fullmatch(digits)
    if grouped:
        if language != "en" and grouped.group(1) in ".,":
            return None
        digits = digits.replace(grouped.group(1), "", digits.count(grouped.group(1)))
        return None if "," in digits else Decimal(digits)
    if not _PLAIN.fullmatch(digits) or (digits.startswith("0") and len(digits) > 1 and digits[1].isdigit()):
        return None
    return Decimal(digits.replace(",", "."))


def _may_change(value: Decimal, group: Group, *, timed: bool) -> bool:
    if value < 2 or (value in _YEARS and value == value.to_integral()) or value > 10**9:
        return False
    for occurrence in group.occurrences:
        before, after = occurrence.before(), occurrence.after()
        if _RELATION.search(after) or _RELATED.search(before) or (timed and _DURATION.match(after)):
            return False
        if value % 24 == 0 and _HOURS.match(after):
            return False
        if value <= 24 and _HOUR_BEFORE.search(before) and not _DURATION.match(after):
            return False
        if value <= _FEW and ":" in occurrence.text[occurrence.item.span[1] :].split("\n")[0].split(". ")[0]:
            return False
        word = _WORD_BEFORE.search(before)
        if word and word.group(1)[0].isupper() and word.group(1).lower().rstrip(".") not in _REFERENCES:
            start = word.start()
            if start and not re.search(r"[.!?:\n]\s*$", before[:start]):
                return False
    return True


def _related(values: Collection[Decimal]) -> set[Decimal]:
    """Return the values that follow from others: sums, differences, products, shares in per cent."""
    plain = sorted({value for value in values if value > 1})
    known = set(plain)
    related: set[Decimal] = set()
    for one, two in combinations(plain, 2):
        for result in (
            one + two,
            one * two,
            one * two / 100,
            two * (100 - one) / 100,
            two * (100 + one) / 100,
            two - one,
        ):
            if result in known and result not in (one, two):
                related |= {one, two, result}
        if one * 2 == two:
            related |= {one, two}
    if 3 <= len(plain) <= 9:
        for size in range(3, len(plain)):
            for parts in combinations(plain, size):
                if sum(parts) in known:
                    related |= {*parts, sum(parts, Decimal(0))}
    return related


def _draw(
    quantity: Quantity,
    below: Decimal,
    above: Decimal | None,
    keys: frozenset[str],
    taken: Collection[Decimal],
    rng: random.Random,
) -> Decimal:
    """Return a value between ``below`` and ``above`` that is as round as the old one; the old one if none fits."""
    value, step = quantity.value, _step(quantity)
    spread = max(value * 7 / 10, 3 * step)
    lowest = max(below, value - min(spread, value * 45 / 100 + step), Decimal(1))
    highest = value + spread if above is None else min(above, value + spread)
    if quantity.percent and value <= 100:
        highest = min(highest, Decimal(101))
    first, last = int((lowest - value) / step), int((highest - value) / step)
    for _ in range(8):
        new = value + step * rng.randint(first, max(first, last))
        fits = lowest < new < highest and new not in taken and new >= 2 and f"n:{_plain(new)}" not in keys
        if fits and (quantity.article is None or quantity.article == bool(_VOWEL_SOUND.match(_spelt(new)))):
            return new
    return value


def _step(quantity: Quantity) -> Decimal:
    value = quantity.value
    if quantity.decimals:
        return Decimal(1) if value >= 4 else Decimal(10) ** -quantity.decimals
    digits = str(int(value))
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros:
        return Decimal(10) ** min(zeros, len(digits) - 1) / (2 if len(digits) - zeros == 1 and zeros > 1 else 1)
    return Decimal(5) if value % 5 == 0 and value > 10 else Decimal(1)


def _written(text: str, new: Decimal) -> str:
    """Return ``text`` with its digits (or its word) saying ``new`` in the same form."""
    found = _DIGITS.search(text)
    if found is None:
        word = _spelt(new)
        return word.capitalize() if text[0].isupper() else word
    digits = found.group()
    grouped = _GROUPED.fullmatch(digits)
    places = _decimals(digits)
    mark = digits[-places - 1] if places else "."
    whole, _, fraction = f"{new:.{places}f}".partition(".")
    if grouped and len(whole) > 3:
        parts = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)]
        whole = grouped.group(1).join(reversed(parts))
    return text[: found.start()] + whole + (mark + fraction if places else "") + text[found.end() :]


def _spelt(value: Decimal) -> str:
    return _WORDS_BACK.get(int(value), _plain(value)) if value == value.to_integral() else _plain(value)


def _decimals(digits: str) -> int:
    found = re.search(r"[.,](\d{1,2})$", digits)
    return len(found.group(1)) if found else 0


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_WORDS_BACK: Final = {number: word for word, number in cardinals("en").items() if 2 <= number <= 20}
