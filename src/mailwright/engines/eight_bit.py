"""An 8-bit copy of a GGUF file whose blocks have minima, for engines that would round those or cannot read it.

OpenVINO turns a block's minimum into an integer zero point of as many bits as the weights have. On Q4_1 that
costs so much that a model babbles: SmolLM2-135M repeats "System Update:" without end where llama.cpp, on the same
file, writes a mail. Q8_0 has no minima, holds Q4_1 to within a 127th of a block's largest weight, and both engines
then write the same text. The other formats here it does not read at all ("Unsupported quantization type").
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from mailwright.gguf import read_weights, write_gguf
from mailwright.gguf.layout import open_layout
from mailwright.gguf.write import copied_fields, encode_field

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.gguf import GGUFHeader, Weights

# Q4_1, Q5_1, Q2_K, Q4_K, Q5_K: see ``ggml_type`` in https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
TYPES_WITH_MINIMA: Final = frozenset({3, 7, 10, 12, 13})
UNREADABLE: Final = frozenset({6, 30})  # Q5_0, BF16; nor F32 but for vectors
F32: Final = 0
Q8_0: Final = 8
BLOCK: Final = 32  # weights of a Q8_0 block
FILE_TYPE_Q8_0: Final = 7


def needs_copy(header: GGUFHeader) -> bool:
    """Whether a tensor of the file has blocks with minima or is in a format that cannot be read."""
    return bool(header.tensor_types & (TYPES_WITH_MINIMA | UNREADABLE)) or header.tensor_types == {F32}


def eight_bit_copy(path: Path, folder: Path) -> Path:
    """Return a Q8_0 copy of ``path`` in ``folder``, made at the first call (about 3 s for 135 M weights).

    The copy's name tells the size and time of its source, so that a changed source gets a copy of its own. It
    is written aside and moved into place whole.
    """
    status = path.stat()
    source = f"{path.resolve()}\n{status.st_size}\n{status.st_mtime_ns}"
    target = folder / f"{path.stem}.{hashlib.sha256(source.encode()).hexdigest()[:12]}.Q8_0.gguf"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_copy(path, target)
    return target


def _write_copy(source: Path, target: Path) -> None:
    with open_layout(source) as layout:
        fields = {**copied_fields(layout), "general.file_type": encode_field(FILE_TYPE_Q8_0)}
        write_gguf(target, fields, [(item, _kind(item)) for item in read_weights(layout)])


def _kind(weights: Weights) -> int:
    return F32 if len(weights.shape) < 2 or weights.columns % BLOCK else Q8_0
