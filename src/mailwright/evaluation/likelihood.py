"""Bits per byte of e-mails that a careful writer sent, given their own brief and given another one.

How surprised a model is by a good mail says how well it knows the language of mails; how much more surprised it is
under a wrong brief says how much it reads the brief. Needs torch and transformers (extra ``train``).
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from mailwright.evaluation.bootstrap import difference, estimate
from mailwright.evaluation.cases import EvaluationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mailwright.brief import Brief
    from mailwright.evaluation.cases import Case
    from mailwright.prompt import PromptFormat


@dataclass(frozen=True)
class Bits:
    """Bits per byte of one mail's target text (subject, where the brief gives none, and body, as UTF-8)."""

    case: str
    right: float
    wrong: float


def bits_of_pairs(
    weights: Path, layout: PromptFormat, pairs: Sequence[Case], told: Callable[[int, int], None] | None = None
) -> list[Bits]:
    """Return the bits per byte of each pair's mail, under its brief and under that of another pair.

    The other pair is half the list away among those of its language; a pair that is alone in its language is left
    out, and so is one without a mail.

    Args:
        weights: a GGUF file, de-quantised here, or a folder in the layout of Hugging Face.
        layout: how the model's prompts are laid out.
        pairs: held out from training.
        told: is told how many pairs are done, and 0.

    Raises:
        ModelError: torch or transformers is not installed, or the weights cannot be read.
        EvaluationError: nothing is left.
    """
    couples = _couples(pairs)
    if not couples:
        raise EvaluationError("--pairs: bits per byte need two pairs of one language with their mails")
    model = _Model(weights, layout)
    found = []
    for position, (pair, other) in enumerate(couples, start=1):
        right = model.bits(pair.brief, pair.brief, pair)
        found.append(Bits(pair.id, right, model.bits(other.brief, pair.brief, pair)))
        if told:
            told(position, 0)
    return found


def summarise_bits(bits: Sequence[Bits]) -> dict[str, Any]:
    """Return means with 95 % intervals, their gap, and the share of pairs whose own brief fits better."""
    right = {entry.case: [entry.right] for entry in bits}
    wrong = {entry.case: [entry.wrong] for entry in bits}
    wins = {entry.case: [float(entry.right < entry.wrong)] for entry in bits}
    numbers = {
        "right": estimate(right),
        "wrong": estimate(wrong),
        "gap": difference(wrong, right),
        "right_is_lower": estimate(wins),
    }
    return {name: asdict(value) for name, value in numbers.items() if value is not None}


def _couples(pairs: Sequence[Case]) -> list[tuple[Case, Case]]:
    couples = []
    for language in dict.fromkeys(pair.language for pair in pairs):
        chosen = [pair for pair in pairs if pair.language == language and pair.body]
        half = max(1, len(chosen) // 2)
        if len(chosen) > 1:
            couples += [(pair, chosen[(n + half) % len(chosen)]) for n, pair in enumerate(chosen)]
    return couples


class _Model:
    """A causal or sequence-to-sequence model that tells how likely it holds a text."""

    def __init__(self, weights: Path, layout: PromptFormat) -> None:
        from transformers import AutoTokenizer

        from mailwright.models.hugging_face import load

        self._layout = layout
        self._model = load(weights)
        if weights.is_file():
            self._tokenizer = AutoTokenizer.from_pretrained(weights.parent, gguf_file=weights.name)
        else:
            self._tokenizer = AutoTokenizer.from_pretrained(weights, local_files_only=True)

    def bits(self, shown: Brief, own: Brief, pair: Case) -> float:
        """Return the bits per byte of a pair's target after the prompt of the brief ``shown``.

        The target is laid out by the pair's own brief; under another brief the prompt is made to end as the own one
        does, with or without the subject.
        """
        import torch

        prompt = self._prompt(shown, own)
        target = self._layout.target(own, pair.subject, pair.body)
        given = self._tokenizer(prompt, return_tensors="pt").input_ids
        wanted = self._tokenizer(target, return_tensors="pt", add_special_tokens=False).input_ids
        with torch.inference_mode():
            if self._model.config.is_encoder_decoder:
                loss: Any = self._model(input_ids=given, labels=wanted).loss
            else:
                labels = torch.cat([torch.full_like(given, -100), wanted], dim=1)
                loss = self._model(input_ids=torch.cat([given, wanted], dim=1), labels=labels).loss
        nats = float(loss) * int(wanted.shape[1])
        return nats / math.log(2) / len(target.encode())

    def _prompt(self, shown: Brief, own: Brief) -> str:
        from mailwright.brief import Brief

        if shown is own:
            return self._layout.render(own)
        other = Brief(
            points=shown.points,
            sender=shown.sender,
            to=shown.to,
            subject=(shown.subject or shown.points[0]) if own.subject else "",
            tone=shown.tone,
            length=shown.length,
            language=shown.language,
            received=shown.received,
            signature=shown.signature,
        )
        return self._layout.render(other)
