"""GGUF files: what their head says, their weights read in parts, and new files made of them."""

from mailwright.gguf.header import GGUFHeader, read_gguf_header
from mailwright.gguf.weights import Weights, read_weights
from mailwright.gguf.write import write_gguf

__all__ = ["GGUFHeader", "Weights", "read_gguf_header", "read_weights", "write_gguf"]
