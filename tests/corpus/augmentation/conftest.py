"""Examples that the tests of the augmentation vary."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mailwright.corpus.augmentation.pool import NamePool, name_pool
from mailwright.corpus.example import Example

Make = Callable[..., Example]


@pytest.fixture(scope="session", autouse=True)
def names() -> NamePool:
    """Load the pool of names before any test is timed."""
    return name_pool()


@pytest.fixture(scope="session")
def make() -> Make:
    """Return a function that makes an example of the fields that matter."""

    def example(body: str, *points: str, **fields: Any) -> Example:
        values: dict[str, Any] = {
            "id": "test-001", "source": "test", "owner": "", "thread": "", "people": (), "language": "en",
            "sender": "Ana Silva", "to": ("Bob Miller",), "subject": "", "points": points, "tone": "neutral",
            "length": "short", "received": "", "signature": "", "prompt": "", "email_subject": "A matter",
            "email_body": body,
        }  # fmt: skip
        return Example(**{**values, **fields})

    return example
