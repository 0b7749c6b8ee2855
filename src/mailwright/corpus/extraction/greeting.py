"""The greeting at the start of a mail: whom it names, and where the text begins.

In corpora that have lost their lines the greeting is fused to the first sentence: ``Bob,  Attached is the draft.``
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common
from mailwright.checks.names import CONVENTIONAL
from mailwright.checks.text import fold, word_set

if TYPE_CHECKING:
    from mailwright.corpus.augmentation.pool import NamePool

_TITLE: Final = r"(?:mr|mrs|ms|miss|dr|prof|professor|judge|rev|senator|sen|congressman|governor|chairman)\b\.?\s+"
_NAME: Final = r"(?:[A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)?|[A-Z]\.?[A-Z]\.?)(?:\s[A-Z]\.)?(?:\s[A-Z][a-zA-Z'’-]+)?"
_PERSON: Final = rf"(?i:{_TITLE})?{_NAME}"
_JOIN: Final = r"\s*(?:,\s+and\s|,|/|&|\band\b|\+)\s*"
_GROUP: Final = (
    r"(?:(?:to|dear)\s)?(?:all(?:\s(?:of\syou|team|staff|colleagues|employees|concerned))?|team(?:\s?mates"
    r"|\smembers)?|every(?:one|body)|folks|guys|gang|gentlemen|ladies(?:\s(?:and|&)\sgentlemen)?|colleagues"
    r"|friends|you guys|girls|boys|lads|gents|kids|group)"
)
_WORD: Final = r"(?:dear|hi|hello|hey|greetings|good\s(?:morning|afternoon|evening|day)|howdy|hiya|morning)"
_MARK: Final = r"\s*(?:[,:;!.]+|-{1,3}|–|—)"
_WITH_WORD: Final = re.compile(
    rf"(?P<word>(?i:{_WORD}))\b[,]?\s+(?:(?P<group>(?i:{_GROUP}|there))\b"
    rf"|(?P<names>{_PERSON}(?:{_JOIN}{_PERSON}){{0,3}}))(?P<mark>{_MARK}(?=\s)|\s{{2,}}|\n)\s*"
)
_WORD_ONLY: Final = re.compile(
    rf"(?P<word>(?i:{_WORD}))(?:[,!.:]+\s+|\s(?=(?:I|I['’]\w+|We|Just|just|Hope|hope|This|Here|Please)\b))"
)
_WHOM: Final = re.compile(r"to (?:all )?whom it may concern[,:.;!-]*\s+", re.IGNORECASE)
_APPOSITION: Final = re.compile(r"(?:an?|the|our|who|which|one|my|and|or)\b")
_WITHOUT_WORD: Final = re.compile(
    rf"(?:(?P<group>(?i:{_GROUP}))\b|(?P<names>{_PERSON}(?:{_JOIN}{_PERSON}){{0,3}}))(?P<mark>{_MARK}(?=\s)"
    rf"|\s{{2,}}|\n)\s*"
)
_SPLIT: Final = re.compile(_JOIN)
_NO_NAMES: Final = word_set(
    """thanks thank please yes no ok okay sorry yesterday today tomorrow attached enclosed fyi houston london
    calgary portland enron update reminder note however also unfortunately regarding per re ps sure well
    great good best regards congratulations welcome happy merry subject date from to cc sent january
    february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday"""
)
_MOST_NAMED: Final = 3


@dataclass(frozen=True)
class Greeting:
    """What a mail opens with.

    Attributes:
        word: ``Dear``, ``Hi``, ...; empty if the name stands alone.
        names: those greeted by name, as written.
        group: ``all``, ``team``, ...; empty if persons are greeted, or nobody is.
        end: where the text after it begins; 0 if there is no greeting.
    """

    word: str = ""
    names: tuple[str, ...] = ()
    group: str = ""
    end: int = 0


def read_greeting(text: str, pool: NamePool) -> Greeting:
    """Return the greeting at the start of ``text``; an empty one if there is none."""
    found = _WITH_WORD.match(text)
    if found:
        word = found["word"].capitalize()
        if found["group"]:
            group = "" if found["group"].lower() == "there" else found["group"].lower()
            return Greeting(word, (), group, found.end())
        names = _names(found["names"])
        if all(_may_be_a_name(name) for name in names):
            return Greeting(word, names, "", found.end())
    found = _WORD_ONLY.match(text)
    if found:
        return Greeting(found["word"].capitalize(), (), "", found.end())
    found = _WHOM.match(text)
    if found:
        return Greeting("Hello", (), "", found.end())
    found = _WITHOUT_WORD.match(text)
    if found and found["group"]:
        return Greeting("", (), found["group"].lower(), found.end())
    if found:
        names = _names(found["names"])
        clear = found["mark"].strip() in (",", ":", "-", "--", "") or "!" in found["mark"]
        apart = ":" in found["mark"] or re.search(r"\s{2}$|\n$", found.group()) is not None
        known = all(pool.genders(_first(name)) for name in names)
        unmistakable = known or apart or (len(names) == 1 and not names[0].endswith("ly") and " " not in names[0])
        clear = clear and not _APPOSITION.match(text, found.end())
        if clear and all(_may_be_a_name(name) for name in names) and unmistakable:
            return Greeting("", names, "", found.end())
    return Greeting()


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in _SPLIT.split(text) if name)


def _first(name: str) -> str:
    words = re.sub(rf"^(?i:{_TITLE})", "", name).split()
    return words[0] if words else name


def _may_be_a_name(name: str) -> bool:
    folded = fold(_first(name)).rstrip(".")
    if folded in _NO_NAMES or (folded in CONVENTIONAL and not name.isupper()):
        return False
    return not is_common(folded) or folded in _NAMES_THAT_ARE_WORDS


_NAMES_THAT_ARE_WORDS: Final = word_set(
    """mark bill rick chip drew frank grace jack joy max pat rob rod sandy sue will rich art chase dawn faith
    hope jean kitty ray rusty skip stone stan tab ward wade rose ruby lily olive violet heather holly hunter
    mason miles neil nick norm penny phil robin roman sky terry tiffany victor grant guy dean earl cliff
    christian carol brook bob barb amber don gene glen ken mike jay jerry jim josh jeff jan kay kim kate
    kelly kevin les lynn marie marge matt mary"""
)
