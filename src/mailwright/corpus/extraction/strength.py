"""How much a point keeps of the sentence it stands for."""

from __future__ import annotations

from typing import Final, Literal, get_args

Strength = Literal["light", "medium", "strong"]
"""``light`` drops articles, courtesy and the like; ``strong`` leaves keywords; ``medium`` is between the two."""

STRENGTHS: Final[tuple[Strength, ...]] = get_args(Strength)
