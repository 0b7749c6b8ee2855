"""A Gemma 3 in a GGUF file -> the graph that OpenVINO computes, whose own reader knows other architectures only.

Built operation by operation, in the forms that OpenVINO's passes look for: weights that stay in 8 bits and are
unpacked where they are used, a state for keys and values of each layer, and the mask of a sliding window, so that
the pipeline turns attention into paged attention. Weights of 8 bits have one scale a row here and not one for each
32 weights, and projections of the same input are one matrix, for speed (``python -m bench.engines``). Source of the
architecture: ``Gemma3TextModel`` of transformers; of the names of weights and fields: llama.cpp
(``gguf-py/gguf/constants.py``).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from mailwright.engines.silent_openvino import openvino
from mailwright.gguf import read_weights
from mailwright.gguf.layout import open_layout

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.gguf import Weights
    from mailwright.gguf.layout import Layout

op = openvino.opset13
PartialShape, Type = openvino.PartialShape, openvino.Type

ARCHITECTURE: Final = "gemma3"
FLOATS: Final = frozenset({0, 1, 30})  # F32, F16, BF16
LARGEST: Final = 127  # of a weight in 8 bits
FULL_EVERY: Final = 6  # layers; the others see a sliding window
LOCAL_ROPE: Final = 10_000.0  # base of the rotary embedding of layers with a window
MASKED: Final = -65_504.0
LAYERS_OF_27B: Final = 62  # the one size that scales attention by another width than that of a head


def gemma3_model(path: Path) -> openvino.Model:
    """Return the graph of a Gemma 3.

    Args:
        path: a GGUF file; matrices that are not of floating point are rounded to 8 bits with a scale for each row.

    Raises:
        ModelError: the file cannot be read.
    """
    with open_layout(path) as layout:
        return _Builder(layout).model()


class _Builder:
    """Holds what all layers share."""

    def __init__(self, layout: Layout) -> None:
        self._fields = layout.values
        self._weights = {item.name: item for item in read_weights(layout)}
        self._layers = int(self._field("block_count"))
        self._width = int(self._field("embedding_length"))
        self._heads = int(self._field("attention.head_count"))
        self._kv_heads = int(self._field("attention.head_count_kv", self._heads))
        self._size = int(self._field("attention.key_length", self._width // self._heads))
        self._epsilon = float(self._field("attention.layer_norm_rms_epsilon", 1e-6))
        self._ids = _input("input_ids", [-1, -1])
        self._attention = _input("attention_mask", [-1, -1])
        self._positions = _input("position_ids", [-1, -1])
        self._beams = _input("beam_idx", [-1], Type.i32)
        self._batch = op.gather(op.shape_of(self._ids), _whole([0]), _whole(0))
        self._sinks: list[Any] = []

    def model(self) -> openvino.Model:
        """Return the whole graph."""
        embedding = self._matrix("token_embd.weight")
        rows = op.gather(embedding, op.convert(self._ids, Type.i32), _index(0))
        hidden = op.multiply(rows, _number(math.sqrt(self._width)))
        factor = 1 / float(self._field("rope.scaling.factor", 1.0))
        rotary = {
            True: self._rotary(float(self._field("rope.freq_base", 1e6)), factor),
            False: self._rotary(float(self._field("rope.freq_base_swa", LOCAL_ROPE)), 1.0),
        }
        masks = {True: self._mask(None), False: self._mask(int(self._field("attention.sliding_window")))}
        for number in range(self._layers):
            full = (number + 1) % FULL_EVERY == 0
            hidden = self._layer(hidden, number, rotary[full], masks[full])
        output = self._matrix("output.weight") if "output.weight" in self._weights else embedding
        result = op.result(op.matmul(self._norm(hidden, "output_norm"), output, False, True))
        result.output(0).get_tensor().set_names({"logits"})
        inputs = [self._ids, self._attention, self._positions, self._beams]
        return openvino.Model([result], self._sinks, inputs, ARCHITECTURE)

    def _layer(self, hidden: Any, number: int, rotary: tuple[Any, Any], mask: Any) -> Any:
        block = f"blk.{number}."
        attended = self._attend(self._norm(hidden, block + "attn_norm"), number, rotary, mask)
        hidden = op.add(hidden, self._norm(attended, block + "post_attention_norm"))
        given = self._norm(hidden, block + "ffn_norm")
        halves = op.split(self._linear(given, block + "ffn_gate", block + "ffn_up"), _whole(2), 2)
        inner = op.multiply(op.gelu(halves.output(0), "tanh"), halves.output(1))
        return op.add(hidden, self._norm(self._linear(inner, block + "ffn_down"), block + "post_ffw_norm"))

    def _attend(self, given: Any, number: int, rotary: tuple[Any, Any], mask: Any) -> Any:
        block = f"blk.{number}."
        three = self._linear(given, block + "attn_q", block + "attn_k", block + "attn_v")
        widths = [heads * self._size for heads in (self._heads, self._kv_heads, self._kv_heads)]
        parts = op.variadic_split(three, _whole(2), _whole(widths))
        query = _rotated(self._apart(parts.output(0), self._heads, block + "attn_q_norm"), rotary, self._size)
        key = _rotated(self._apart(parts.output(1), self._kv_heads, block + "attn_k_norm"), rotary, self._size)
        value = self._apart(parts.output(2), self._kv_heads)
        width = self._width / self._heads if self._layers == LAYERS_OF_27B else self._size
        attended = op.scaled_dot_product_attention(
            query,
            self._remembered(key, number, "key"),
            self._remembered(value, number, "value"),
            mask,
            _number(1 / math.sqrt(width)),
            causal=False,
        )
        turned = op.transpose(attended, _index([0, 2, 1, 3]))
        return self._linear(
            op.reshape(turned, _whole([0, 0, self._heads * self._size]), True), block + "attn_output"
        )

    def _apart(self, projected: Any, heads: int, norm: str = "") -> Any:
        """Take heads apart: (batch, heads, tokens, size)."""
        heads_apart = op.reshape(projected, _whole([0, 0, heads, self._size]), True)
        if norm:
            heads_apart = self._norm(heads_apart, norm, rank=4)
        return op.transpose(heads_apart, _index([0, 2, 1, 3]))

    def _remembered(self, new: Any, number: int, what: str) -> Any:
        """Put keys or values behind those of earlier tokens; one for each head that asks."""
        shape = op.concat([self._batch, _whole([self._kv_heads]), _whole([0]), _whole([self._size])], 0)
        name = f"past_key_values.{number}.{what}present.{number}.{what}"
        state = op.read_value(
            op.broadcast(_number(0.0), shape), name, Type.f32, PartialShape([-1, self._kv_heads, -1, self._size])
        )
        whole = op.concat([op.gather(state, self._beams, _whole(0)), new], 2)
        self._sinks.append(op.assign(whole, name))
        if self._heads == self._kv_heads:
            return whole
        sizes = op.shape_of(whole)
        tokens = op.gather(sizes, _whole([2]), _whole(0))
        shared = _whole([self._heads // self._kv_heads])
        wide = op.concat([self._batch, _whole([self._kv_heads]), shared, tokens, _whole([self._size])], 0)
        spread = op.broadcast(op.unsqueeze(whole, _whole(2)), wide, broadcast_spec="BIDIRECTIONAL")
        return op.reshape(spread, _whole([0, self._heads, -1, self._size]), True)

    def _rotary(self, base: float, factor: float) -> tuple[Any, Any]:
        """Return cosine and sine of the rotary embedding: (batch, 1, tokens, size)."""
        steps = np.arange(0, self._size, 2, dtype=np.float64) / self._size
        turns = op.constant((factor / base**steps).astype(np.float32).reshape(1, -1, 1))
        each = op.broadcast(
            turns, op.concat([self._batch, _whole([1]), _whole([1])], 0), broadcast_spec="BIDIRECTIONAL"
        )
        places = op.convert(op.unsqueeze(self._positions, _whole(1)), Type.f32)
        angles = op.transpose(op.matmul(each, places, False, False), _index([0, 2, 1]))
        both = op.concat([angles, angles], -1)
        return op.unsqueeze(op.cos(both), _whole(1)), op.unsqueeze(op.sin(both), _whole(1))

    def _mask(self, window: int | None) -> Any:
        """Return 0 where a token is seen.

        That of a window has the form in which OpenVINO finds the window's size (``SDPAToPagedAttention``): a chain
        of four conjunctions, spread, chosen by and sliced.
        """
        total = op.gather(op.shape_of(self._attention), _whole(1), _whole(0))
        keys = op.reshape(op.range(_whole(0), total, _whole(1), Type.i64), _whole([1, 1, 1, -1]), False)
        queries = op.unsqueeze(op.unsqueeze(self._positions, _whole(1)), _whole(3))
        given = op.convert(op.unsqueeze(op.unsqueeze(self._attention, _whole(1)), _whole(1)), Type.boolean)
        past = op.less_equal(keys, queries)
        if window is None:
            return op.select(op.logical_and(past, given), _number(0.0), _number(MASKED))
        always = op.constant(np.array(True))
        near = op.greater(keys, op.add(queries, _whole(-window)))
        seen = op.bitwise_and(op.bitwise_and(always, near), past)
        seen = op.bitwise_and(op.bitwise_and(always, seen), given)
        tokens = op.gather(op.shape_of(self._ids), _whole([1]), _whole(0))
        end = op.unsqueeze(total, _whole(0))
        shape = op.concat([self._batch, _whole([1]), tokens, end], 0)
        spread = op.broadcast(seen, shape, broadcast_spec="BIDIRECTIONAL")
        return op.slice(
            op.select(spread, _number(0.0), _number(MASKED)), _whole([0]), end, _whole([1]), _whole([3])
        )

    def _norm(self, hidden: Any, name: str, rank: int = 3) -> Any:
        """Root mean square norm; the weights in a GGUF file hold the 1 that Gemma adds to them."""
        mean = op.reduce_mean(op.power(hidden, _number(2.0)), _index([-1]), True)
        scale = op.divide(_number(1.0), op.sqrt(op.add(mean, _number(self._epsilon))))
        weights = self._weights[f"{name}.weight"].rows(0, 1).reshape((1,) * (rank - 1) + (-1,))
        return op.multiply(op.multiply(scale, hidden), op.constant(weights.astype(np.float32)))

    def _linear(self, given: Any, *names: str) -> Any:
        return op.matmul(given, self._matrix(*(f"{name}.weight" for name in names)), False, True)

    def _matrix(self, *names: str) -> Any:
        """Return the rows of matrices, one below the other."""
        weights = [self._weights[name] for name in names]
        if all(item.kind in FLOATS for item in weights):
            return op.constant(np.concatenate([part for item in weights for part in item.parts()]))
        return _eight_bits(weights)

    def _field(self, key: str, default: Any = None) -> Any:
        return self._fields.get(f"{ARCHITECTURE}.{key}", default)


def _eight_bits(weights: list[Weights]) -> Any:
    """Return rows rounded to whole numbers, and what makes numbers of them: a scale for each."""
    scales, rows = [], []
    for part in (part for item in weights for part in item.parts()):
        scale = np.abs(part).max(axis=1, keepdims=True) / LARGEST
        scale[scale == 0] = 1
        scales.append(scale)
        rows.append(np.rint(part / scale).astype(np.int8))
    whole = op.convert(op.constant(np.concatenate(rows)), Type.f16)
    return op.convert(op.multiply(whole, op.constant(np.concatenate(scales).astype(np.float16))), Type.f32)


def _rotated(heads: Any, rotary: tuple[Any, Any], size: int) -> Any:
    cosine, sine = rotary
    first = op.slice(heads, _whole([0]), _whole([size // 2]), _whole([1]), _whole([3]))
    second = op.slice(heads, _whole([size // 2]), _whole([size]), _whole([1]), _whole([3]))
    turned = op.concat([op.multiply(second, _number(-1.0)), first], -1)
    return op.add(op.multiply(heads, cosine), op.multiply(turned, sine))


def _input(name: str, shape: list[int], kind: Any = Type.i64) -> Any:
    made = op.parameter(PartialShape(shape), kind, name=name)
    made.output(0).get_tensor().set_names({name})
    return made


def _whole(value: int | list[int]) -> Any:
    return op.constant(np.array(value, np.int64))


def _index(value: int | list[int]) -> Any:
    return op.constant(np.array(value, np.int32))


def _number(value: float) -> Any:
    return op.constant(np.array(value, np.float32))
