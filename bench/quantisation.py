"""What a smaller format costs: ``python -m bench.quantisation MODEL PAIRS [N]`` prints size and bits per byte.

MODEL is a bundle's name or folder (its adapter is merged anew into each format) or a GGUF file; PAIRS a file of
pairs in JSON Lines, of which the first N (40) are looked at. Each file is de-quantised by transformers, so that the
figures are those of the weights and of no engine.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from mailwright.corpus.records import read_pairs
from mailwright.evaluation.bits import bits_per_byte
from mailwright.gguf import read_weights
from mailwright.gguf.layout import open_layout
from mailwright.gguf.write import copied_fields
from mailwright.models import Adapted, Bundle, SilentProgress, pull, resolve
from mailwright.models.adapter import read_adapter
from mailwright.models.hugging_face import load
from mailwright.models.lookup import find
from mailwright.models.merge import merge
from mailwright.models.quantise import QUANTISATIONS, quantise

if TYPE_CHECKING:
    from mailwright.evaluation.bits import Pair

ORDER = ("F32", "F16", "BF16", "Q8_0", "Q5_1", "Q4_1", "Q4_0")


def main(model: str, pairs: str, count: str = "40") -> None:
    found = find(model)
    base = pull(found.base).weights if isinstance(found, Adapted) else resolve(model).weights
    layout = found.prompt_format if isinstance(found, Adapted | Bundle) else resolve(model).prompt_format
    texts: list[Pair] = []
    for pair in islice(read_pairs(Path(pairs)), int(count)):
        brief = pair.brief()
        texts.append((layout.render(brief), layout.target(brief, pair.email_subject, pair.email_body)))
    print("| format | MB | bits per byte |\n|---|---:|---:|")
    assert set(ORDER) == set(QUANTISATIONS)
    for name in ORDER:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "model.gguf"
            make(base, found.adapter if isinstance(found, Adapted) else None, file, name)
            print(f"| {name} | {file.stat().st_size / 1e6:.0f} | {measure(file, texts):.4f} |", flush=True)


def make(base: Path, adapter: Path | None, target: Path, quantisation: str) -> None:
    with open_layout(base) as layout:
        weights = read_weights(layout)
        if adapter is not None:
            weights = merge(layout, weights, read_adapter(adapter))
        quantise(weights, copied_fields(layout), target, quantisation, SilentProgress(), target.name)


def measure(file: Path, texts: list[Pair]) -> float:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    return bits_per_byte(load(file), tokenizer, texts)


if __name__ == "__main__":
    main(*sys.argv[1:])
