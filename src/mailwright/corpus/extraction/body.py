"""The target of an example: a mail as one would like to send it, with its lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.corpus.extraction.courtesy import is_courtesy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailwright.corpus.extraction.frame import Frame
    from mailwright.corpus.extraction.prose import Paragraph

_TURNS: Final = re.compile(
    r"(?:also|in addition|additionally|finally|lastly|secondly|on another|meanwhile|in the meantime|please"
    r"|as (?:for|to)|regarding|let (?:me|us) know|if you|can you|could you|would you|again)\b",
    re.IGNORECASE,
)
_ONE_PARAGRAPH: Final = 45
_ENOUGH: Final = 30
_MOST: Final = 65


def body_of(frame: Frame, paragraphs: Sequence[Paragraph], *, lines_kept: bool) -> str:
    """Return greeting, paragraphs, closing and name, parts apart by blank lines."""
    blocks = [paragraph.text for paragraph in paragraphs] if lines_kept else _grouped(paragraphs[0].sentences)
    ending = "\n".join(line for line in (frame.closing, frame.signed) if line)
    return "\n\n".join(part for part in (frame.greeting, *blocks, ending) if part)


def _grouped(sentences: Sequence[str]) -> list[str]:
    """Return sentences as paragraphs: a new one where the matter turns or the last has become long."""
    if sum(len(sentence.split()) for sentence in sentences) <= _ONE_PARAGRAPH and len(sentences) <= 4:
        return [" ".join(sentences)]
    blocks: list[list[str]] = [[]]
    for position, sentence in enumerate(sentences):
        words = sum(len(other.split()) for other in blocks[-1])
        last = position == len(sentences) - 1
        turns = words >= _ENOUGH and _TURNS.match(sentence)
        if blocks[-1] and (turns or words >= _MOST or (last and is_courtesy(sentence))):
            blocks.append([])
        blocks[-1].append(sentence)
    return [" ".join(block) for block in blocks]
