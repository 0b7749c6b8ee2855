"""An adapter merged into a GGUF file gives what peft gives in memory; what cannot be merged is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mailwright.errors import ModelError
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

# peft 0.21 reads a name that transformers 5 deprecates: https://github.com/huggingface/peft
pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning")
TEXT = "Hello Bob, the update is on Friday at 6pm. Please"
ADAPTER = "adapter_model.safetensors"


@dataclass
class Base:
    """A tiny model, and the same as a GGUF file in 32 bits."""

    folder: Path
    make: Callable[[Path], Any]
    ids: Any

    @property
    def gguf(self) -> Path:
        return self.folder / "base.gguf"


def write_gguf_of(folder: Path, target: Path, quantisation: str = "F32") -> None:
    fields, weights = convert(folder, "tiny", "mit")
    quantise(weights, fields, target, quantisation, SilentProgress(), "tiny")


@pytest.fixture(scope="module", params=["llama", "gemma3"])
def base(request: pytest.FixtureRequest, tiny_models: Any, tmp_path_factory: pytest.TempPathFactory) -> Base:
    from transformers import AutoTokenizer

    folder = tmp_path_factory.mktemp(request.param)
    make = getattr(tiny_models, request.param)
    make(folder)
    write_gguf_of(folder, folder / "base.gguf")
    ids = torch.tensor([AutoTokenizer.from_pretrained(folder)(TEXT)["input_ids"]])
    return Base(folder, make, ids)


def merge_files(base: Path, adapter: Path, target: Path, quantisation: str = "F32") -> None:
    with open_layout(base) as layout:
        merged = merge(layout, read_weights(layout), read_adapter(adapter))
        quantise(merged, copied_fields(layout), target, quantisation, SilentProgress(), "tiny")


def logits_of_gguf(path: Path, ids: Any) -> Any:
    from transformers import AutoModelForCausalLM

    alone = path.parent / f"{path.name}.alone"  # beside an adapter's configuration, transformers would ask the hub
    alone.mkdir()
    path.rename(alone / path.name)
    model = AutoModelForCausalLM.from_pretrained(alone, gguf_file=path.name, dtype=torch.float32)
    (alone / path.name).rename(path)
    alone.rmdir()
    with torch.no_grad():
        return model(ids).logits


def logits_of(model: Any, ids: Any) -> Any:
    with torch.no_grad():
        return model(ids).logits


def test_a_converted_folder_computes_what_the_folder_computes(base: Base, tmp_path: Path) -> None:
    whole = logits_of(base.make(tmp_path / "again"), base.ids)
    assert torch.allclose(logits_of_gguf(base.gguf, base.ids), whole, atol=1e-5)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"use_rslora": True, "r": 8},
        {"target_modules": ["q_proj", "k_proj"]},
        {"rank_pattern": {"q_proj": 2, "layers.1.mlp.up_proj": 3}, "alpha_pattern": {"k_proj": 32, "q_proj": 5}},
    ],
    ids=["all", "rank-stabilised", "queries-and-keys", "patterns"],
)
def test_the_merged_file_computes_what_the_adapted_model_computes(
    base: Base, tiny_models: Any, tmp_path: Path, options: dict[str, Any]
) -> None:
    adapted = tiny_models.lora(base.make(tmp_path / "base"), tmp_path, **options).eval()
    merge_files(base.gguf, tmp_path / ADAPTER, tmp_path / "merged.gguf")
    wanted, before = logits_of(adapted, base.ids), logits_of_gguf(base.gguf, base.ids)
    assert (wanted - before).abs().max() > 0.05  # the adapter does something
    assert torch.allclose(logits_of_gguf(tmp_path / "merged.gguf", base.ids), wanted, atol=1e-4)


def test_an_adapter_in_16_bits_gives_the_same_but_for_its_rounding(
    base: Base, tiny_models: Any, tmp_path: Path
) -> None:
    from safetensors.torch import load_file, save_file

    adapted = tiny_models.lora(base.make(tmp_path / "base"), tmp_path).eval()
    wanted = logits_of(adapted, base.ids)
    for dtype in (torch.float16, torch.bfloat16):
        place = tmp_path / str(dtype)
        place.mkdir()
        (place / "adapter_config.json").write_bytes((tmp_path / "adapter_config.json").read_bytes())
        tensors = load_file(tmp_path / ADAPTER)
        save_file({name: tensor.to(dtype) for name, tensor in tensors.items()}, place / ADAPTER)
        merge_files(base.gguf, place / ADAPTER, place / "merged.gguf")
        assert torch.allclose(logits_of_gguf(place / "merged.gguf", base.ids), wanted, atol=0.2)


def test_norms_that_were_trained_whole_take_the_place_of_the_bases(
    base: Base, tiny_models: Any, tmp_path: Path
) -> None:
    names = ["input_layernorm", "norm"]
    adapted = tiny_models.lora(base.make(tmp_path / "base"), tmp_path, modules_to_save=names)
    for name, weights in adapted.named_parameters():
        if "modules_to_save" in name:
            torch.nn.init.normal_(weights, 0.7, 0.1)
    adapted.save_pretrained(tmp_path)
    merge_files(base.gguf, tmp_path / ADAPTER, tmp_path / "merged.gguf")
    wanted = logits_of(adapted.eval(), base.ids)
    assert torch.allclose(logits_of_gguf(tmp_path / "merged.gguf", base.ids), wanted, atol=1e-4)


def test_metadata_and_tokenizer_of_the_base_stay_as_they_are(base: Base, tiny_models: Any, tmp_path: Path) -> None:
    tiny_models.lora(base.make(tmp_path / "base"), tmp_path)
    merge_files(base.gguf, tmp_path / ADAPTER, tmp_path / "merged.gguf", "Q8_0")
    with open_layout(base.gguf) as before, open_layout(tmp_path / "merged.gguf") as after:
        old, new = copied_fields(before), copied_fields(after)
    assert list(old) == list(new)
    assert {key for key in old if old[key] != new[key]} == {"general.file_type"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"use_dora": True}, "adapters with use_dora cannot be merged"),
        ({"bias": "all"}, "adapters with bias cannot be merged"),
        ({"peft_type": "IA3"}, "only adapters with peft_type LORA"),
        ({"lora_alpha": "much"}, "lora_alpha and the values of alpha_pattern must be numbers"),
        ({"alpha_pattern": {"q_proj": True}}, "must be numbers"),
    ],
)
def test_other_kinds_of_adapters_are_refused(
    tiny_models: Any, tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    tiny_models.lora(tiny_models.llama(tmp_path / "base"), tmp_path)
    config = json.loads((tmp_path / "adapter_config.json").read_text())
    (tmp_path / "adapter_config.json").write_text(json.dumps({**config, **changes}))
    with pytest.raises(ModelError) as caught:
        read_adapter(tmp_path / ADAPTER)
    assert message in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_an_adapter_for_another_base_is_refused(tiny_models: Any, tmp_path: Path) -> None:
    tiny_models.llama(tmp_path / "base")
    write_gguf_of(tmp_path / "base", tmp_path / "base.gguf")
    other = {"deeper": {"num_hidden_layers": 3}, "wider": {"intermediate_size": 128}}
    messages = {
        "deeper": "model.layers.2.mlp",
        "wider": r"made for weights of the shape .* belongs to another base",
    }
    for name, changes in other.items():
        tiny_models.lora(tiny_models.llama(tmp_path / f"{name}-base", **changes), tmp_path / name)
        with pytest.raises(ModelError, match=messages[name]):
            merge_files(tmp_path / "base.gguf", tmp_path / name / ADAPTER, tmp_path / "merged.gguf")
        assert not (tmp_path / "merged.gguf").exists()


def test_an_adapter_of_the_shared_embedding_is_refused(tiny_models: Any, tmp_path: Path) -> None:
    tiny_models.llama(tmp_path / "base")
    write_gguf_of(tmp_path / "base", tmp_path / "base.gguf")
    model = tiny_models.llama(tmp_path / "again")
    with pytest.warns(UserWarning, match="tie_word_embeddings"):
        tiny_models.lora(model, tmp_path / "a", modules_to_save=["embed_tokens"])
    with pytest.raises(ModelError, match="uses for its output too"):
        merge_files(tmp_path / "base.gguf", tmp_path / "a" / ADAPTER, tmp_path / "merged.gguf")


def test_numbers_that_are_not_finite_are_refused(tiny_models: Any, tmp_path: Path) -> None:
    model = tiny_models.llama(tmp_path / "base")
    write_gguf_of(tmp_path / "base", tmp_path / "base.gguf")
    adapted = tiny_models.lora(model, tmp_path)
    next(p for name, p in adapted.named_parameters() if "lora_B" in name).data[0, 0] = float("inf")
    adapted.save_pretrained(tmp_path)
    with pytest.raises(ModelError, match="not finite"):
        merge_files(tmp_path / "base.gguf", tmp_path / ADAPTER, tmp_path / "merged.gguf")


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.999])
def test_a_cut_adapter_is_refused(tiny_models: Any, tmp_path: Path, share: float) -> None:
    tiny_models.lora(tiny_models.llama(tmp_path / "base"), tmp_path)
    path = tmp_path / ADAPTER
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(ModelError, match="is no whole safetensors file"):
        read_adapter(path)
