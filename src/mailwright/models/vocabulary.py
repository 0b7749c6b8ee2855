"""tokenizer.json -> the fields of a GGUF file that hold the tokenizer.

Two kinds are known: BPE over bytes (``gpt2`` in GGUF; SmolLM2, Llama 3) and BPE over characters with bytes for the
rest (``llama`` in GGUF; Gemma). Source of the numbers of token types: ``llama_token_type`` of llama.cpp.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from mailwright.errors import ModelError
from mailwright.gguf.write import encode_field
from mailwright.models.folder import TOKENIZER_CONFIG, chat_template_of, read_json

if TYPE_CHECKING:
    from pathlib import Path

TOKENIZER: Final = "tokenizer.json"
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = 1, 2, 3, 4, 5, 6
INT32: Final = 5
FLOAT32: Final = 6
# GGUF's name of a special token -> ours in tokenizer_config.json.
SPECIAL: Final = {"bos": "bos_token", "eos": "eos_token", "unknown": "unk_token", "padding": "pad_token"}
# How a text is split before the merges: what tokenizer.json says, in short -> what llama.cpp calls it.
SPLITS: Final = {
    ("ByteLevel:regex",): "gpt-2",
    ("Digits:individual", "ByteLevel:regex"): "smollm",
    ("Split:llama-3", "ByteLevel"): "llama-bpe",
}
LLAMA_3: Final = (
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
    "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"
)


def vocabulary_fields(folder: Path, size: int) -> dict[str, bytes]:
    """Return the fields of the tokenizer in a folder.

    Args:
        folder: has tokenizer.json, and beside it tokenizer_config.json and maybe chat_template.jinja.
        size: rows of the model's token embedding; numbers that no token has are filled.

    Raises:
        ModelError: a file is missing or damaged, or the tokenizer is of a kind that has no rule here.
    """
    path = folder / TOKENIZER
    record, said = read_json(path), read_json(folder / TOKENIZER_CONFIG)
    model = record.get("model", {})
    if model.get("type") != "BPE":
        raise ModelError(f"{path}: a tokenizer of the type {model.get('type')} has no rule here for GGUF, only BPE")
    if max(model["vocab"].values()) >= size:
        raise ModelError(f"{path} has more tokens than the model, which has {size}")
    numbers = _special_numbers(record, said)
    tokens, types = _tokens(record, size, numbers.get("unknown"))
    merges = [item if isinstance(item, str) else " ".join(item) for item in model["merges"]]
    fields: dict[str, Any] = {"tokens": tokens, "token_type": (types, INT32)}
    if model.get("byte_fallback"):
        fields |= {"model": "llama", "pre": "default", "scores": (_scores(tokens, merges), FLOAT32)}
        fields["add_space_prefix"] = '"Prepend"' in json.dumps(record.get("normalizer"))
    else:
        fields |= {"model": "gpt2", "pre": _split(path, record), "merges": merges, "add_space_prefix": False}
    fields |= {f"{name}_token_id": number for name, number in numbers.items()}
    fields["add_bos_token"] = "bos" in numbers and _begins_with(path, numbers["bos"])
    encoded = {
        f"tokenizer.ggml.{key}": encode_field(*value) if isinstance(value, tuple) else encode_field(value)
        for key, value in fields.items()
    }
    template = chat_template_of(folder)
    return {**encoded, "tokenizer.chat_template": encode_field(template)} if template else encoded


def _tokens(record: dict[str, Any], size: int, unknown: int | None) -> tuple[list[str], list[int]]:
    """The tokens by their numbers, and their types."""
    tokens = [f"[PAD{number}]" for number in range(size)]
    types = [UNUSED] * size
    spelt_bytes = record["model"].get("byte_fallback")
    for token, number in record["model"]["vocab"].items():
        is_byte = spelt_bytes and len(token) == 6 and token.startswith("<0x") and token.endswith(">")
        tokens[number], types[number] = token, BYTE if is_byte else NORMAL
    for added in record.get("added_tokens", ()):
        tokens[added["id"]] = added["content"]
        types[added["id"]] = CONTROL if added["special"] else USER_DEFINED
    if unknown is not None and spelt_bytes:
        types[unknown] = UNKNOWN
    return tokens, types


def _scores(tokens: list[str], merges: list[str]) -> list[float]:
    """What SentencePiece would have as scores: what is merged first has the highest."""
    ranks: dict[str, int] = {}
    for rank, merge in enumerate(merges):
        ranks.setdefault("".join(merge.split(" ")), rank)
    return [-float(ranks.get(token, len(merges))) for token in tokens]


def _split(path: Path, record: dict[str, Any]) -> str:
    parts = record.get("pre_tokenizer") or {}
    steps = tuple(_step(part) for part in parts.get("pretokenizers", [parts]))
    if steps not in SPLITS:
        raise ModelError(f"{path}: a tokenizer that splits text by {', '.join(steps)} has no rule here for GGUF")
    return SPLITS[steps]


def _step(part: dict[str, Any]) -> str:
    kind = str(part.get("type"))
    if kind == "ByteLevel" and not part.get("add_prefix_space"):
        return "ByteLevel:regex" if part.get("use_regex", True) else "ByteLevel"
    if kind == "Digits" and part.get("individual_digits"):
        return "Digits:individual"
    if kind == "Split" and part.get("pattern", {}).get("Regex") == LLAMA_3:
        return "Split:llama-3"
    return f"{kind} (as it is set there)"


def _special_numbers(record: dict[str, Any], said: dict[str, Any]) -> dict[str, int]:
    known = {**record["model"]["vocab"], **{item["content"]: item["id"] for item in record.get("added_tokens", ())}}
    found = {}
    for name, key in SPECIAL.items():
        token = said.get(key)
        token = token.get("content") if isinstance(token, dict) else token
        if token in known:
            found[name] = known[token]
    return found


def _begins_with(path: Path, bos: int) -> bool:
    from tokenizers import Tokenizer

    return bool(Tokenizer.from_file(str(path)).encode("a").ids[:1] == [bos])
