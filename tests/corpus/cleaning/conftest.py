from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mailwright.brief import Person
from mailwright.corpus.mail import Mail

MakeMail = Callable[..., Mail]


@pytest.fixture
def mail() -> MakeMail:
    """Make a mail of Ana's to Tom: ``mail(body, **fields)``."""

    def make(body: str, **fields: Any) -> Mail:
        plain: dict[str, Any] = {
            "id": "m1",
            "source": "sent",
            "owner": "ana@example.com",
            "thread": "t1",
            "date": None,
            "subject": "Plan",
            "sender": Person("Ana Silva", "ana@example.com"),
            "to": (Person("Tom", "tom@example.com"),),
        }
        return Mail(**{**plain, **fields}, body=body)

    return make
