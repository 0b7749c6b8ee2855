"""Line ends for tokenizers that have none: T5's and mT5's read them as blanks, and an e-mail is made of lines.

T5 and mT5 know a hundred sentinels, which stood for gaps in the texts of their first training (Raffel et al. 2020,
section 3.1.4). One of them becomes the line end: its embedding is trained already, and no size changes.
"""

from __future__ import annotations

import json
from typing import Any, Final

SENTINEL: Final = "<extra_id_1>"
_METASPACE: Final = "▁"
_SPECIAL: Final = ("bos_token", "eos_token", "unk_token", "pad_token")


def with_line_ends(tokenizer: Any) -> Any:
    """Return a tokenizer that keeps line ends: the same if it does, else one whose sentinel stands for them.

    A tokenizer that loses them and has no sentinel comes back as it is.
    """
    if _keeps_lines(tokenizer):
        return tokenizer
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerFast

    record = json.loads(tokenizer.backend_tokenizer.to_str())
    if not _rename(record):
        return tokenizer
    # Decoding a word after a line end begins with the blank that the word carries.
    record["decoder"] = {
        "type": "Sequence",
        "decoders": [
            *([record["decoder"]] if record.get("decoder") else []),
            {"type": "Fuse"},
            {"type": "Replace", "pattern": {"String": "\n "}, "content": "\n"},
        ],
    }
    names = {name: getattr(tokenizer, name) for name in _SPECIAL if getattr(tokenizer, name, None) is not None}
    made = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(json.dumps(record)),
        clean_up_tokenization_spaces=False,
        model_max_length=tokenizer.model_max_length,
        **names,
    )
    return made if _keeps_lines(made) else tokenizer


def _keeps_lines(tokenizer: Any) -> bool:
    ids = tokenizer("a\nb", add_special_tokens=False)["input_ids"]
    return "\n" in str(tokenizer.decode(ids))


def _rename(record: dict[str, Any]) -> bool:
    """Call the sentinel a line end, among the pieces and the added tokens; return whether there was one."""
    pieces = record["model"].get("vocab")
    if not isinstance(pieces, list):
        return False
    for number, (piece, _score) in enumerate(pieces):
        if str(piece).removeprefix(_METASPACE) == SENTINEL:
            pieces[number][0] = "\n"
            added = [item for item in record["added_tokens"] if item["id"] != number]
            plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": False}
            record["added_tokens"] = sorted(
                [*added, {"id": number, "content": "\n", **plain}], key=lambda item: int(item["id"])
            )
            return True
    return False
