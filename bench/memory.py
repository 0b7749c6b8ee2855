"""Peak memory of training and of serving each recipe: ``python -m bench.memory``.

    python -m bench.memory configs/house-gemma3.yaml --data out/house
    python -m bench.memory configs/aeslc-t5-base.yaml configs/aeslc-mt5-base.yaml --data out/aeslc --precision fp32
    python -m bench.memory configs/aeslc-t5-base.yaml --data out/aeslc --precision fp32 --gpu 16

Each recipe is trained for some steps as ``mailwright train`` trains it, with its own batches, and its bundle is
served and asked for six e-mails of 128 tokens. Bases on the hub are replaced by random weights of the same shapes,
on which memory does not depend. Printed are the highest resident memory of the training process and the sum over
the processes of the service (Linux: ``VmHWM``); what processes share is counted in each. With ``--gpu`` it is the
memory that training takes of a GPU whose use is limited to so many GB, such as the 16 of a T4; nothing is served.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

_SHAPES: dict[str, dict[str, Any]] = {
    "google-t5/t5-base": {"d_ff": 3072, "vocab_size": 32_128},
    "google/flan-t5-base": {
        "d_ff": 2048, "vocab_size": 32_128, "feed_forward_proj": "gated-gelu", "tie_word_embeddings": False,
    },
    "google/mt5-base": {
        "d_ff": 2048, "vocab_size": 250_112, "feed_forward_proj": "gated-gelu", "tie_word_embeddings": False,
    },
}  # fmt: skip
"""The shapes that their configurations on the hub give, where they differ; all have the width 768 and 12 layers."""
_WISH = {
    "prompt": "we will have a system update on friday. please backup your work",
    "token_count": 128,
    "n_gen": 6,
}


def main() -> None:
    """Print a line for each recipe named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.memory", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("recipes", nargs="+", type=Path)
    parser.add_argument("--data", type=Path, help="a data set; the recipe's own if not given")
    parser.add_argument("--precision", default="auto", help="of training: auto, fp32 or bf16")
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument(
        "--limit", type=int, help="take so many examples of each split, where validation would be slow"
    )
    parser.add_argument("--untrained", action="store_true", help="serve random weights on the CPU, train nothing")
    parser.add_argument("--gpu", type=float, metavar="GB", help="train on a GPU with so much of its memory")
    chosen = parser.parse_args()
    for recipe in chosen.recipes:
        with tempfile.TemporaryDirectory() as folder:
            if chosen.untrained:
                base = yaml.safe_load(recipe.read_text("utf-8"))["base"]["name"]
                serving = _serve(_random_base(base, Path(folder) / "base"))
                print(f"{recipe.stem} (CPU): serving {serving / 1e9:.1f} GB", flush=True)
                continue
            if chosen.gpu:
                training, what = _train_on_gpu(recipe, chosen, Path(folder)), f"{chosen.gpu:g} GB GPU"
            else:
                training, what = _train(recipe, chosen, Path(folder)), "CPU"
            said = f"{recipe.stem} ({chosen.precision}, {what}): training {training / 1e9:.1f} GB"
            if not chosen.gpu:
                said += f", serving {_serve(Path(folder) / 'runs/memory/bundle') / 1e9:.1f} GB"
        print(said, flush=True)


def _settings(recipe: Path, chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Return what is set beside the recipe: few steps, and a base of random weights for one on the hub."""
    base = yaml.safe_load(recipe.read_text("utf-8"))["base"]["name"]
    return {
        "name": "memory",
        "machine.precision": chosen.precision,
        "machine.accelerator": "gpu" if chosen.gpu else "cpu",
        "max_steps": chosen.steps,
        "evaluation.every": 1000,
        "evaluation.drafts": 0,
        "run.folder": folder / "runs",
        **({"data.folder": chosen.data} if chosen.data else {}),
        **({"data.limit": chosen.limit} if chosen.limit else {}),
        **({"base.name": str(_random_base(base, folder / "base"))} if base in _SHAPES else {}),
    }


def _train(recipe: Path, chosen: argparse.Namespace, folder: Path) -> int:
    """Train some steps in a process of its own and return its highest resident memory in bytes."""
    command = [sys.executable, "-m", "mailwright", "train", str(recipe)]
    for key, value in _settings(recipe, chosen, folder).items():
        command += ["--set", f"{key}={value}"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{recipe}: {said[-2000:]}")
    return used.ru_maxrss * 1024


def _train_on_gpu(recipe: Path, chosen: argparse.Namespace, folder: Path) -> int:
    """Train some steps within ``chosen.gpu`` GB of the GPU and return the most that was taken of it, in bytes."""
    import torch

    from mailwright.training.recipe import load_config
    from mailwright.training.run import train

    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    torch.cuda.set_per_process_memory_fraction(chosen.gpu * 1e9 / torch.cuda.get_device_properties(0).total_memory)
    train(load_config(recipe, _settings(recipe, chosen, folder)))
    return int(torch.cuda.max_memory_reserved())


def _random_base(name: str, folder: Path) -> Path:
    """Save a model of the shapes of ``name`` with random weights and a small tokenizer."""
    from tests.tiny_models import sentence_tokenizer
    from transformers import MT5Config, MT5ForConditionalGeneration, T5Config, T5ForConditionalGeneration

    common = {"d_model": 768, "d_kv": 64, "num_layers": 12, "num_heads": 12, "decoder_start_token_id": 0}
    shapes = {**common, **_SHAPES[name], "pad_token_id": 0, "eos_token_id": 1}
    if "mt5" in name:
        model: Any = MT5ForConditionalGeneration(MT5Config(**shapes))
    else:
        model = T5ForConditionalGeneration(T5Config(**shapes))
    model.save_pretrained(folder)
    sentence_tokenizer().save_pretrained(folder)
    return folder


def _serve(bundle: Path) -> int:
    """Serve a bundle, ask it for e-mails, and return the highest resident memory of all its processes together."""
    command = [sys.executable, "-m", "mailwright", "serve", "--port", "0", "--model", str(bundle)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        address = next(_addresses(process.stdout))
        request = urllib.request.Request(address, json.dumps(_WISH).encode(), {"Content-Type": "application/json"})
        for _ in range(2):
            with urllib.request.urlopen(request, timeout=600) as answer:
                answer.read()
        time.sleep(1)
        return sum(_peak(number) for number in _family(process.pid))
    finally:
        process.terminate()
        process.wait(60)


def _addresses(lines: Any) -> Iterator[str]:
    for line in lines:
        for word in line.split():
            if word.startswith("http://127.0.0.1:"):
                yield word.rstrip("/.,") + "/"
    raise SystemExit("the service did not start")


def _family(process: int) -> list[int]:
    """Return a process and all that descend from it."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(member for child in children for member in _family(int(child)))]


def _peak(process: int) -> int:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main()
