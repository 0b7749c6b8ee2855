"""The bytes that each token of a Hugging Face tokenizer stands for.

The package's own incremental decoder gives up on bytes that are no UTF-8, which a model draws now and then.
"""

from __future__ import annotations

import json
from typing import Any

from mailwright.engines.text import token_bytes
from mailwright.errors import EngineError


def bytes_of_tokens(tokenizer: Any) -> list[bytes]:
    """Return the bytes of each token by its number; special tokens stand for none.

    Args:
        tokenizer: of the package ``tokenizers``.

    Raises:
        EngineError: it is neither one over bytes nor one that writes blanks as ``▁``.
    """
    added = tokenizer.get_added_tokens_decoder()
    silent = frozenset(number for number, token in added.items() if token.special)
    steps = _decoder_steps(tokenizer)
    pieces: dict[str, int] = tokenizer.get_vocab(with_added_tokens=True)
    if "ByteLevel" in steps:
        alphabet = {char: byte for byte, char in _byte_alphabet().items()}
        plain = {number for number in added if number not in silent}
        encoded = {
            piece.encode()
            if number in plain
            else bytes(alphabet[char] for char in piece if char in alphabet): number
            for piece, number in pieces.items()
            if number not in silent
        }
        return token_bytes(encoded, "gpt2", silent)
    if "Metaspace" in steps or "ByteFallback" in steps:
        return token_bytes({piece.encode(): number for piece, number in pieces.items()}, "llama", silent)
    raise EngineError(f"a tokenizer that decodes by {', '.join(steps) or 'nothing'} cannot be streamed here")


def _decoder_steps(tokenizer: Any) -> list[str]:
    if tokenizer.decoder is None:
        return []
    record = json.loads(tokenizer.decoder.__getstate__())
    return [step["type"] for step in record.get("decoders", [record])]


def _byte_alphabet() -> dict[int, str]:
    """The character that stands for each byte; source: ``bytes_to_unicode`` of GPT-2's encoder."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + i) for i, byte in enumerate(others)}
