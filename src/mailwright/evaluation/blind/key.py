"""The key of a blind page: which side is which. It lies beside the page and is not part of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mailwright.evaluation.cases import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailwright.evaluation.blind.pairs import BlindPair

KEY: Final = "key.json"


def write_key(pairs: Sequence[BlindPair], folder: Path) -> None:
    """Write which system is on which side of each pair."""
    key = {pair.id: {"left": pair.left.system, "right": pair.right.system} for pair in pairs}
    (folder / KEY).write_text(json.dumps(key, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_key(path: Path) -> dict[str, dict[str, str]]:
    """Return pair -> side -> system.

    Raises:
        EvaluationError: the file is no key.
    """
    try:
        key: Any = json.loads(path.read_text("utf-8"))
        return {str(pair): {side: str(sides[side]) for side in ("left", "right")} for pair, sides in key.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"{path} is no key of a blind page: name it with --key, it is made with the page"
        ) from error
