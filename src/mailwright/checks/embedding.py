"""Sentence embeddings of the default install: all-MiniLM-L6-v2 as an int8 ONNX file, run without torch."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from mailwright.minilm import WIDTH, load_tokenizer, model_file, open_session, padded, states

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_MOST_TOKENS: Final = 128
_BATCH_TOKENS: Final = 160
_loading: Final = threading.Lock()


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return unit vectors, shape ``(texts, 384)``: mean-pooled over tokens, then normalised.

    The same texts in the same order give the same vectors; a text's vector differs slightly with its neighbours,
    for the int8 activations are scaled by run.

    Raises:
        ModelError: one of the two packages that hold model and tokenizer is not installed.
    """
    import numpy as np

    vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
    with _loading:
        session, tokenizer = _model()
    encodings = tokenizer.encode_batch(list(texts)) if texts else []
    for batch in _batches([len(encoding.ids) for encoding in encodings]):
        ids, mask = padded([encodings[i].ids for i in batch])
        found = states(session, ids, mask)
        pooled = (found * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        vectors[batch] = pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-9)
    return vectors


@lru_cache(maxsize=256)
def embed_points(points: tuple[str, ...]) -> NDArray[np.float32]:
    """Return the vectors of a brief's points, kept for its other candidates; do not change the array."""
    vectors = embed(points)
    vectors.setflags(write=False)
    return vectors


@lru_cache(maxsize=16_384)
def rank(word: str) -> int:
    """Return the place of a folded word in the tokenizer's vocabulary, which is sorted by frequency in English.

    A word that it cuts into pieces has a place behind the vocabulary's end.
    """
    with _loading:
        _, tokenizer = _model()
    ids = tokenizer.encode(word, add_special_tokens=False).ids
    return int(ids[0]) if len(ids) == 1 else int(tokenizer.get_vocab_size())


def _batches(lengths: list[int]) -> list[list[int]]:
    """Return the texts' indices in few runs of similar length, so that little padding is computed."""
    batches: list[list[int]] = []
    for i in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if batches and lengths[i] * len(batches[-1]) <= _BATCH_TOKENS and lengths[i] <= lengths[batches[-1][0]] + 6:
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


@cache
def _model() -> tuple[Any, Any]:
    tokenizer = load_tokenizer()
    tokenizer.enable_truncation(_MOST_TOKENS)
    return open_session(str(model_file())), tokenizer
