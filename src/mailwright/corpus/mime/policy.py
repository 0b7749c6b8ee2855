"""The standard library's modern e-mail policy, reading no header that nobody asked for and none twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email import policy
from email.policy import EmailPolicy
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from email.message import EmailMessage

_STRUCTURAL: Final = frozenset(("content-type", "content-transfer-encoding", "content-disposition"))
_LINE_ENDS: Final = re.compile(r"[\r\n]+")
_UNQUOTED: Final = re.compile(r"(;\s*[\w*-]+)\s*=\s*([^\s\";]*[^\w\s\";.+*-][^\s\";]*)")
_MAX_VALUE: Final = 4_000  # the standard library's time grows with the square of a header's length


class _ReadingPolicy(EmailPolicy):
    """``email.policy.default`` with headers that steer the parser remembered and all others left as text.

    The parser asks for the content type of each part several times, and parsing it costs more than all else of a
    small mail. Headers with people, dates and words are read by ``headers``, which forgives more and costs less.
    """

    def header_fetch_parse(self, name: str, value: str) -> Any:
        value = _LINE_ENDS.sub("", value)
        if name.lower() not in _STRUCTURAL:
            return value
        return _structural(name.lower(), value[:_MAX_VALUE])


READING: Final = cast("EmailPolicy[EmailMessage]", _ReadingPolicy())


class Structured(str):
    """The value of a header that steers the parser, with its parameters, without the tree that it was parsed to."""

    __slots__ = ("params",)

    def __new__(cls, value: str, params: Mapping[str, str]) -> Structured:
        """Return the value with these parameters."""
        made = super().__new__(cls, value)
        made.params = params
        return made

    params: Mapping[str, str]


@lru_cache(maxsize=256)
def _structural(name: str, value: str) -> str:
    try:
        # A value with marks that ought to be quoted and is not, as many boundaries are, would end at the mark.
        header = policy.default.header_factory(name, _UNQUOTED.sub(r'\1="\2"', value))
        return Structured(header, dict(getattr(header, "params", {})))
    except Exception:  # noqa: BLE001 - the parser of headers raises a dozen kinds of errors on broken ones
        return value
