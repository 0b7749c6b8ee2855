"""Bits per byte: how well a model foresees e-mails, comparable between models whatever their tokens are.

It is the sum of -log2 p over the tokens of the target, given the prompt and the target's earlier tokens, divided by
the bytes of the target in UTF-8. The end of the text is not counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from mailwright.errors import EngineError

Pair = tuple[str, str]  # prompt, target

BLOCK_TOKENS: Final = 32  # of OpenVINO's key-value cache on a CPU
PRECISION: Final = {"KV_CACHE_PRECISION": "f32", "INFERENCE_PRECISION_HINT": "f32"}


def bits_per_byte(model: Any, tokenizer: Any, pairs: Iterable[Pair]) -> float:
    """Return the bits per byte of a model that transformers has loaded.

    Args:
        model: a causal or an encoder-decoder model; an adapter may be on it.
        tokenizer: its tokenizer.
        pairs: prompts, and the targets that are to follow them; prompt and target are split into tokens apart.

    Raises:
        ValueError: the targets have no bytes.
    """
    import torch

    bits, size = 0.0, 0
    for prompt, target in pairs:
        asked = tokenizer(prompt)["input_ids"]
        wanted = tokenizer(target, add_special_tokens=False)["input_ids"]
        with torch.inference_mode():
            logits = _logits(model, asked, wanted)
        chosen = torch.tensor(wanted, device=logits.device)[:, None]
        bits -= torch.log_softmax(logits.float(), -1).gather(-1, chosen).sum().item() / math.log(2)
        size += len(target.encode())
    return _share(bits, size)


def bits_per_byte_in_openvino(weights: Path, pairs: Iterable[Pair], threads: int = 1) -> float:
    """Return the bits per byte of a GGUF file as OpenVINO computes it.

    Args:
        weights: of the llama architecture, without block minima (as Q8_0 and F16 are).
        pairs: as for ``bits_per_byte``.
        threads: that compute.

    Raises:
        EngineError: OpenVINO cannot load the file.
        ValueError: the targets have no bytes.
    """
    from mailwright.engines.silent_openvino import openvino_genai

    found = [(prompt, target) for prompt, target in pairs]
    plan = openvino_genai.SchedulerConfig()
    plan.max_num_seqs = 1
    plan.num_kv_blocks = 2 + max((len((p + t).encode()) for p, t in found), default=0) // BLOCK_TOKENS
    options = {**PRECISION, "INFERENCE_NUM_THREADS": threads}
    try:
        pipeline = openvino_genai.ContinuousBatchingPipeline(str(weights), plan, "CPU", options)
    except RuntimeError as error:
        raise EngineError(f"OpenVINO cannot load {weights}: {str(error).splitlines()[-1]}") from error
    bits, size = 0.0, 0
    for number, (prompt, target) in enumerate(found):
        asked, wanted = (
            pipeline.get_tokenizer().encode(text).input_ids.data[0].tolist() for text in (prompt, target)
        )
        logarithms = _echo(pipeline, number, asked + wanted)[len(asked) : len(asked) + len(wanted)]
        bits -= sum(logarithms) / math.log(2)
        size += len(target.encode())
    return _share(bits, size)


def _logits(model: Any, asked: Sequence[int], wanted: Sequence[int]) -> Any:
    """The logits of each wanted token, shape (wanted, vocabulary)."""
    import torch

    if model.config.is_encoder_decoder:
        begun = [model.config.decoder_start_token_id, *wanted[:-1]]
        read, written = (torch.tensor([ids], device=model.device) for ids in (asked, begun))
        return model(input_ids=read, decoder_input_ids=written).logits[0]
    read = torch.tensor([[*asked, *wanted]], device=model.device)
    return model(input_ids=read).logits[0, len(asked) - 1 : -1]


def _echo(pipeline: Any, number: int, ids: list[int]) -> list[float]:
    """The natural logarithm of each token's probability, given those before it."""
    import numpy

    from mailwright.engines.silent_openvino import openvino_genai

    config = openvino_genai.GenerationConfig()
    config.max_new_tokens = 1
    config.echo = True
    config.logprobs = 1
    tensor = type(pipeline.get_tokenizer().encode("a").input_ids)
    handle = pipeline.add_request(number, tensor(numpy.array([ids], dtype=numpy.int64)), config)
    while pipeline.has_non_finished_requests():
        pipeline.step()
    (output,) = handle.read_all()
    return list(output.generated_log_probs)


def _share(bits: float, size: int) -> float:
    if not size:
        raise ValueError("the targets have no bytes: give at least one that says something")
    return bits / size
