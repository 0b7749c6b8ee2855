"""What of a model is trained: an adapter beside the frozen base, or all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mailwright.models.adapter import CONFIG as ADAPTER_CONFIG
from mailwright.models.folder import read_json
from mailwright.training.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from mailwright.training.base import Base
    from mailwright.training.config import TrainConfig
    from mailwright.training.precision import Resolved


def prepare_model(model: Any, base: Base, config: TrainConfig, precision: Resolved) -> Any:
    """Return the model with what the recipe trains marked as such.

    Args:
        model: the base's weights in 32 bits.
        base: where they are from.
        config: the recipe.
        precision: that the run computes in. In bf16 a frozen base is held in it too, which halves its memory and
            spares a conversion at every use; what is trained stays in 32 bits.

    Raises:
        ConfigError: the recipe names layers that the model does not have.
    """
    import torch

    if config.machine.activation_checkpointing:
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    if config.method == "full":
        model.requires_grad_(True)
        return model
    if precision == "bf16":
        model.to(torch.bfloat16)
    return _with_lora(model, base, config)


def begin_from(model: Any, folder: Path) -> None:
    """Give a model's adapter the weights of an earlier one.

    Args:
        model: as ``prepare_model`` returns it.
        folder: of the earlier adapter, with its configuration.

    Raises:
        ConfigError: it is not there, or of another base, rank, alpha or choice of layers.
    """
    from peft import load_peft_weights, set_peft_model_state_dict

    if not (folder / ADAPTER_CONFIG).is_file():
        raise ConfigError(f"lora.start: {folder} holds no adapter: name a folder such as runs/NAME/adapter")
    earlier, own = read_json(folder / ADAPTER_CONFIG), model.peft_config["default"]
    for key, wanted in (("r", own.r), ("lora_alpha", own.lora_alpha)):
        if earlier.get(key) != wanted:
            raise ConfigError(f"lora.start: {folder} has {key} {earlier.get(key)}, but the recipe says {wanted}")
    try:
        found = set_peft_model_state_dict(model, load_peft_weights(str(folder), device="cpu"))
    except (RuntimeError, OSError, KeyError) as error:
        raise ConfigError(f"lora.start: {folder} does not fit: {str(error).splitlines()[0]}") from error
    missing = [name for name in found.missing_keys if "lora_" in name]
    if missing or found.unexpected_keys:
        strange = [*found.unexpected_keys, *missing][0]
        raise ConfigError(f"lora.start: {folder} is for other layers: {strange} is in one of them only")


def compile_layers(model: Any) -> None:
    """Let torch.compile fuse the operations of each layer.

    Layer by layer, since all have one code: it is compiled once, in about a minute, where a whole model takes many.
    """
    import torch

    for blocks in (module for module in model.modules() if isinstance(module, torch.nn.ModuleList)):
        for block in blocks:
            if any(True for _ in block.parameters()):
                block.compile(dynamic=True)


def _with_lora(model: Any, base: Base, config: TrainConfig) -> Any:
    from peft import LoraConfig, TaskType, get_peft_model

    lora = config.lora
    targets = lora.targets if isinstance(lora.targets, str) else list(lora.targets)
    settings = LoraConfig(
        r=lora.rank,
        lora_alpha=lora.alpha,
        lora_dropout=lora.dropout,
        target_modules=targets,
        task_type=TaskType.SEQ_2_SEQ_LM if base.kind == "seq2seq" else TaskType.CAUSAL_LM,
    )
    try:
        return get_peft_model(model, settings)
    except ValueError as error:
        raise ConfigError(f"lora.targets: {str(error).splitlines()[0]}") from error
