"""Tokenizers without line ends, as T5's and mT5's are, get them, and keep them when saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests import tiny_models

from mailwright.training.line_ends import with_line_ends

MAIL = "Hello Bob,\n\nthe update is on Friday.\n- back up\n\nAna"


def tokenizer(sentinels: str) -> Any:
    """A unigram tokenizer that reads line ends as blanks; ``sentinels`` are added tokens, pieces, or not there."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.Unigram())
    made.normalizer = normalizers.Replace(Regex(r"\s+"), " ")
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    special = ["<pad>", "</s>", "<unk>", *(["<extra_id_1>", "<extra_id_0>"] if sentinels == "added" else [])]
    trainer = trainers.UnigramTrainer(
        vocab_size=120, special_tokens=special, unk_token="<unk>", show_progress=False
    )
    made.train_from_iterator([*tiny_models.TEXTS, "- back up Ana the"], trainer)
    if sentinels == "pieces":
        record = json.loads(made.to_str())
        record["model"]["vocab"] += [["▁<extra_id_1>", -30.0], ["▁<extra_id_0>", -30.0]]
        made = Tokenizer.from_str(json.dumps(record))
    return PreTrainedTokenizerFast(tokenizer_object=made, eos_token="</s>", unk_token="<unk>", pad_token="<pad>")


@pytest.mark.parametrize("sentinels", ["added", "pieces"])
def test_a_sentinel_becomes_the_line_end(sentinels: str, tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    before = tokenizer(sentinels)
    assert "\n" not in before.decode(before(MAIL)["input_ids"])
    after = with_line_ends(before)
    after.save_pretrained(tmp_path)
    for one in (after, AutoTokenizer.from_pretrained(tmp_path)):
        ids = one(MAIL, add_special_tokens=False)["input_ids"]
        assert one.decode(ids, skip_special_tokens=True) == MAIL
        assert len(one) == len(before)
        assert one.eos_token_id == before.eos_token_id
    line = "the update is on Friday."
    assert after(line)["input_ids"] == before(line)["input_ids"]


def test_a_tokenizer_that_keeps_lines_or_has_no_sentinel_stays_as_it_is() -> None:
    for one in (tokenizer(""), tiny_models.byte_tokenizer(), tiny_models.sentence_tokenizer()):
        assert with_line_ends(one) is one
