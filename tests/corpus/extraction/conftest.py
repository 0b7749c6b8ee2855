"""The parser, loaded once, and a way to make mails by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mailwright.brief import Person
from mailwright.corpus.augmentation.pool import NamePool, name_pool
from mailwright.corpus.extraction import ExtractionConfig
from mailwright.corpus.extraction.reader import MailReader
from mailwright.corpus.extraction.syntax import Syntax
from mailwright.corpus.mail import Mail

Make = Callable[..., Mail]


@pytest.fixture(scope="session")
def pool() -> NamePool:
    """Return the pool of names."""
    return name_pool()


@pytest.fixture(scope="session")
def syntax() -> Syntax:
    """Return the parser."""
    return Syntax()


@pytest.fixture(scope="session")
def reader() -> MailReader:
    """Return a reader with the configuration that is the default."""
    return MailReader(ExtractionConfig())


@pytest.fixture(scope="session")
def make() -> Make:
    """Return a function that makes a mail of a body and of the fields that matter."""

    def mail(body: str, **fields: Any) -> Mail:
        values: dict[str, Any] = {
            "id": "m-1", "source": "test", "owner": "", "thread": "t-1", "date": None, "subject": "Draft agreement",
            "sender": Person(), "to": (), "body": body, "lines_kept": False,
        }  # fmt: skip
        return Mail(**{**values, **fields})

    return mail
