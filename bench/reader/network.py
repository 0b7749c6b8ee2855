"""Lessons -> weights: MiniLM's layers and heads of their own, trained to read wishes."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from bench.reader.gold import Gold
from mailwright.brief.model import LENGTHS, TONES
from mailwright.brief.network import Cut
from mailwright.engines.silent_openvino import openvino
from mailwright.minilm import WIDTH, model_file

RATE, RATE_OF_HEADS, DECAY, WARMUP = 8e-5, 1e-3, 0.01, 0.06
BATCH, GROUP = 32, 40  # wishes a step; batches within which wishes are sorted by length
RETYPED = 0.3  # chance of a wish to be shown as it is not written
WEIGHT_OF_TONE, WEIGHT_OF_LENGTH = 0.5, 0.3
_ROLES = 2
_LAYERS = 6
_PARTS = (
    "attention.self.query", "attention.self.key", "attention.self.value",
    "attention.output.dense", "intermediate.dense", "output.dense",
)  # fmt: skip
_FROZEN = ("embeddings.word_embeddings", "embeddings.position_embeddings")
_NONE = -1e4


@dataclass(frozen=True)
class Lesson:
    """A wish and what is to be seen of it; None where the truth does not tell.

    Attributes:
        cut: its tokens and candidates.
        named: the right candidates for recipient and sender, by their place in ``cut.spans``; empty for nobody.
        tone: its place in ``TONES``.
        length: its place in ``LENGTHS``.
        weight: how much it counts.
        retyped: the same in other letters, shown now and then in its place.
    """

    cut: Cut
    named: tuple[tuple[int, ...] | None, tuple[int, ...] | None]
    tone: int | None
    length: int | None
    weight: float
    retyped: Lesson | None = None


def named(cut: Cut, gold: Gold | None) -> tuple[int, ...] | None:
    """Return the places of the right candidates; None if they are not known or not among the candidates."""
    if gold is None or not gold.known:
        return None
    found = tuple(cut.spans.index(span) for span in gold.spans if span in cut.spans)
    return None if gold.spans and not found else found


class Reader(nn.Module):  # type: ignore[misc]
    """MiniLM with heads; its embeddings of words and places stay as they are."""

    def __init__(self) -> None:
        from transformers import BertConfig, BertModel

        super().__init__()
        self.body = BertModel(
            BertConfig(
                vocab_size=30_522,
                hidden_size=WIDTH,
                num_hidden_layers=_LAYERS,
                num_attention_heads=12,
                intermediate_size=4 * WIDTH,
                attn_implementation="eager",  # here a fifth faster than scaled_dot_product_attention
            ),
            add_pooling_layer=False,
        )
        stored = _constants()
        self.body.load_state_dict({ours: torch.from_numpy(_value(stored, theirs)) for ours, theirs in _names()})
        for name, parameter in self.body.named_parameters():
            parameter.requires_grad = not name.startswith(_FROZEN)
        self.each = nn.Linear(WIDTH, 3 * _ROLES)
        self.whole = nn.Linear(2 * WIDTH, _ROLES + len(TONES) + len(LENGTHS))
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the scores of tokens ``(wishes, tokens, 6)`` and of whole wishes ``(wishes, 13)``."""
        states = self.body(input_ids=ids, attention_mask=mask).last_hidden_state
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        both = torch.cat([states[:, 0], mean], -1)
        return self.each(self.dropout(states)).float(), self.whole(self.dropout(both)).float()


def train(lessons: Sequence[Lesson], *, epochs: float, seed: int = 0, show: Any = print) -> Reader:
    """Return a reader that has learnt from the lessons; the same seed and threads give the same."""
    torch.manual_seed(seed)
    reader = Reader()
    reader.train()
    body = [parameter for parameter in reader.body.parameters() if parameter.requires_grad]
    heads = [*reader.each.parameters(), *reader.whole.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": heads, "lr": RATE_OF_HEADS}], weight_decay=DECAY, fused=True
    )
    steps = round(epochs * len(lessons) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (WARMUP * steps + 1)) * max(0.02, 1 - step / steps)
    )
    begun, total = time.monotonic(), 0.0
    for step, batch in zip(range(1, steps + 1), _batches(lessons, random.Random(seed)), strict=False):
        with torch.autocast("cpu", torch.bfloat16):
            scores = reader(*_padded(batch))
        loss = _loss(batch, *scores)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        total += loss.item()
        if step % 100 == 0 or step == steps:
            show(
                f"step {step} of {steps}: loss {total / (step % 100 or 100):.3f}, {time.monotonic() - begun:.0f} s"
            )
            total = 0.0
    reader.eval()
    return reader


def shares_right(reader: Reader, lessons: Sequence[Lesson]) -> dict[str, float]:
    """Return the shares of lessons whose recipient, sender, tone and length are seen rightly."""
    hits: dict[str, list[bool]] = {"to": [], "from": [], "tone": [], "length": []}
    for lesson in lessons:
        with torch.no_grad():
            each, whole = reader(*_padded([lesson]))
        for name, role in (("to", 0), ("from", 1)):
            right = lesson.named[role]
            if right is not None:
                best = int(_choices([lesson], each, whole, role)[0].argmax())
                hits[name].append(best in right or (not right and best == len(lesson.cut.spans)))
        tone, length = whole[0, _ROLES : _ROLES + len(TONES)], whole[0, _ROLES + len(TONES) :]
        for name, true, seen in (("tone", lesson.tone, tone), ("length", lesson.length, length)):
            if true is not None:
                hits[name].append(int(seen.argmax()) == true)
    return {name: float(np.mean(found)) if found else float("nan") for name, found in hits.items()}


def stored_weights(reader: Reader) -> dict[str, NDArray[Any]]:
    """Return what ``mailwright.brief.network`` reads: layers, where each lies in the ONNX file, and heads."""
    model = model_file().read_bytes()
    constants = _constants()
    state = reader.body.state_dict()
    places, layers = [], []
    for ours, theirs in _names():
        if ours.startswith(_FROZEN):
            continue
        value = state[ours].numpy()
        if theirs in constants:
            new = {theirs: value.astype(np.float32)}
        else:
            weights = value.T
            scale = np.maximum(np.abs(weights).max(0, keepdims=True), 1e-12) / 127
            new = {
                f"{theirs}_q": np.clip(np.rint(weights / scale), -127, 127).astype(np.int8),
                f"{theirs}_scale": scale.astype(np.float32),
            }
        for name, array in new.items():
            old = constants[name]
            assert (old.shape, old.dtype) == (array.shape, array.dtype), name
            offset = model.find(old.tobytes())
            assert offset >= 0, f"{name} is not in the file"
            assert model.find(old.tobytes(), offset + 1) < 0, f"{name} is in the file twice"
            places.append((offset, array.nbytes))
            layers.append(np.frombuffer(array.tobytes(), dtype=np.uint8))
    heads = {
        f"{name}{ending}": value.detach().numpy().T.astype(np.float16)
        for name, layer in (("each", reader.each), ("whole", reader.whole))
        for ending, value in (("", layer.weight), ("_bias", layer.bias))
    }
    base = np.array(hashlib.sha256(model).hexdigest())
    return {"base": base, "places": np.array(places), "layers": np.concatenate(layers), **heads}


def _names() -> Iterator[tuple[str, str]]:
    """Yield the names of weights in transformers and in the ONNX file, where matrices have numbers."""
    constants = _constants()
    numbers = sorted(int(name[4:-2]) for name in constants if name.startswith("val_") and name.endswith("_q"))
    for name in ("word_embeddings.weight", "position_embeddings.weight", "token_type_embeddings.weight"):
        yield f"embeddings.{name}", f"inner.embeddings.{name}"
    for ending in ("weight", "bias"):
        yield f"embeddings.LayerNorm.{ending}", f"inner.embeddings.LayerNorm.{ending}"
    for layer in range(_LAYERS):
        for place, part in enumerate(_PARTS):
            yield f"encoder.layer.{layer}.{part}.weight", f"val_{numbers[layer * len(_PARTS) + place]}"
            yield f"encoder.layer.{layer}.{part}.bias", f"inner.encoder.layer.{layer}.{part}.bias"
        for part in ("attention.output", "output"):
            for ending in ("weight", "bias"):
                name = f"encoder.layer.{layer}.{part}.LayerNorm.{ending}"
                yield name, f"inner.{name}"


def _constants() -> dict[str, NDArray[Any]]:
    model = openvino.Core().read_model(model_file())
    nodes = (node for node in model.get_ops() if node.get_type_name() == "Constant")
    return {node.get_friendly_name(): np.array(node.data) for node in nodes}


def _value(constants: dict[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    if name in constants:
        return np.asarray(constants[name], dtype=np.float32)
    value = constants[f"{name}_q"].astype(np.float32) * constants[f"{name}_scale"]
    return np.ascontiguousarray(value.T if name.startswith("val_") else value)


def _batches(lessons: Sequence[Lesson], chance: random.Random) -> Iterator[list[Lesson]]:
    while True:
        order = chance.sample(range(len(lessons)), len(lessons))
        groups = [order[start : start + BATCH * GROUP] for start in range(0, len(order), BATCH * GROUP)]
        rows = [sorted(group, key=lambda number: len(lessons[number].cut.ids)) for group in groups]
        batches = [row[start : start + BATCH] for row in rows for start in range(0, len(row), BATCH)]
        chance.shuffle(batches)
        yield from ([_shown(lessons[number], chance) for number in batch] for batch in batches)


def _shown(lesson: Lesson, chance: random.Random) -> Lesson:
    return lesson.retyped if lesson.retyped and chance.random() < RETYPED else lesson


def _padded(batch: Sequence[Lesson]) -> tuple[torch.Tensor, torch.Tensor]:
    width = max(len(lesson.cut.ids) for lesson in batch)
    ids = torch.tensor([[*lesson.cut.ids, *[0] * (width - len(lesson.cut.ids))] for lesson in batch])
    return ids, (ids != 0).float()


def _choices(batch: Sequence[Lesson], each: torch.Tensor, whole: torch.Tensor, role: int) -> torch.Tensor:
    """Return the scores of all candidates and, last, of nobody: ``(wishes, candidates + 1)``."""
    most = max(1, *(len(lesson.cut.places) for lesson in batch))
    places = torch.tensor([[*lesson.cut.places, *[(0, 0)] * (most - len(lesson.cut.places))] for lesson in batch])
    absent = torch.arange(most) >= torch.tensor([[len(lesson.cut.places)] for lesson in batch])
    first, last = places[..., 0], places[..., 1]
    start, end, within = each[..., 3 * role], each[..., 3 * role + 1], each[..., 3 * role + 2]
    sums = functional.pad(within.cumsum(1), (1, 0))
    inner = (sums.gather(1, last + 1) - sums.gather(1, first)) / 2
    scores = (start.gather(1, first) + end.gather(1, last) + inner).masked_fill(absent, _NONE)
    return torch.cat([scores, whole[:, role : role + 1]], 1)


def _loss(batch: Sequence[Lesson], each: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
    weights = torch.tensor([lesson.weight for lesson in batch])
    total = torch.zeros(())
    for role in range(_ROLES):
        scores = _choices(batch, each, whole, role).log_softmax(-1)
        wrong = torch.ones_like(scores, dtype=torch.bool)
        known = torch.zeros(len(batch))
        for row, lesson in enumerate(batch):
            right = lesson.named[role]
            known[row] = right is not None
            wrong[row, list(right or [scores.shape[1] - 1])] = False
        total = total - (scores.masked_fill(wrong, _NONE).logsumexp(-1) * known * weights).mean()
    for weight, first, truths in (
        (WEIGHT_OF_TONE, _ROLES, [lesson.tone for lesson in batch]),
        (WEIGHT_OF_LENGTH, _ROLES + len(TONES), [lesson.length for lesson in batch]),
    ):
        last = first + (len(TONES) if first == _ROLES else len(LENGTHS))
        wanted = torch.tensor([-1 if truth is None else truth for truth in truths])
        losses = functional.cross_entropy(whole[:, first:last], wanted, ignore_index=-1, reduction="none")
        total = total + weight * (losses * weights).mean()
    return total
