"""A model of transformers behind two steps: read a prompt, write the next token of every row."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import torch
from safetensors import SafetensorError
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    DynamicCache,
    EncoderDecoderCache,
)
from transformers.modeling_outputs import BaseModelOutput

from mailwright.engines.model_config import GGUF, read_model_config
from mailwright.engines.precision import choose_precision
from mailwright.engines.token_text import Pieces
from mailwright.engines.transformers_state import State
from mailwright.errors import EngineError, ModelError

if TYPE_CHECKING:
    from mailwright.engines.worker import Order

DTYPES: Final = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}
# Encoder-decoder models whose positions are relative, so that rows of different lengths can share a batch.
RELATIVE: Final = ("t5", "mt5", "umt5", "longt5")
# Tokens that end a turn or a text in chat formats, where the tokenizer has them.
ENDS: Final = ("<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end_of_text|>", "<end_of_turn>", "</s>")


class Model:
    """A loaded model with its tokenizer.

    Attributes:
        tokenizer: that of the ``tokenizers`` package.
        bos: number of the token that begins a prompt, None if prompts have none.
        pieces: what each token stands for.
        continues: whether the text goes on where the prompt ends.
        ends: numbers of the tokens that end a text.
        mixes: whether rows of different lengths may be in one batch.
        bytes_of_token: memory that the keys and values of one token take.
    """

    def __init__(self, order: Order) -> None:
        path = Path(order.path)
        self._config = read_model_config(path)
        self._device = _device(order.device)
        capability = torch.cuda.get_device_capability(self._device) if self._device.type == "cuda" else None
        precision = choose_precision(order.precision, self._config.architecture, capability)
        torch.set_num_threads(order.threads)
        self._model, tokenizer = _load(path, self._config.encoder_decoder, DTYPES[precision], order.label)
        self._model.to(self._device)
        self.tokenizer = tokenizer.backend_tokenizer
        self.pieces = Pieces(self.tokenizer)
        self.continues = not self._config.encoder_decoder
        self.bos: int | None = None if self._config.encoder_decoder else tokenizer.bos_token_id
        self.ends = self._end_tokens(tokenizer)
        parameters = inspect.signature(type(self._model).forward).parameters
        self._takes_positions = "position_ids" in parameters
        self._takes_last_only = "logits_to_keep" in parameters
        self._cache_name = "cache" if "cache" in parameters else "past_key_values"
        self.mixes = (
            self._config.architecture in RELATIVE if self._config.encoder_decoder else self._takes_positions
        )
        self.bytes_of_token = self._values_of_token() * DTYPES[precision].itemsize

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a prompt; special tokens in it count as such."""
        ids: list[int] = self.tokenizer.encode(text).ids
        return ids

    def read(self, ids: list[int]) -> tuple[State, Any]:
        """Evaluate a prompt; return the state of its row and the logits of the first new token, (1, vocabulary).

        Args:
            ids: at least one token.
        """
        with torch.inference_mode():
            prompt = torch.tensor([ids], device=self._device)
            mask = torch.ones_like(prompt)
            if not self._config.encoder_decoder:
                return self._step(State(DynamicCache(), mask[:, :0]), prompt)
            source = self._model.get_encoder()(input_ids=prompt, attention_mask=mask)
            cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
            start = torch.full_like(prompt[:, :1], self._model.config.decoder_start_token_id)
            return self._step(State(cache, mask[:, :0], mask), start, source.last_hidden_state)

    def write(self, state: State, tokens: list[int]) -> tuple[State, Any]:
        """Append a token to each row; return the state then, and the logits of the next, (rows, vocabulary)."""
        with torch.inference_mode():
            return self._step(state, torch.tensor(tokens, device=self._device)[:, None])

    def _step(self, state: State, ids: Any, source: Any = None) -> tuple[State, Any]:
        mask = torch.cat([state.mask, torch.ones_like(ids)], -1)
        options: dict[str, Any] = {"use_cache": True, self._cache_name: state.cache}
        if state.source_mask is None:
            options |= {"input_ids": ids, "attention_mask": mask}
            if self._takes_positions:
                options["position_ids"] = (mask.cumsum(-1) - 1)[:, -ids.shape[1] :]
            if self._takes_last_only:
                options["logits_to_keep"] = 1
        else:
            if source is None:  # its keys and values are in the cache: only its shape is looked at
                source = torch.zeros((), device=self._device).expand(*state.source_mask.shape, 1)
            options |= {
                "decoder_input_ids": ids,
                "decoder_attention_mask": mask,
                "encoder_outputs": BaseModelOutput(last_hidden_state=source),
                "attention_mask": state.source_mask,
            }
        logits = self._model(**options).logits[:, -1]
        if not torch.isfinite(logits).all():
            raise EngineError("the model gives numbers that are not finite: choose the precision fp32")
        return State(state.cache, mask, state.source_mask), logits

    def _end_tokens(self, tokenizer: Any) -> frozenset[int]:
        found = {tokenizer.eos_token_id}
        for config in (self._model.config, self._model.generation_config):
            said = getattr(config, "eos_token_id", None)
            found |= set(said) if isinstance(said, list) else {said}
        found |= {self.tokenizer.token_to_id(end) for end in ENDS}
        return frozenset(number for number in found if number is not None)

    def _values_of_token(self) -> int:
        config = self._model.config
        heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
        size = getattr(config, "head_dim", None) or getattr(config, "d_kv", None)
        size = size or config.hidden_size // config.num_attention_heads
        return int(2 * config.num_hidden_layers * heads * size)


def _device(asked: str) -> Any:
    if asked == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(asked)
    except RuntimeError:
        raise ModelError(f"there is no device named {asked!r}: choose auto, cpu or cuda") from None
    if device.type not in ("cpu", "cuda"):
        raise ModelError(f"the device {asked!r} cannot be used here: choose auto, cpu or cuda")
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise ModelError(
            f"this machine has {torch.cuda.device_count()} GPUs that torch can use, so no {asked}: choose cpu"
        )
    return device


def _load(path: Path, encoder_decoder: bool, dtype: Any, label: str) -> tuple[Any, Any]:
    kind = AutoModelForSeq2SeqLM if encoder_decoder else AutoModelForCausalLM
    options: dict[str, Any] = {"local_files_only": True}
    if path.suffix == GGUF:
        options["gguf_file"] = path.name
    try:
        model = kind.from_pretrained(path.parent, dtype=dtype, **options).eval()
        tokenizer = AutoTokenizer.from_pretrained(path.parent, **options)
    except (OSError, ValueError, RuntimeError, KeyError, ImportError, SafetensorError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise EngineError(f"Transformers cannot load {label}: {reason}") from error
    if getattr(tokenizer, "backend_tokenizer", None) is None:
        raise EngineError(
            f"Transformers cannot load {label}: it has no tokenizer.json, so its text cannot be streamed"
        )
    return model, tokenizer
