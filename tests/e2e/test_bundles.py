"""From what a run leaves to a served answer, with tiny models; and what serving does not load."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mailwright.cli import main
from mailwright.models.facts import Facts, model_digest, save_facts
from mailwright.models.manifest import Base, Format, Training

pytest.importorskip("peft")
pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing. is deprecated:FutureWarning"),
]
SERVE = ("-m", "mailwright", "serve")
HEAVY = ("torch", "lightning", "transformers", "spacy", "pyarrow")
SEED_REQUEST = {
    "prompt": "we will have a system update on friday. please backup your work",
    "token_count": 30,
    "temperature": 0.7,
    "n_gen": 2,
}


def post(port: int, path: str, record: dict[str, Any]) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    with closing(connection):
        connection.request("POST", path, json.dumps(record), {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
    assert response.status == 200, answer
    return answer


def assert_answers(port: int) -> None:
    """The request that the original answered is answered; text comes of it although the model makes no sense."""
    answer = post(port, "/", SEED_REQUEST)
    assert answer["status"] == "success"
    assert [entry["id"] for entry in answer["generated_text"]] == [0, 1]
    brief = {"from": "Ana", "to": "Bob", "subject": "Update", "key_points": ["system update Fri 6pm"]}
    drafts = post(port, "/v1/emails", {**brief, "n": 2, "max_tokens": 30, "seed": 1})["drafts"]
    assert all(draft["body"].strip() for draft in drafts)
    assert len({draft["body"] for draft in drafts}) == 2


def save_run(run: Path, base: Path) -> None:
    """Write the facts of a run whose adapter lies in ``run/best``."""
    facts = Facts(
        name="tiny-mail",
        version="1",
        base=Base(name="tiny", sha256=model_digest(base)),
        base_path=str(base),
        method="lora",
        weights="best",
        prompt_format=Format(version=1, wrap="plain"),
        languages=["en"],
        licence="Apache-2.0",
        training=Training(config_sha256="b" * 64, data_sha256="c" * 64),
    )
    save_facts(run, facts)


def test_an_encoder_decoder_with_an_adapter_goes_from_run_to_answer(
    tiny_models: Any, tmp_path: Path, served: Any
) -> None:
    base, run = tmp_path / "base", tmp_path / "run"
    model = tiny_models.mt5(base)
    tiny_models.endless(model, base, tiny_models.not_plain(base))  # an empty text would show nothing
    tiny_models.lora(model, run / "best", task_type="SEQ_2_SEQ_LM", target_modules=["q", "v"])
    save_run(run, base)
    assert main(["model", "export", str(run), "-o", str(tmp_path / "bundle")]) == 0
    with served(tmp_path / "bundle", *SERVE) as server:
        assert_answers(server.port)


def test_a_gguf_bundle_is_served_without_torch(tiny_models: Any, tmp_path: Path, served: Any) -> None:
    base, run = tmp_path / "base", tmp_path / "run"
    tiny_models.lora(tiny_models.llama(base), run / "best")
    save_run(run, base)
    assert main(["model", "export", str(run), "-o", str(tmp_path / "bundle"), "--form", "gguf"]) == 0
    with served(tmp_path / "bundle", *SERVE) as server:
        assert_answers(server.port)
        processes = family(server.process)
        maps = {process: Path(f"/proc/{process}/maps").read_text() for process in processes}
    assert len(processes) >= 2  # the server, and the engine's worker
    assert any("openvino" in text for text in maps.values())
    for text in maps.values():
        assert not any(f"site-packages/{name}/" in text for name in HEAVY)


def family(process: int) -> list[int]:
    """A process and its children."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    children = [child for task in tasks for child in (task / "children").read_text().split()]
    return [process, *(int(child) for child in children)]


@pytest.mark.parametrize(
    "code",
    [
        "import mailwright; mailwright.Writer",
        "import mailwright.cli.serve, mailwright.service.server, mailwright.engines.select, mailwright.models",
        "from mailwright.cli import main; main(['model', 'list'])",
    ],
)
def test_serving_imports_none_of_the_training_packages(code: str) -> None:
    check = f"import sys; {code}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
