"""From a recipe to the seed's request: tiny T5 and mT5, trained from files, made bundles and served."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.training.runs import example, write_data

from mailwright.cli import main
from mailwright.models.manifest import load_manifest

pytest.importorskip("peft")
pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning"),
]
CONFIGS = Path(__file__).parents[2] / "configs"


def train(recipe: str, base: Path, tmp_path: Path, *options: str) -> Path:
    """Train by a recipe of the project in its smoke variant and return the bundle."""
    data = write_data(tmp_path / "data", [example(n) for n in range(40)], [example(n) for n in range(50, 54)])
    words = ["--base", str(base), "--data", str(data), "--name", "tiny", "--smoke"]
    settings = [f"run.folder={tmp_path / 'runs'}", "data.max_tokens=900", "machine.threads=1", *options]
    settings = [word for setting in settings for word in ("--set", setting)]
    assert main(["train", str(CONFIGS / f"{recipe}.yaml"), *words, *settings]) == 0
    return tmp_path / "runs/tiny/bundle"


@pytest.mark.system("curl")
@pytest.mark.parametrize(("kind", "recipe"), [("t5", "aeslc-t5-base"), ("mt5", "aeslc-mt5-base")])
def test_a_recipe_for_an_encoder_decoder_goes_all_the_way_to_the_seeds_curl_request(
    tiny_models: Any, tmp_path: Path, served: Any, kind: str, recipe: str
) -> None:
    base = tmp_path / "base"
    model = getattr(tiny_models, kind)(base)
    tiny_models.endless(model, base, tiny_models.not_plain(base))  # an empty text would show nothing
    bundle = train(recipe, base, tmp_path, "machine.precision=fp32", "optimiser.learning_rate=1e-6")
    manifest = load_manifest(bundle)
    assert manifest.prompt_format.wrap == "subject"
    assert manifest.licence == "CC-BY-NC-SA-4.0"
    wish = {"prompt": "we will have a system update on friday. please backup your work", "token_count": 30}
    with served(bundle, "-m", "mailwright", "serve") as server:
        asked = ["curl", "-s", "--max-time", "120", "-d", json.dumps({**wish, "n_gen": 2})]
        asked += ["-H", "Content-Type: application/json", f"http://127.0.0.1:{server.port}/"]
        answer = json.loads(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    assert answer["status"] == "success"
    assert [entry["id"] for entry in answer["generated_text"]] == [0, 1]
    assert all(entry["text"].strip() for entry in answer["generated_text"])


@pytest.mark.parametrize(("signalled", "workers"), [(signal.SIGINT, 0), (signal.SIGINT, 1), (signal.SIGTERM, 1)])
def test_a_signal_to_the_process_group_saves_and_exits_with_130_and_resume_ends_the_run(
    tiny_models: Any, tmp_path: Path, signalled: int, workers: int
) -> None:
    tiny_models.llama(tmp_path / "base")
    data = write_data(tmp_path / "data", [example(n) for n in range(40)], [example(n) for n in range(50, 54)])
    settings = ("machine.threads=1", "run.show_seconds=0.001", "evaluation.drafts=0", f"batch.workers={workers}")
    command = [sys.executable, "-m", "mailwright", "train", "--base", str(tmp_path / "base"), "--data", str(data)]
    command += ["--epochs", "8", "--set", f"run.folder={tmp_path / 'runs'}"]
    command += [word for setting in settings for word in ("--set", setting)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if line.startswith("step 3 of 40"):
                os.killpg(process.pid, signalled)
        assert process.wait() == 130, "".join(said)
    assert (tmp_path / "runs/run/checkpoints/last.ckpt").is_file()
    done = subprocess.run([*command, "--resume"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "going on after step" in done.stderr
    assert done.stdout.strip() == str(tmp_path / "runs/run/bundle")


def test_two_processes_make_the_steps_of_one(tiny_models: Any, tmp_path: Path) -> None:
    tiny_models.llama(tmp_path / "base")
    data = write_data(tmp_path / "data", [example(n) for n in range(16)], [example(n) for n in range(50, 54)])
    command = [sys.executable, "-m", "mailwright", "train", "--base", str(tmp_path / "base"), "--data", str(data)]
    settings = [f"run.folder={tmp_path / 'runs'}", "machine.threads=1", "evaluation.drafts=0"]
    settings += ["machine.accelerator=cpu", "machine.precision=fp32", "epochs=3"]
    command += [word for setting in settings for word in ("--set", setting)]
    several = ["--name", "several", "--set", "machine.devices=2", "--set", "machine.strategy=ddp"]
    found = []
    for name, words in (("one", ["--name", "one"]), ("several", several)):
        done = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() == str(tmp_path / "runs" / name / "bundle")
        log = (tmp_path / "runs" / name / "log.jsonl").read_text().splitlines()
        found.append([entry["validation_loss"] for entry in map(json.loads, log) if "validation_loss" in entry])
    assert len(found[0]) == 6
    assert found[1] == pytest.approx(found[0], rel=1e-4)
