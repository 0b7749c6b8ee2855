"""Examples -> token ids with the loss on the e-mail alone, exactly as a server lays prompts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mailwright.brief import Brief
from mailwright.errors import BriefError
from mailwright.prompt import PromptFormat
from mailwright.training.errors import TrainingError

if TYPE_CHECKING:
    from mailwright.corpus.example import Example
    from mailwright.training.config import Kind, TrainConfig


@dataclass(frozen=True, slots=True)
class Encoded:
    """One example as tokens.

    Attributes:
        prompt: the prompt's ids; for seq2seq the encoder's input.
        target: the ids that the loss is on, the end of text as the last.
        bytes: of the target as UTF-8.
        rejected: the ids of a worse e-mail, laid out as the target is; none if there is no such e-mail or the run
            does not learn from it.
    """

    prompt: tuple[int, ...]
    target: tuple[int, ...]
    bytes: int
    rejected: tuple[int, ...] = ()

    @property
    def tokens(self) -> int:
        """All tokens, without padding."""
        rejected = len(self.prompt) + len(self.rejected) if self.rejected else 0
        return len(self.prompt) + len(self.target) + rejected


class Encoder:
    """Lays examples out by one prompt format and makes them tokens by one tokenizer."""

    def __init__(self, tokenizer: Any, layout: PromptFormat, kind: Kind, config: TrainConfig) -> None:
        self.layout = layout
        self.seq2seq = kind == "seq2seq"
        self._tokenizer = tokenizer
        self._view = config.data.view
        self._most = config.data.max_tokens
        self._prefers = config.preference.weight > 0
        self.end = self._end_of_text()
        self._begin = self._begin_of_text()

    def texts(self, example: Example, missing: Sequence[int] = ()) -> tuple[str, str]:
        """Return prompt and target of an example; ``missing`` are points that the prompt asks for once more.

        Raises:
            BriefError: the example is no brief that could be asked for.
        """
        brief = self.brief(example)
        target = self.layout.target(brief, example.email_subject, example.email_body)
        return self.layout.render(brief, missing), target

    def brief(self, example: Example) -> Brief:
        """Return what a Writer is asked for."""
        if self._view == "subject":
            return Brief(points=[example.email_subject or example.subject], language=example.language)
        return example.brief()

    def encode(self, example: Example, missing: Sequence[int] = ()) -> Encoded | str:
        """Return an example as tokens, or why it cannot be learnt from; see ``texts``."""
        try:
            prompt, target = self.texts(example, missing)
        except BriefError as error:
            return f"no brief: {error.field}"
        given, wanted = self._given(prompt), self._ids(target)
        if not wanted or not target.strip():
            return "no trainable tokens"
        wanted.append(self.end)
        rejected = self._rejected(example)
        written = max(len(wanted), len(rejected))
        length = max(len(given), written) if self.seq2seq else len(given) + written
        if length > self._most:
            return "too long"
        return Encoded(tuple(given), tuple(wanted), len(target.encode()), tuple(rejected))

    def prompt_ids(self, example: Example) -> list[int]:
        """Return what a model is shown for an example."""
        return self._given(self.texts(example)[0])

    def check(self, example: Example) -> None:
        """Make sure that the tokens of an example are read back as its text.

        Raises:
            TrainingError: the tokenizer changes e-mails, so that a model could not learn to write them.
        """
        _, target = self.texts(example)
        ids = self._ids(target)
        back = self._tokenizer.decode(ids, skip_special_tokens=False)
        if back.count("\n") == target.count("\n") and (
            self._unknown_among(ids) or "".join(back.split()) == "".join(target.split())
        ):
            return
        raise TrainingError(
            "the tokenizer of the base does not give e-mails back as they are: "
            f"{target[:60]!r} becomes {back[:60]!r}"
        )

    def unknown(self, encoded: Encoded) -> int:
        """Return how many tokens of the target stand for a character that the tokenizer does not know."""
        return self._unknown_among(encoded.target)

    def _unknown_among(self, ids: Sequence[int]) -> int:
        unknown = self._tokenizer.unk_token_id
        return 0 if unknown in (None, self.end) else ids.count(unknown)

    def _rejected(self, example: Example) -> list[int]:
        if not (self._prefers and example.rejected.strip()):
            return []
        return [
            *self._ids(self.layout.target(self.brief(example), example.email_subject, example.rejected)),
            self.end,
        ]

    def _given(self, prompt: str) -> list[int]:
        ids = self._ids(prompt)
        return [*ids, self.end] if self.seq2seq else [*self._begin, *ids]

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def _end_of_text(self) -> int:
        end = self._tokenizer.eos_token_id
        if self.layout.wrap == "chatml":
            end = self._tokenizer.convert_tokens_to_ids(self.layout.stop[0])
            if end in (None, self._tokenizer.unk_token_id):
                raise TrainingError(
                    f"prompt.wrap is chatml, but the base has no token {self.layout.stop[0]}: use plain"
                )
        if end is None:
            raise TrainingError("the base's tokenizer has no token that ends a text: choose another base")
        return int(end)

    def _begin_of_text(self) -> list[int]:
        """Return what the tokenizer puts before every prompt, as an engine does when it serves the model."""
        ids = list(self._tokenizer("a")["input_ids"])
        bare = self._ids("a")
        return ids[: ids.index(bare[0])] if bare and bare[0] in ids else []
