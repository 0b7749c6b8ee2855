"""Texts as numbers, to be held in place of them."""

from __future__ import annotations

import hashlib


def hash_of(text: str) -> int:
    """Return 64 bits of BLAKE2b; two texts of one number are as good as impossible among millions."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
