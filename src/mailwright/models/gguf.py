"""The head of a GGUF file: what the model is, without reading its tensors.

Source of the layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3).
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

Value = int | float | bool | str

MAGIC: Final = b"GGUF"
VERSIONS: Final = (2, 3)
MAX_KEYS: Final = 65_536
STRING: Final = 8
ARRAY: Final = 9
# The number types of the format: type number -> struct code.
NUMBERS: Final = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}


@dataclass(frozen=True)
class GgufHeader:
    """What a GGUF file says of itself; empty or 0 where it says nothing.

    Attributes:
        architecture: ``llama``, ``gemma3``, ...
        name: the model's name.
        context_length: tokens it was trained for.
        chat_template: the Jinja template of its chat turns.
        licence: as its makers name it.
    """

    architecture: str
    name: str
    context_length: int
    chat_template: str
    licence: str


def read_gguf_header(path: Path) -> GgufHeader:
    """Read the head of a GGUF file.

    Raises:
        ModelError: the file is missing, no GGUF file, cut off or of an unknown version.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            fields = _Reader(data).fields()
    except OSError as error:
        raise ModelError(f"cannot read {path}: {error.strerror or error}") from error
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise ModelError(f"{path} is no whole GGUF file: {error}") from error
    architecture = str(fields.get("general.architecture", ""))
    if not architecture:
        raise ModelError(f"{path} names no architecture (general.architecture): it cannot be loaded")
    context = fields.get(f"{architecture}.context_length", 0)
    return GgufHeader(
        architecture=architecture,
        name=str(fields.get("general.name", "")),
        context_length=context if isinstance(context, int) else 0,
        chat_template=str(fields.get("tokenizer.chat_template", "")),
        licence=str(fields.get("general.license", "")),
    )


class _Reader:
    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._at = 0

    def fields(self) -> dict[str, Value]:
        if self._data[:4] != MAGIC:
            raise ValueError("it does not begin with GGUF")
        self._at = 4
        version = self._number("I")
        if version not in VERSIONS:
            raise ValueError(f"version {version} is unknown")
        self._number("Q")  # how many tensors
        keys = self._number("Q")
        if keys > MAX_KEYS:
            raise ValueError(f"it claims {keys} keys")
        found: dict[str, Value] = {}
        for _ in range(int(keys)):
            key = self._string()
            value = self._value(int(self._number("I")))
            if value is not None:
                found[key] = value
        return found

    def _number(self, code: str) -> int | float | bool:
        (value,) = struct.unpack_from(f"<{code}", self._data, self._at)
        self._at += struct.calcsize(f"<{code}")
        number: int | float | bool = value
        return number

    def _string(self) -> str:
        length = int(self._number("Q"))
        self._step(length)
        return self._data[self._at - length : self._at].decode("utf-8", errors="replace")

    def _value(self, kind: int) -> Value | None:
        if kind == STRING:
            return self._string()
        if kind == ARRAY:
            self._skip_array()
            return None
        if kind not in NUMBERS:
            raise ValueError(f"value type {kind} is unknown")
        return self._number(NUMBERS[kind])

    def _skip_array(self) -> None:
        kind, count = int(self._number("I")), int(self._number("Q"))
        if kind in NUMBERS:
            self._step(count * struct.calcsize(f"<{NUMBERS[kind]}"))
        elif kind == STRING:
            self._skip_strings(count)
        else:
            raise ValueError(f"an array of type {kind} is unknown")

    def _skip_strings(self, count: int) -> None:
        # A vocabulary has up to 262,144 strings: a tight loop keeps this at some tens of milliseconds.
        unpack, data, at = struct.Struct("<Q").unpack_from, self._data, self._at
        for _ in range(count):
            at += 8 + unpack(data, at)[0]
        self._at = at

    def _step(self, length: int) -> None:
        self._at += length
        if self._at > len(self._data):
            raise ValueError("it ends too early")
