"""From tokens to text that may be shown: whole characters only, and nothing of a stop string."""

from __future__ import annotations

import codecs


class StopCutter:
    """Passes text on up to the first stop string; what may be the beginning of one is held back.

    Whatever the pieces it is fed, the text that it gives out is the fed text cut before the first stop string
    (the one that begins first).
    """

    def __init__(self, stop: tuple[str, ...]) -> None:
        self._stop = tuple(text for text in stop if text)
        self._held = ""
        self.stopped = False

    def feed(self, text: str) -> str:
        """Take more text and return what can be shown now; nothing more once ``stopped``."""
        if self.stopped:
            return ""
        self._held += text
        whole = [at for at in (self._held.find(stop) for stop in self._stop) if at >= 0]
        begun = self._begun()
        if whole and min(whole) <= begun:
            self.stopped = True
            shown, self._held = self._held[: min(whole)], ""
            return shown
        shown, self._held = self._held[:begun], self._held[begun:]
        return shown

    def finish(self) -> str:
        """Return what was held back, as no stop string came of it."""
        whole = [at for at in (self._held.find(stop) for stop in self._stop) if at >= 0]
        shown, self._held = self._held[: min(whole, default=len(self._held))], ""
        self.stopped = self.stopped or bool(whole)
        return shown

    def _begun(self) -> int:
        """Where the first stop string may have begun that is not complete yet."""
        size = len(self._held)
        longest = max((len(stop) for stop in self._stop), default=0)
        for at in range(max(0, size - longest + 1), size):
            tail = self._held[at:]
            if any(len(stop) > len(tail) and stop.startswith(tail) for stop in self._stop):
                return at
        return size


class Assembler:
    """The text of one sample, from the bytes of its tokens."""

    def __init__(self, stop: tuple[str, ...]) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._cutter = StopCutter(stop)

    @property
    def stopped(self) -> bool:
        """Whether a stop string has ended the text."""
        return self._cutter.stopped

    def feed(self, data: bytes) -> str:
        """Take the bytes of more tokens and return the text that can be shown now."""
        return self._cutter.feed(self._decoder.decode(data))

    def finish(self) -> str:
        """Return what is left when generation ends; an unfinished character is dropped."""
        return self._cutter.finish()


def token_bytes(pieces: dict[bytes, int], tokenizer: str, silent: frozenset[int]) -> list[bytes]:
    """Return the bytes of each token by its number.

    Args:
        pieces: the vocabulary, piece to number.
        tokenizer: the kind as GGUF names it; ``llama`` is SentencePiece, with spaces and bytes spelt out.
        silent: control tokens, which stand for no text.
    """
    table = [b""] * (max(pieces.values(), default=-1) + 1)
    for piece, number in pieces.items():
        if number in silent:
            continue
        if tokenizer == "llama":
            if len(piece) == 6 and piece.startswith(b"<0x") and piece.endswith(b">"):
                piece = bytes.fromhex(piece[3:5].decode())
            piece = piece.replace("\u2581".encode(), b" ")
        table[number] = piece
    return table
