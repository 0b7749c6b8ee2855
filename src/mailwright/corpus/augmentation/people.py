"""Who writes to whom in an example: persons as far as their names can be told from those of firms and roles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common
from mailwright.checks.text import fold, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailwright.corpus.augmentation.pool import Gender, NamePool
    from mailwright.corpus.example import Example

TITLES: Final[Mapping[str, Gender | None]] = {
    "mr": "m", "mrs": "f", "ms": "f", "miss": "f", "mx": None, "dr": None, "prof": None, "professor": None,
    "sir": "m", "herr": "m", "herrn": "m", "frau": "f", "m": "m", "mme": "f", "mlle": "f", "monsieur": "m",
    "madame": "f", "sr": "m", "sra": "f", "señor": "m", "señora": "f", "don": "m", "doña": "f", "sig": "m",
    "sig.ra": "f", "signor": "m", "signora": "f", "dott": None, "dott.ssa": "f", "ing": None, "geom": None,
    "avv": None, "dhr": "m", "mevr": "f", "meneer": "m", "mevrouw": "f", "senhor": "m", "senhora": "f", "dra":
    "f", "rev": None, "capt": None, "judge": None, "father": "m", "sister": "f", "coach": None, "chef": None,
    "nurse": None, "officer": None, "councillor": None, "auntie": "f", "aunt": "f", "uncle": "m",
}  # fmt: skip
PARTICLES: Final = word_set(
    "van von der den de del della da di dos das du la le ter ten bin ibn al el abu af av zu"
)
_BETWEEN: Final = re.compile(r"\s*(?:,|&|\+|;|/|\b(?:and|und|et|y|e|en)\b)\s*")
_NAME_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ORGANISATION: Final = word_set(
    """ltd inc llc gmbh plc co helpdesk dispatch desk hotline newsletter team crew staff dept department office
    group club board council committee society association union family lab labs studio systems solutions
    software media bank school clinic hotel cafe bakery garage shop store services service support sales
    accounts billing reception admin it hr everyone everybody all colleagues friends neighbours neighbors
    mum mom dad grandma grandpa granny gran nan mama papa boss teacher"""
)


@dataclass(frozen=True)
class Name:
    """A person's name, split: ``Dr. María Luisa van der Berg`` has two first names and one family name.

    Attributes:
        firsts: first and middle names; empty where only a title stands before the family name.
        family: the family name with its particles; empty if it is not said.
        gender: as title or pool say; None if neither does.
    """

    firsts: tuple[str, ...]
    family: tuple[str, ...]
    gender: Gender | None

    @property
    def words(self) -> tuple[str, ...]:
        """All words that are to be replaced, particles left out."""
        return (*self.firsts, *(word for word in self.family if word not in PARTICLES))


def people_of(example: Example, pool: NamePool) -> list[Name]:
    """Return sender and recipients that are persons, in that order, without repetition."""
    found: dict[tuple[str, ...], Name] = {}
    for text in (example.sender, *example.to):
        for part in _BETWEEN.split(text):
            name = parse_name(part, pool)
            if name:
                found.setdefault(tuple(fold(word) for word in name.words), name)
    return list(found.values())


def parse_name(text: str, pool: NamePool) -> Name | None:
    """Return the parts of a person's name; None if it is none, or if that is not certain."""
    words = text.split()
    title: Gender | None = None
    titled = False
    while words and fold(words[0]).rstrip(".") in TITLES and len(words) > 1:
        title = TITLES[fold(words[0]).rstrip(".")] or title
        titled = True
        words = words[1:]
    if not 1 <= len(words) <= 5 or not all(_is_name_word(word, pool) for word in words):
        return None
    if words[0] in PARTICLES or words[-1] in PARTICLES:
        return None
    if len(words) == 1:
        return Name((), (words[0],), title) if titled else Name((words[0],), (), _gender(words[0], pool))
    cut = next((i for i, word in enumerate(words) if word in PARTICLES), len(words) - 1)
    return Name(tuple(words[:cut]), tuple(words[cut:]), title or _gender(words[0], pool))


def name_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text, hyphenated ones as one."""
    return _NAME_WORD.finditer(text)


def _is_name_word(word: str, pool: NamePool) -> bool:
    if word in PARTICLES:
        return True
    folded = fold(word)
    if not _NAME_WORD.fullmatch(word) or not word[0].isupper() or len(word) < 2 or folded in _ORGANISATION:
        return False
    return not is_common(word) or bool(pool.genders(word))


def _gender(first: str, pool: NamePool) -> Gender | None:
    genders = pool.genders(first)
    return next(iter(genders)) if len(genders) == 1 else None
