"""Names in a draft: capitalised words that neither a sentence's start nor convention explains.

At a sentence's start, where every word is capitalised, only known given names are taken: ``given_names.txt`` holds
those of the package Faker (MIT) in Latin script that are given in two countries or more or where English is spoken,
and some more; none that is an English word.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common
from mailwright.checks.text import WORD, fold, stem, without_possessive, word_set

if TYPE_CHECKING:
    from collections.abc import Collection

    from mailwright.draft import Span

CONVENTIONAL: Final = word_set(
    """i i'm i'll i've i'd mr mrs ms miss mx dr prof professor sir sirs madam mme m messrs dear hi hello hey
    good morning afternoon evening regards best kind warm warmest kindest many thanks thank you
    sincerely yours faithfully truly cheers love greetings all everyone everybody team colleague
    colleagues friends neighbours neighbors parents folks internet web wi-fi wifi pdf ok okay id faq tv
    pc usb url csv html api sms gps dvd cd qr ceo cfo cto hr it pa pr ps pps p s am pm a.m p.m re fw fwd
    fyi asap eta q a rsvp attn cc bcc tba tbc nb no yes iban bic vat uk usa us eu god christmas easter
    english french german spanish italian dutch portuguese european christian january february march
    april may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays spring summer
    autumn winter mum dad mom grandma grandpa granny mother father papa mama auntie uncle chair director
    president board committee excel word wi fi members member department office staff management support
    service services customer customers guests guest residents parents sincerely city university school
    monsieur madame messieurs mesdames mademoiselle lei suo sua suoi sue vostra vostro vostre vostri voi
    ella la le loro sig sr sra ud uds usted ustedes vd vds don doña dona senhor senhora señor señora
    v.sa vossa signora signor dott ing geom avv u uw vi dra istituto dipartimento servizio ufficio"""
)
_EXONYMS: Final = (
    "torino turin", "venezia venice venise venedig", "roma rome rom", "milano milan mailand", "genova genoa",
    "napoli naples neapel", "firenze florence florenz", "parigi paris parijs", "londra london londres londen",
    "koln cologne", "munchen munich monaco", "wien vienna vienne viena", "lisboa lisbon lisbonne lissabon lisbona",
    "sevilla seville", "praha prague prag praga", "warszawa warsaw", "bruxelles brussels brussel", "zurich zurigo",
    "geneve geneva genf ginevra", "amburgo hamburg hambourg", "berlino berlin", "nederland netherlands",
    "deutschland germany allemagne alemania germania", "france francia frankreich frankrijk franca",
    "italia italy italien italie", "espana spain spanien espagne spagna", "schweiz switzerland suisse svizzera",
    "belgie belgium belgique belgien",
)  # fmt: skip
FUNCTION_WORDS: Final = word_set(
    """a an the this that these those it its he she we you they i my your our his her their there here what
    when where which who whom whose why how if as at by for from in into of off on onto out over per to
    up with within without and but or nor so yet not no yes please can could may might must shall should
    will would do does did is are was were be been has have had let once since until after before
    because although though while until unless whether both each every either neither all any some many
    most more few several one two three four five six seven eight nine ten eleven twelve first second
    third last next then now today tomorrow yesterday tonight also just only even still again too very
    really thank thanks sorry dear hello hi hey good best kind regards looking hope sadly luckily
    fortunately unfortunately finally instead otherwise however therefore meanwhile afterwards apart
    besides during between about above below under across along around behind beyond despite except
    inside like near past through throughout towards upon via than such same other another much"""
)
_TITLE: Final = re.compile(
    r"\b(?:mr|mrs|ms|mx|dr|prof|herrn?|frau|madame|monsieur|señora?|sra?|signora?|sig|sig\.ra|mevrouw|meneer"
    r"|dhr|mevr"
    r"|senhora?)\.?[  ]+([^\W\d_][\w'’-]+)",
    re.IGNORECASE,
)
_AFTER_TITLE: Final = re.compile(r"\b(?:mr|mrs|ms|mx|dr|prof|st|fr|sr|sra|messrs)\.\s$", re.IGNORECASE)
_INITIAL_AFTER: Final = re.compile(r"(?:^|[.!?:…\n•*–—()\[\"“”„«»‘¿¡]|[-|/]\s)[\s\"“”„«'‘’(\[*_]*$")
_ROMAN: Final = re.compile(r"[IVX]{1,6}")
_NOUNS_ARE_CAPITAL: Final = frozenset({"de"})


def find_names(text: str, language: str, whole: Span) -> list[Span]:
    """Return spans of words in ``text[slice(*whole)]`` that look like names, in order.

    In German, where every noun is capitalised, only words after a title (Herr, Frau, Dr.) are taken; other
    languages than English have none at the start of a sentence.
    """
    if language in _NOUNS_ARE_CAPITAL:
        return [match.span(1) for match in _TITLE.finditer(text, *whole) if match.group(1)[0].isupper()]
    spans = []
    for match in WORD.finditer(text, *whole):
        if not match.group()[0].isupper() or _within_token(text, match.span()):
            continue
        folded = without_possessive(fold(match.group()))
        if folded in CONVENTIONAL or fold(match.group()) in CONVENTIONAL:
            continue
        if _starts_sentence(text, match.start(), whole[0]) and not (language == "en" and is_given_name(folded)):
            continue
        if _ROMAN.fullmatch(match.group()) or (len(folded) == 1 and not match.group().isascii()):
            continue
        spans.append(match.span())
    return spans


def is_given_name(folded: str) -> bool:
    """Return whether a folded word is a given name and no English word."""
    return folded in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(files("mailwright.checks").joinpath("given_names.txt").read_text("utf-8").split())


def _within_token(text: str, span: Span) -> bool:
    """Return whether the word is part of an address, link or code."""
    before = text[span[0] - 1] if span[0] else " "
    after = text[span[1]] if span[1] < len(text) else " "
    return before in "@_/.#0123456789" or after in "@_0123456789"


def _starts_sentence(text: str, start: int, begin: int) -> bool:
    if start == begin:
        return True
    near = max(begin, start - 8)
    if not _INITIAL_AFTER.search(text, near, start):
        return False
    match = WORD.match(text, start)
    titled = _AFTER_TITLE.search(text, near, start) and match and not is_common(match.group())
    return not titled  # 2140 Barrow St. There is ...


class NameIndex:
    """What a brief calls people and things: decides whether a capitalised word has a source there."""

    def __init__(self, text: str) -> None:
        found = [without_possessive(fold(match.group())) for match in WORD.finditer(text)]
        self._words = frozenset(found) | frozenset(part for word in found for part in word.split("'"))
        self._stems = frozenset(stem(word) for word in self._words)
        self._joined = fold(re.sub(r"[^\w]", "", text))
        self._short = frozenset(w for w in self._words if 2 <= len(w) <= 6 and w not in FUNCTION_WORDS)
        self._long = frozenset(word[:4] for word in self._words if len(word) >= 4)
        self._initials = frozenset(
            "".join(word[0] for word in found[i : i + n]) for n in (2, 3, 4) for i in range(len(found) - n + 1)
        )

    def knows_initials(self, name: str) -> bool:
        """Return whether the brief gives a name of several words as its initials (``New Zealand``: NZ)."""
        initials = "".join(fold(match.group())[:1] for match in WORD.finditer(name))
        return len(initials) > 1 and initials in self._words

    def knows(self, word: str, *, slips: bool = True) -> bool:
        """Return whether the word, an inflection, an abbreviation or the full form of it is in the brief.

        With ``slips`` a word that differs in one letter is taken for it, since people mistype their notes.
        """
        folded = without_possessive(fold(word))
        if folded in self._words or stem(folded) in self._stems:
            return True
        if len(folded) >= 4 and folded in self._joined:
            return True
        if any(folded in group.split() and not self._words.isdisjoint(group.split()) for group in _EXONYMS):
            return True
        if word.isupper() and (folded in self._initials):
            return True
        if is_given_name(folded):  # Rob may be Robert, but a demo is no Desmond
            if any(len(short) > 2 and folded.startswith(short) for short in self._short):
                return True
        elif any(abbreviates(short, folded) for short in self._short):
            return True
        return (
            slips
            and len(folded) >= 5
            and folded[:4] in self._long
            and any(_near(folded, known) for known in self._words)
        )


@lru_cache(maxsize=16_384)
def abbreviates(short: str, full: str) -> bool:
    """Return whether ``short`` is a clipped (``prof``) or squeezed (``mtg``, ``acct``) form of ``full``."""
    if short[0] != full[0] or len(full) - len(short) < 2:
        return False
    if len(short) >= 2 and full.startswith(short) and (len(short) >= 3 or len(full) >= 6):
        return True
    if len(short) < 2 or (any(vowel in short[1:] for vowel in "aeiou") and len(short) < 4):
        return False
    letters = iter(full)
    return all(letter in letters for letter in short) and 3 * len(short) >= len(full)


@lru_cache(maxsize=16_384)
def _near(one: str, two: str) -> bool:
    """Return whether two words of five letters or more differ in a slip of one letter, or share a long start."""
    if abs(len(one) - len(two)) > 3 or one[:3] != two[:3]:
        return False
    shared = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        shared += 1
    if shared >= max(5, 2 * max(len(one), len(two)) // 3):
        return True
    return (
        one[shared + 1 :] == two[shared + 1 :]
        or one[shared:] == two[shared + 1 :]
        or one[shared + 1 :] == two[shared:]
    )


def in_any(word: str, known: Collection[str]) -> bool:
    """Return whether the folded word or its stem is in ``known``."""
    return word in known or stem(word) in known
