"""An 8-bit copy of a GGUF file whose blocks have minima, for engines that would round those.

OpenVINO turns a block's minimum into an integer zero point of as many bits as the weights have. On Q4_1 that
costs so much that a model babbles: SmolLM2-135M repeats "System Update:" without end where llama.cpp, on the same
file, writes a mail. Q8_0 has no minima, holds Q4_1 to within a 127th of a block's largest weight, and both engines
then write the same text.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mailwright.gguf import GGUFHeader

# Q4_1, Q5_1, Q2_K, Q4_K, Q5_K: see ``ggml_type`` in https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
TYPES_WITH_MINIMA: Final = frozenset({3, 7, 10, 12, 13})
BLOCK: Final = 32  # weights of a Q8_0 block
FILE_TYPE_Q8_0: Final = 7


def needs_copy(header: GGUFHeader) -> bool:
    """Whether a tensor of the file has blocks with minima."""
    return bool(header.tensor_types & TYPES_WITH_MINIMA)


def eight_bit_copy(path: Path, folder: Path) -> Path:
    """Return a Q8_0 copy of ``path`` in ``folder``, made at the first call (about 8 s for 135 M weights).

    The copy's name tells the size and time of its source, so that a changed source gets a copy of its own. It
    is written aside and moved into place whole.
    """
    status = path.stat()
    source = f"{path.resolve()}\n{status.st_size}\n{status.st_mtime_ns}"
    target = folder / f"{path.stem}.{hashlib.sha256(source.encode()).hexdigest()[:12]}.Q8_0.gguf"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=target.name, suffix=".part")
        os.close(handle)
        try:
            _write_copy(path, Path(name))
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    return target


def _write_copy(source: Path, target: Path) -> None:
    import gguf

    reader = gguf.GGUFReader(source)
    architecture = reader.fields["general.architecture"].contents()
    writer = gguf.GGUFWriter(target, architecture)
    for key, field in reader.fields.items():
        if key.startswith("GGUF.") or key == "general.architecture":
            continue
        value: Any = FILE_TYPE_Q8_0 if key == "general.file_type" else field.contents()
        if field.types[0] == gguf.GGUFValueType.ARRAY:
            writer.add_array(key, value)
        else:
            writer.add_key_value(key, value, field.types[0])
    for tensor in reader.tensors:
        whole = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
        kind = gguf.GGMLQuantizationType.Q8_0
        if len(tensor.shape) < 2 or int(tensor.shape[0]) % BLOCK:
            kind = gguf.GGMLQuantizationType.F32
        writer.add_tensor(tensor.name, gguf.quants.quantize(whole, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
