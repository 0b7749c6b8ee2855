"""Names of many cultures: the pool that variants draw from, and whether a name is given to men or women.

The lists are those of the package ``faker`` (MIT), with short lists beside them for cultures that it has in other
scripts only. A name is kept if no reader and no check can take it for anything else.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal

from mailwright.brief.lexicon import is_common
from mailwright.checks.items import find_items
from mailwright.checks.names import CONVENTIONAL, FUNCTION_WORDS
from mailwright.checks.text import fold
from mailwright.corpus.augmentation.config import AugmentationError

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

Gender = Literal["f", "m"]

_LOCALES: Final = (
    "cs_CZ da_DK de_DE en_GB en_IE en_IN en_KE en_NZ en_US es_CO es_ES es_MX et_EE fi_FI fr_DZ fr_FR fr_QC ha_NG"
    " hr_HR hu_HU id_ID ig_NG it_IT lv_LV nl_NL no_NO pt_BR pt_PT ro_RO sk_SK sl_SI sv_SE sw tr_TR tw_GH yo_NG"
)
_MOST_A_LOCALE: Final = 120
_RARE: Final = 4
_WELL_FORMED: Final = re.compile(r"[^\W\d_]{2,11}(?:-[^\W\d_]{2,9})?")
_LOOKS_LIKE_A_GROUP: Final = re.compile(
    r"(?:ers|ors|ees|ants|ents|ists|ians|ates|mates|men|women|folk|holders|ies)$"
)
_OTHER_SCRIPTS: Final = (  # women; men; family names
    ("Aiko Emi Haruka Keiko Mariko Naomi Sakura Yuki Yumi", "Akira Daichi Hiroshi Kenji Ren Satoshi Takeshi Yuto",
     "Fujita Hayashi Ishikawa Kobayashi Matsumoto Nakamura Saito Suzuki Tanaka Watanabe Yamada Yoshida"),
    ("Fang Jing Lihua Meiling Xiaoling Yan Yifei Ying", "Bo Guowei Haoran Jianguo Junjie Weiming Zhiwei",
     "Chen Gao Huang Liang Lin Luo Tang Wang Xu Yang Zhang Zhao Zhou"),
    ("Eun-ji Hye-jin Ji-woo Min-seo Seo-yeon Soo-ah Yuna", "Dong-hyun Hyun-woo Joon-ho Min-jun Sang-woo Tae-yang",
     "Bae Choi Gwon Hwang Jang Jeong Kang Kwon Noh Seo Shin Yoon"),
    ("Amira Dalal Farah Hanan Layla Leila Nadia Noor Rania Salma Yasmin", "Ahmad Bilal Faisal Hassan Ibrahim Karim"
     " Khalid Mahmoud Nabil Omar Rashid Tariq Yusuf",
     "Aziz Barakat Darwish Fakhoury Haddad Hariri Khalil Mansour Najjar Nasser Rahman Saleh Shaheen"),
    ("Anastasia Daria Ekaterina Irina Ludmila Oksana Olena Svetlana Tatiana Yulia", "Andriy Bohdan Dmitri Igor Ivan"
     " Maksim Oleg Pavel Sergei Taras Vladimir Yaroslav",
     "Bondarenko Gorbunov Kovalenko Kuznetsov Lysenko Melnyk Petrenko Shevchenko Sokolov Tkachenko Volkov"),
    ("Anahita Darya Golnaz Mahsa Nasrin Parisa Shirin Zahra", "Arash Babak Behrouz Farhad Kamran Mehdi Reza",
     "Ahmadi Esfahani Farahani Hosseini Jafari Karimi Moradi Rahimi Tehrani Zand"),
    ("Dimitra Eleni Ioanna Kalliope Katerina Sofia Vasiliki", "Dimitris Giorgos Kostas Nikos Spyros Yannis",
     "Georgiou Ioannou Karagiannis Nikolaidis Papadakis Pappas Samaras Theodorou Vasilakis"),
    ("Anh Diep Huong Lan Linh Mai Ngoc Quynh Thuy Trang", "Binh Duc Hieu Khanh Minh Quan Thanh Tuan Vinh",
     "Bui Dang Dinh Hoang Huynh Nguyen Pham Tran Truong Vu"),
    ("Avital Chana Michal Noa Shira Tamar Yael", "Amit Avi Eitan Gideon Moshe Nadav Uri Yonatan",
     "Avraham Ben-David Goldberg Mizrahi Peretz Shapiro Weiss Zilberman"),
    ("Alesana Leilani Mele Sina Talia Teuila", "Ioane Malakai Semisi Tavita Tevita Viliami",
     "Faleolo Fonoti Leota Taufa Tuiasosopo Tuivasa Vaipulu"),
    ("Aroha Hana Hinemoa Kiri Mere Ngaio", "Hemi Hohepa Matiu Rangi Tamati Wiremu",
     "Harawira Ngata Parata Rangihuna Tawhai Tipene"),
    ("Ama Aissatou Fatou Mariama Ndeye Oumou", "Amadou Boubacar Cheikh Mamadou Moussa Ousmane",
     "Ba Diallo Diop Keita Ndiaye Sarr Sow Traore"),
)  # fmt: skip


@dataclass(frozen=True)
class Culture:
    """First names by gender and family names that go together."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


class NamePool:
    """All cultures; draws are a function of the random source alone."""

    def __init__(self, cultures: Iterable[Culture], known: Iterable[tuple[Gender, str]]) -> None:
        self._cultures = tuple(cultures)
        counts: dict[str, Counter[Gender]] = {}
        for gender, name in known:
            counts.setdefault(fold(name), Counter())[gender] += 1
        self._genders = {
            name: frozenset(gender for gender, count in found.items() if count * _RARE >= found.total())
            for name, found in counts.items()
        }

    def draw(self, rng: random.Random, gender: Gender | None) -> tuple[str, str]:
        """Return a first name, of that gender if one is given, and a family name of one culture."""
        culture = rng.choice(self._cultures)
        firsts = culture.women if (gender or rng.choice(("f", "m"))) == "f" else culture.men
        first, family = rng.choice(firsts), rng.choice(culture.families)
        if family == first:  # some names are both
            family = culture.families[culture.families.index(family) - 1]
        return first, family

    def genders(self, first_name: str) -> frozenset[Gender]:
        """Return whether women, men or both bear a first name; empty if it is not known as one.

        What fewer than one in four of the lists say is left out: some call a middle name such as Maria a man's.
        """
        return self._genders.get(fold(first_name), frozenset())


@cache
def name_pool() -> NamePool:
    """Return the pool; it is made once, in about a second.

    Raises:
        AugmentationError: the package ``faker`` is not installed.
    """
    cultures: list[Culture] = []
    known: list[tuple[Gender, str]] = []
    for locale in _LOCALES.split():
        women, men, families = (_listed(locale, kind) for kind in _KINDS)
        known += [("f", name) for name in women] + [("m", name) for name in men]
        cultures.append(Culture(_fit(women), _fit(men), _fit(families)))
    for women_line, men_line, families_line in _OTHER_SCRIPTS:
        women, men = women_line.split(), men_line.split()
        known += [("f", name) for name in women] + [("m", name) for name in men]
        cultures.append(Culture(_fit(women), _fit(men), _fit(families_line.split())))
    return NamePool((c for c in cultures if c.women and c.men and c.families), known)


_KINDS: Final = ("first_names_female", "first_names_male", "last_names")


def _listed(locale: str, kind: str) -> list[str]:
    """Return a list of faker in its own order, which is by frequency in some locales, by alphabet in others."""
    try:
        provider = import_module(f"faker.providers.person.{locale}").Provider
    except ModuleNotFoundError as error:
        raise AugmentationError(
            "names for variants come from the package faker, which is not installed: pip install mailwright[data]"
        ) from error
    return [name for entry in getattr(provider, kind, ()) for name in [str(entry)] if name[:1].isupper()]


def _fit(names: Iterable[str]) -> tuple[str, ...]:
    """Return at most ``_MOST_A_LOCALE`` of the names that can stand anywhere, evenly spread over the list."""
    fit = [sys.intern(name) for name in dict.fromkeys(names) if _fits(name)]
    step = max(1.0, len(fit) / _MOST_A_LOCALE)
    return tuple(fit[int(position * step)] for position in range(min(len(fit), _MOST_A_LOCALE)))


def _fits(name: str) -> bool:
    folded = fold(name)
    return (
        bool(_WELL_FORMED.fullmatch(name))
        and folded not in CONVENTIONAL
        and folded not in FUNCTION_WORDS
        and not is_common(name)
        and not _LOOKS_LIKE_A_GROUP.search(folded)
        and not find_items(name)
        and (name == name.title() or "-" in name)
    )
