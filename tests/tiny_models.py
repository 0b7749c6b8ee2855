"""Tiny models in the layout of Hugging Face, made in a second: real architectures, a real tokenizer, no sense."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TEXTS = [
    "Hello Bob, the update is on Friday at 6pm. Please back up your work before 12:30.",
    "Dear Ana, thank you for the invoice 4411. We will pay it on Monday, the 3rd of May.",
    "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15",
] * 20
VOCABULARY = 448


def byte_tokenizer() -> Any:
    """Return a tokenizer over bytes that splits as SmolLM2's does, with its ChatML tokens."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    made.decoder = decoders.ByteLevel()
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    made.train_from_iterator(
        TEXTS,
        trainers.BpeTrainer(vocab_size=400, special_tokens=special, initial_alphabet=alphabet, show_progress=False),
    )
    names = {"bos_token": special[1], "eos_token": special[2], "unk_token": special[0], "pad_token": special[2]}
    return PreTrainedTokenizerFast(tokenizer_object=made, **names)


def piece_tokenizer() -> Any:
    """Return a tokenizer over characters, with bytes for the rest, as Gemma's is."""
    from tokenizers import Tokenizer, decoders, models, normalizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE(byte_fallback=True, fuse_unk=True, unk_token="<unk>"))
    made.normalizer = normalizers.Replace(" ", "▁")
    made.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    special = ["<pad>", "<eos>", "<bos>", "<unk>", *(f"<0x{byte:02X}>" for byte in range(256))]
    made.train_from_iterator(
        TEXTS, trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=special, show_progress=False)
    )
    record = json.loads(made.to_str())  # bytes are pieces, but no special tokens
    record["added_tokens"] = [item for item in record["added_tokens"] if not item["content"].startswith("<0x")]
    made = Tokenizer.from_str(json.dumps(record))
    made.post_processor = processors.TemplateProcessing(
        single="<bos> $A", pair="<bos> $A <bos> $B", special_tokens=[("<bos>", made.token_to_id("<bos>"))]
    )
    names = {"bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>"}
    return PreTrainedTokenizerFast(tokenizer_object=made, **names)


def sentence_tokenizer(sentinel: str = "") -> Any:
    """Return a unigram tokenizer as T5's is: with a sentinel, or with a line end, which T5's lacks."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.Unigram())
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    special = ["<pad>", "</s>", "<unk>", *([sentinel] if sentinel else [])]
    trainer = trainers.UnigramTrainer(
        vocab_size=300, special_tokens=special, unk_token="<unk>", show_progress=False
    )
    made.train_from_iterator(TEXTS, trainer)
    if not sentinel:
        made.add_tokens([AddedToken("\n", normalized=False)])
    made.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", made.token_to_id("</s>"))]
    )
    names = {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    return PreTrainedTokenizerFast(tokenizer_object=made, **names)


def t5(folder: Path, **changes: Any) -> Any:
    """Save a tiny T5 (the first kind: ReLU, tied) with its tokenizer in ``folder`` and return it."""
    from transformers import T5Config, T5ForConditionalGeneration

    config = T5Config(**{**_SEQ2SEQ, **changes})
    return _save(T5ForConditionalGeneration(config), sentence_tokenizer(), folder, norm=1.0)


def mt5(folder: Path) -> Any:
    """Save a tiny mT5 (gated GELU, an output of its own) with its tokenizer in ``folder`` and return it."""
    from transformers import MT5Config, MT5ForConditionalGeneration

    config = MT5Config(**_SEQ2SEQ, feed_forward_proj="gated-gelu", tie_word_embeddings=False)
    return _save(MT5ForConditionalGeneration(config), sentence_tokenizer(), folder, norm=1.0)


_SEQ2SEQ = {
    "vocab_size": VOCABULARY,
    "d_model": 64,
    "d_kv": 16,
    "d_ff": 96,
    "num_layers": 2,
    "num_heads": 4,
    "pad_token_id": 0,
    "eos_token_id": 1,
    "decoder_start_token_id": 0,
}


def llama(folder: Path, **changes: Any) -> Any:
    """Save a tiny llama with its tokenizer in ``folder`` and return it."""
    from transformers import LlamaConfig, LlamaForCausalLM

    config = {
        "vocab_size": VOCABULARY,
        "hidden_size": 64,
        "intermediate_size": 96,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "tie_word_embeddings": True,
        "max_position_embeddings": 2048,
        "bos_token_id": 1,
        "eos_token_id": 2,
    }
    return _save(LlamaForCausalLM(LlamaConfig(**{**config, **changes})), byte_tokenizer(), folder, norm=1.0)


def gemma3(folder: Path) -> Any:
    """Save a tiny Gemma 3 with its tokenizer in ``folder`` and return it."""
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    config = Gemma3TextConfig(
        vocab_size=VOCABULARY,
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=256,
        max_position_embeddings=2048,
        sliding_window=64,
        bos_token_id=2,
        eos_token_id=1,
        pad_token_id=0,
    )
    return _save(Gemma3ForCausalLM(config), piece_tokenizer(), folder, norm=0.0)


def bart(folder: Path) -> Any:
    """Save a tiny BART, whose positions are absolute, with T5's tokenizer in ``folder`` and return it."""
    from transformers import BartConfig, BartForConditionalGeneration

    config = BartConfig(
        vocab_size=VOCABULARY,
        d_model=64,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=96,
        decoder_ffn_dim=96,
        max_position_embeddings=512,
        pad_token_id=0,
        eos_token_id=1,
        bos_token_id=2,
        decoder_start_token_id=1,
        forced_eos_token_id=None,
    )
    return _save(BartForConditionalGeneration(config), sentence_tokenizer(), folder, norm=1.0)


def not_plain(folder: Path) -> list[int]:
    """Return the numbers of the tokens in a saved tokenizer that are not letters, digits and the like."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    special = set(tokenizer.all_special_ids)
    texts = [tokenizer.decode([number]) for number in range(VOCABULARY)]
    return [
        i
        for i, text in enumerate(texts)
        if i in special or not text.strip() or not text.isprintable() or not text.isascii()
    ]


def endless(model: Any, folder: Path, ends: list[int]) -> Any:
    """Take from a saved model the wish to end: the logits of ``ends`` are 0, those of others often more."""
    import torch

    with torch.no_grad():
        model.get_input_embeddings().weight[ends] = 0
        model.get_output_embeddings().weight[ends] = 0
    model.save_pretrained(folder)
    return model


def lora(model: Any, folder: Path, **changes: Any) -> Any:
    """Wrap a model in a random adapter over all its linear layers, save that in ``folder`` and return the whole."""
    import torch
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        **{"r": 4, "lora_alpha": 8, "target_modules": "all-linear", "task_type": "CAUSAL_LM", **changes}
    )
    wrapped = get_peft_model(model, config)
    generator = torch.Generator().manual_seed(1)
    for name, weights in wrapped.named_parameters():
        if "lora_" in name:
            torch.nn.init.normal_(weights, 0.0, 0.1, generator=generator)
    wrapped.save_pretrained(folder, save_embedding_layers=False)  # else peft may ask the hub
    return wrapped


def _save(model: Any, tokenizer: Any, folder: Path, *, norm: float) -> Any:
    """Give a model weights that spread its logits, and norms that are not all alike."""
    import torch

    generator = torch.Generator().manual_seed(0)
    for name, weights in model.named_parameters():
        is_norm = name.endswith(("norm.weight", "layer_norm.weight", "layernorm_embedding.weight"))
        torch.nn.init.normal_(weights, norm if is_norm else 0.0, 0.2 if is_norm else 0.15, generator=generator)
    model.eval()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return model
