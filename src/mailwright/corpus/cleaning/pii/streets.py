"""Postal addresses in the layouts of the countries of our languages; a named group is what is replaced."""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = r"[A-ZÀ-Þ][\w'’.-]*"
_LINKED: Final = (
    r"(?:(?:de|del|des|du|di|da|do|dos|das|della|delle|dei|la|las|los|le|les|l'|d'|van|von|der|den) ?){0,3}" + _NAME
)
_UNIT: Final = r"(?:,? (?:Suite|Ste\.?|Apt\.?|Apartment|Unit|Floor|Fl\.?|Room|Rm\.?) ?#?[\w-]{1,6})?"

_ENGLISH: Final = (
    rf"(?<![\w.,$-])\d{{1,6}}[A-Z]?,? (?:[NSEW]\.? |North |South |East |West )?{_NAME}(?: {_NAME}){{0,2}} "
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Lane|Ln|Drive|Dr|Court|Ct|Circle|Cir|Parkway|Pkwy|Place|Pl|Way"
    rf"|Terrace|Square|Highway|Hwy|Freeway|Fwy|Loop|Trail|Close|Crescent|Mews|Row|Plaza)\b\.?{_UNIT}"
)
_GERMANIC: Final = (
    r"(?<!\w)(?:[A-ZÄÖÜ][\wäöüß.-]*[ -]){0,2}(?:[A-ZÄÖÜ][\wäöüß-]*)?(?:[Ss]traße|[Ss]trasse|[Ss]tr\."
    r"|[Ww]eg|[Pp]latz|[Aa]llee|[Gg]asse|[Uu]fer"
    r"|straat|laan|plein|gracht|kade|dijk) \d{1,4} ?[a-z]?(?!\w)"
)
_FRENCH: Final = (
    rf"(?<![\w.,-])\d{{1,4}}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse"
    rf"|allée|quai|route|cours)"
    rf" {_LINKED}(?:[ -]{_LINKED}){{0,3}}"
)
_ROMANCE: Final = (
    r"(?<!\w)(?:Calle|C/|Avenida|Avda\.|Av\.|Plaza|Paseo|Via|Viale|Corso|Piazza|Rua|Travessa"
    r"|Praça|Largo|Estrada) ?"
    rf"{_LINKED}(?: {_LINKED}){{0,3}},? (?:n[.º°]? ?)?\d{{1,4}}(?:[ -]?[A-Z])?(?!\w)"
)
STREET: Final = re.compile(f"{_ENGLISH}|{_GERMANIC}|{_FRENCH}|{_ROMANCE}")
POST_BOX: Final = re.compile(
    r"\b(?:P\.? ?O\.? ?Box|Post(?:fach|bus)|Boîte postale|BP|Apartado|Casella postale"
    r"|Caixa postal) (?P<value>\d[\d ]{1,7}\d)\b",
    re.IGNORECASE,
)
POSTCODE: Final = re.compile(
    r"(?:, [A-Z]{2} {1,2})(?P<us>\d{5}(?:-\d{4})?)(?!\d)"  # Houston, TX 77002
    r"|\b(?P<gb>[A-Z]{1,2}\d{1,2}[A-Z]? \d(?!AM|PM)[A-Z]{2})\b"  # SW1A 1AA
)
