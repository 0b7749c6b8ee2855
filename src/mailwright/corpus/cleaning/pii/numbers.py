"""Account numbers with check digits: IBAN and payment cards."""

from __future__ import annotations

import random
import re
from typing import Final

_FEWEST_CARD_DIGITS: Final = 13
_MOST_CARD_DIGITS: Final = 19


def is_iban(text: str) -> bool:
    """Return whether the check digits are right (ISO 13616: remainder 1 modulo 97)."""
    joined = re.sub(r"\s", "", text).upper()
    return 15 <= len(joined) <= 34 and _remainder(joined) == 1


def is_card(text: str) -> bool:
    """Return whether the digits pass Luhn's check and are as many as a payment card has (ISO/IEC 7812)."""
    digits = re.sub(r"\D", "", text)
    return _FEWEST_CARD_DIGITS <= len(digits) <= _MOST_CARD_DIGITS and _luhn(digits) == 0


def other_iban(text: str, rng: random.Random) -> str:
    """Return an IBAN of the same country and layout, with right check digits and a bank code that begins 0000."""
    body = [
        str(rng.randrange(10)) if character.isdigit() else rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ")
        for character in re.sub(r"\s", "", text)[4:]
    ]
    body[:4] = "0000"
    country = text[:2].upper()
    check = 98 - _remainder(f"{country}00{''.join(body)}")
    return laid_out(text, f"{country}{check:02d}{''.join(body)}")


def other_card(text: str, rng: random.Random) -> str:
    """Return a number that passes Luhn's check in the range 4000 00, which payment providers use for tests."""
    size = sum(character.isdigit() for character in text)
    digits = "400000" + "".join(str(rng.randrange(10)) for _ in range(size - 7))
    check = -_luhn(digits + "0") % 10
    return laid_out(text, f"{digits}{check}")


def laid_out(model: str, characters: str) -> str:
    """Return ``characters`` with the blanks and hyphens that stand between the letters and digits of ``model``."""
    rest = iter(characters)
    return "".join(next(rest) if character.isalnum() else character for character in model)


def _remainder(iban: str) -> int:
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97


def _luhn(digits: str) -> int:
    """Return Luhn's sum modulo 10; 0 if the last digit is the right check digit."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        doubled = int(character) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10
