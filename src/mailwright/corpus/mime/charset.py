"""Bytes to text where the declared charset may be missing, unknown or wrong."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import Final

_LAST: Final = "cp1252"
# What is declared in practice, and the superset that was meant (as browsers read them: WHATWG Encoding, 4.2).
_SUPERSETS: Final = {
    "ascii": _LAST,
    "iso8859-1": _LAST,
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ESCAPES: Final = ("iso2022", "hz", "utf-7")  # their bytes are ASCII, their text is not
_NAME: Final = re.compile(r"[\w.:+-]+")


def decode(data: bytes, declared: str = "") -> str:
    """Return the text of some bytes; never fails.

    Tried in this order: a byte order mark, ASCII, UTF-8 (bytes that are valid in it by chance are rare), the
    declared charset or its superset, and, line by line, UTF-8, the declared one and Windows-1252.

    Args:
        data: the bytes, transfer encoding undone.
        declared: the charset that a header claims; empty if none.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    codec = _codec(declared)
    stateful = codec.startswith(_ESCAPES)
    if not stateful:
        if data.isascii() and not (codec.startswith(("utf-16", "utf-32")) and b"\0" in data):
            return data.decode("ascii")
        text = _strict(data, "utf-8")
        if text is not None:
            return text
    text = _strict(data, codec)
    if text is not None:
        return text
    if stateful or codec.startswith(("utf-16", "utf-32")):
        return data.decode(codec, "replace")
    return "".join(_line(line, codec) for line in data.splitlines(keepends=True))


def _line(data: bytes, codec: str) -> str:
    for name in ("utf-8", codec):
        text = _strict(data, name)
        if text is not None:
            return text
    return data.decode(_LAST, "replace")


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):  # some codecs raise the latter on broken input
        return None


@lru_cache(maxsize=256)
def _codec(declared: str) -> str:
    """Return the name of a codec of text for a declared charset; Windows-1252 if there is none."""
    found = _NAME.search(declared)
    if not found:
        return _LAST
    name = found.group().lower().removeprefix("x-").replace("cp-", "cp").replace("utf8mb4", "utf-8")
    try:
        codec = codecs.lookup(name)
        b"a".decode(codec.name)  # refuses codecs that are none of text, such as "zip"
    except UnicodeError:  # one letter may be too few
        pass
    except (LookupError, ValueError):
        return _LAST
    return _SUPERSETS.get(codec.name, codec.name)
