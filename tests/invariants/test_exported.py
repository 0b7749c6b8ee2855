"""What is served is what was trained: exported GGUF files in the engines, against the model with its adapter.

Two measures, each with a threshold that stands in the test and in docs/models.md:

- tokens: the share of prefixes of mails after which the engine's most likely next token is the trained model's;
- bits per byte of the same mails: the difference to the trained model's.
"""

from __future__ import annotations

import asyncio
import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from mailwright.engines.base import EngineSettings, ModelFile, Request
from mailwright.engines.llamacpp import LlamaCppEngine
from mailwright.engines.openvino import OpenVINOEngine
from mailwright.engines.worker_engine import WorkerEngine
from mailwright.evaluation.bits import bits_per_byte, bits_per_byte_in_openvino
from mailwright.gguf import read_weights
from mailwright.gguf.layout import open_layout
from mailwright.gguf.write import copied_fields
from mailwright.models.adapter import read_adapter
from mailwright.models.convert import convert
from mailwright.models.merge import merge
from mailwright.models.progress import SilentProgress
from mailwright.models.quantise import quantise

torch = pytest.importorskip("torch")
pytest.importorskip("peft")
pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning")
MAILS = [
    ("Hello Bob,", " the update is on Friday at 6pm. Please back up your work before 12:30."),
    ("Dear Ana,", " thank you for the invoice 4411. We will pay it on Monday, the 3rd of May."),
    ("1, 2, 3,", " 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15"),
]
PREFIXES = [
    " ".join(words[:length])
    for words in ((asked + answer).split(" ") for asked, answer in MAILS)
    for length in range(1, len(words))
]


@dataclass
class Trained:
    """A base as a GGUF file, the file of its adapter, and the model with that adapter as torch has it."""

    base: Path
    adapter: Path
    model: Any
    tokenizer: Any

    def export(self, target: Path, quantisation: str) -> Path:
        with open_layout(self.base) as layout:
            merged = merge(layout, read_weights(layout), read_adapter(self.adapter))
            quantise(merged, copied_fields(layout), target, quantisation, SilentProgress(), "tiny")
        return target

    def next_tokens(self, prefixes: list[str] = PREFIXES) -> list[str]:
        """The text of the most likely token after each prefix."""
        found = []
        for prefix in prefixes:
            with torch.no_grad():
                logits = self.model(input_ids=torch.tensor([self.tokenizer(prefix)["input_ids"]])).logits[0, -1]
            found.append(str(self.tokenizer.decode([int(logits.argmax())], skip_special_tokens=True)))
        return found

    def bits(self) -> float:
        return bits_per_byte(self.model, self.tokenizer, MAILS)


def make_trained(kind: str, tiny_models: Any, folder: Path) -> Trained:
    from transformers import AutoTokenizer

    model = getattr(tiny_models, kind)(folder / "hf")
    tiny_models.endless(model, folder / "hf", tiny_models.not_plain(folder / "hf"))
    fields, weights = convert(folder / "hf", "tiny", "mit")
    quantise(weights, fields, folder / "base.gguf", "F32", SilentProgress(), "tiny")
    adapted = tiny_models.lora(model, folder / "adapter").eval()
    adapter = folder / "adapter" / "adapter_model.safetensors"
    return Trained(folder / "base.gguf", adapter, adapted, AutoTokenizer.from_pretrained(folder / "hf"))


@pytest.fixture(scope="module")
def llama(tiny_models: Any, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return make_trained("llama", tiny_models, tmp_path_factory.mktemp("llama"))


@pytest.fixture(scope="module")
def gemma3(tiny_models: Any, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return make_trained("gemma3", tiny_models, tmp_path_factory.mktemp("gemma3"))


@pytest.fixture(scope="module")
def smollm2(base_gguf: Path, tiny_models: Any, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """The real base with an adapter that changes what it says a little."""
    from transformers import AutoTokenizer

    from mailwright.models.hugging_face import load

    folder = tmp_path_factory.mktemp("smollm2")
    adapted = tiny_models.lora(load(base_gguf), folder, lora_alpha=0.4).eval()
    tokenizer = AutoTokenizer.from_pretrained(base_gguf.parent, gguf_file=base_gguf.name)
    return Trained(base_gguf, folder / "adapter_model.safetensors", adapted, tokenizer)


async def next_tokens(engine: WorkerEngine, prefixes: list[str] = PREFIXES) -> list[str]:
    found = []
    for prefix in prefixes:
        chunks = engine.stream(Request(prefix, max_tokens=1, temperature=0))
        found.append("".join([chunk.text async for chunk in chunks]))
    await engine.close()
    return found


def agreement(engine: WorkerEngine, trained: Trained) -> float:
    """The share of prefixes after which engine and trained model have the same next token."""
    pairs = list(zip(asyncio.run(next_tokens(engine)), trained.next_tokens(), strict=True))
    return sum(one == other for one, other in pairs) / len(pairs)


def engine_of(kind: type[WorkerEngine], file: Path, architecture: str, made: Path) -> WorkerEngine:
    settings = EngineSettings(threads=1, slots=1, context_length=512, cache_folder=made)
    return kind(ModelFile(file, architecture, "the exported file"), settings)


@pytest.mark.parametrize(
    ("quantisation", "least", "most"),
    [("F16", 0.95, 0.002), ("Q8_0", 0.8, 0.02), ("BF16", 0.8, None), ("F32", 0.8, None), ("Q5_1", 0.5, None)],
)
def test_a_tiny_llama_in_openvino(
    llama: Trained, tmp_path: Path, quantisation: str, least: float, most: float | None
) -> None:
    file = llama.export(tmp_path / "merged.gguf", quantisation)
    shared = agreement(engine_of(OpenVINOEngine, file, "llama", tmp_path), llama)
    print(f"\nOpenVINO, tiny llama, {quantisation}: tokens {shared:.3f}")
    assert shared >= least
    if most is not None:
        difference = bits_per_byte_in_openvino(file, MAILS) - llama.bits()
        print(f"bits per byte {difference:+.5f}")
        assert abs(difference) <= most


@pytest.mark.parametrize("quantisation", ["F32", "F16", "Q8_0"])
def test_a_tiny_gemma_in_openvino(gemma3: Trained, tmp_path: Path, quantisation: str) -> None:
    file = gemma3.export(tmp_path / "merged.gguf", quantisation)
    shared = agreement(engine_of(OpenVINOEngine, file, "gemma3", tmp_path), gemma3)
    print(f"\nOpenVINO, tiny Gemma 3, {quantisation}: tokens {shared:.3f}")
    assert shared >= 0.8


def test_a_gemma_in_openvino_looks_back_as_far_as_its_window(gemma3: Trained, tmp_path: Path) -> None:
    """The tiny one's window is 64 tokens, the prompts here have up to four times as many."""
    text = " ".join(f"{number} {asked}{answer}" for number in range(6) for asked, answer in MAILS)
    prefixes = [text[:length] for length in range(300, len(text), 23)]
    wide = copy.deepcopy(gemma3.model)
    for module in wide.modules():
        for holder in (module, getattr(module, "config", module)):
            if getattr(holder, "sliding_window", None):
                holder.sliding_window = 4096
    within, beyond = gemma3.next_tokens(prefixes), replace(gemma3, model=wide).next_tokens(prefixes)
    engine = engine_of(OpenVINOEngine, gemma3.export(tmp_path / "merged.gguf", "Q8_0"), "gemma3", tmp_path)
    found = asyncio.run(next_tokens(engine, prefixes))
    shares = [sum(map(str.__eq__, found, wanted)) / len(found) for wanted in (within, beyond)]
    print(
        f"\nOpenVINO, tiny Gemma 3, long prompts: tokens {shares[0]:.3f}, of a model without window {shares[1]:.3f}"
    )
    assert shares[0] >= 0.8
    assert shares[1] < shares[0] - 0.05


@pytest.mark.parametrize(("quantisation", "least"), [("F32", 0.98), ("Q8_0", 0.8)])
@pytest.mark.parametrize("architecture", ["llama", "gemma3"])
def test_a_tiny_model_in_llama_cpp(
    request: pytest.FixtureRequest, tmp_path: Path, architecture: str, quantisation: str, least: float
) -> None:
    trained: Trained = request.getfixturevalue(architecture)
    file = trained.export(tmp_path / "merged.gguf", quantisation)
    shared = agreement(engine_of(LlamaCppEngine, file, architecture, tmp_path), trained)
    print(f"\nllama.cpp, tiny {architecture}, {quantisation}: tokens {shared:.3f}")
    assert shared >= least


@pytest.mark.parametrize(
    ("architecture", "kind"),
    [("llama", LlamaCppEngine), ("gemma3", LlamaCppEngine), ("gemma3", OpenVINOEngine)],
)
def test_an_engine_splits_text_as_the_tokenizer_that_was_converted(
    request: pytest.FixtureRequest, tmp_path: Path, architecture: str, kind: type[WorkerEngine]
) -> None:
    trained: Trained = request.getfixturevalue(architecture)
    texts = [*PREFIXES, "ünïcödé 世界 😀", " a  b \n\n c", "2026-11-24 12:30", "don't", "\tx"]

    async def count(engine: WorkerEngine) -> list[int]:
        counts = [await engine.count_tokens(text) for text in texts]
        await engine.close()
        return counts

    file = trained.export(tmp_path / "merged.gguf", "Q8_0")
    counts = asyncio.run(count(engine_of(kind, file, architecture, tmp_path)))
    assert counts == [len(trained.tokenizer(text)["input_ids"]) for text in texts]


@pytest.mark.model
@pytest.mark.timeout(600)
def test_smollm2_with_a_small_adapter_in_openvino(smollm2: Trained, tmp_path: Path) -> None:
    file = smollm2.export(tmp_path / "merged.gguf", "Q8_0")
    shared = agreement(engine_of(OpenVINOEngine, file, "llama", tmp_path), smollm2)
    difference = bits_per_byte_in_openvino(file, MAILS) - smollm2.bits()
    print(f"\nOpenVINO, SmolLM2 with a random adapter, Q8_0: tokens {shared:.3f}, bits per byte {difference:+.5f}")
    assert shared >= 0.9
    assert abs(difference) <= 0.01
