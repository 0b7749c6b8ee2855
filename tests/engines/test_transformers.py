"""The Transformers engine writes what transformers itself writes, whoever else is in the batch."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailwright.engines.precision import choose_precision
from mailwright.engines.worker import Job, Order
from mailwright.errors import EngineError, ModelError

torch = pytest.importorskip("torch")

from mailwright.engines.sampling import Chance, draw  # noqa: E402 - after the check that torch is there
from mailwright.engines.transformers_worker import TransformersBackend  # noqa: E402

PROMPTS = ("Hello Bob,", "Dear Ana, thank you for the invoice 4411. We will pay it on Monday,", "1, 2, 3, 4, 5")
LENGTH = 40
KINDS = ("llama", "gemma3", "t5", "mt5", "bart")


@dataclass
class Heard:
    """Takes the place of the pipe: the text, tokens and finish reasons by job and sample, and the errors."""

    texts: defaultdict[tuple[int, int], str] = field(default_factory=lambda: defaultdict(str))
    tokens: Counter[tuple[int, int]] = field(default_factory=Counter)
    reasons: dict[tuple[int, int], str] = field(default_factory=dict)
    likely: defaultdict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))
    errors: dict[int, str] = field(default_factory=dict)

    def chunks(self, job: Job, parts: Any) -> None:
        for index, text, tokens, reason, likely in parts:
            self.likely[job.number, index] += likely or 0.0
            self.texts[job.number, index] += text
            self.tokens[job.number, index] += tokens
            if reason is not None:
                assert (job.number, index) not in self.reasons
                self.reasons[job.number, index] = reason

    def error(self, job: Job, message: str) -> None:
        self.errors[job.number] = message


@dataclass
class Subject:
    """A tiny model in a folder, and the same loaded by transformers."""

    folder: Path
    model: Any

    def backend(self, **changes: Any) -> tuple[TransformersBackend, Heard]:
        order: dict[str, Any] = {
            "path": str(self.folder / "model.safetensors"),
            "label": "tiny",
            "threads": 1,
            "slots": 8,
            "context_length": 512,
            "cache_bytes": 2**30,
            "private_folder": "",
        }
        heard = Heard()
        return TransformersBackend(Order(**{**order, **changes}), heard), heard  # type: ignore[arg-type]

    def expected(self, backend: TransformersBackend, prompt: str) -> str:
        """What ``generate`` of transformers writes."""
        ids = torch.tensor([backend.tokenize(prompt)])
        with torch.no_grad():
            out = self.model.generate(
                ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=LENGTH
            )
        new = out[0, 1:] if self.model.config.is_encoder_decoder else out[0, ids.shape[1] :]
        return str(backend._model.tokenizer.decode(new.tolist(), skip_special_tokens=True))


@pytest.fixture(scope="module", params=KINDS)
def subject(request: pytest.FixtureRequest, tiny_models: Any, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    folder = tmp_path_factory.mktemp(request.param)
    model = getattr(tiny_models, request.param)(folder)
    tiny_models.endless(model, folder, tiny_models.not_plain(folder))
    return Subject(folder, model.eval())


@pytest.fixture(scope="module")
def llama(tiny_models: Any, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    folder = tmp_path_factory.mktemp("llama")
    model = tiny_models.llama(folder)
    tiny_models.endless(model, folder, tiny_models.not_plain(folder))
    return Subject(folder, model.eval())


def job(backend: TransformersBackend, number: int, prompt: str, **changes: Any) -> Job:
    options = {"n": 1, "max_tokens": LENGTH, "temperature": 0.0, "top_p": 1.0, "seed": 0, "stop": ()}
    return Job(number=number, ids=backend.tokenize(prompt), **{**options, **changes})


def run(backend: TransformersBackend) -> None:
    while backend.busy:
        backend.advance()


def test_sequences_that_join_and_leave_a_batch_are_those_that_generate_writes(subject: Subject) -> None:
    backend, heard = subject.backend()
    lengths = (LENGTH, 15, LENGTH)  # the second one leaves early
    for number, (prompt, most) in enumerate(zip(PROMPTS, lengths, strict=True)):
        backend.submit(job(backend, number, prompt, max_tokens=most))
        for _ in range(7):
            backend.advance()
    run(backend)
    for number, (prompt, most) in enumerate(zip(PROMPTS, lengths, strict=True)):
        expected = subject.expected(backend, prompt)
        text = heard.texts[number, 0]
        assert text
        assert text == expected if most == LENGTH else expected.startswith(text.rstrip())
        assert heard.tokens[number, 0] == most
        assert heard.reasons[number, 0] == "length"


def test_a_text_is_as_likely_as_the_model_holds_it(llama: Subject) -> None:
    backend, heard = llama.backend()
    backend.submit(job(backend, 0, PROMPTS[0], temperature=1.0, top_p=0.9, n=2))
    backend.submit(job(backend, 1, PROMPTS[1], likelihoods=True))
    run(backend)
    given = torch.tensor([backend.tokenize(PROMPTS[1])])
    with torch.no_grad():
        whole = llama.model.generate(given, do_sample=False, max_new_tokens=LENGTH)
        logs = llama.model(whole).logits[0, given.shape[1] - 1 : -1].log_softmax(-1)
    expected = logs.gather(-1, whole[0, given.shape[1] :, None]).sum().item()
    assert heard.likely[1, 0] == pytest.approx(expected, rel=1e-4)
    assert heard.likely[0, 0] == 0.0  # that was not asked for


def test_a_sample_does_not_depend_on_what_else_is_in_the_batch(subject: Subject) -> None:
    backend, heard = subject.backend()
    drawn = {"temperature": 0.8, "seed": 11}
    backend.submit(job(backend, 0, PROMPTS[0], n=3, **drawn))
    run(backend)
    backend.submit(job(backend, 9, PROMPTS[1], n=2, temperature=1.0, top_p=0.8, seed=5))
    for _ in range(3):
        backend.advance()
    backend.submit(job(backend, 1, PROMPTS[0], n=3, **drawn))
    run(backend)
    backend.submit(job(backend, 2, PROMPTS[0], temperature=0.8, seed=12))
    run(backend)
    alone = [heard.texts[0, index] for index in range(3)]
    assert [heard.texts[1, index] for index in range(3)] == alone
    assert heard.texts[2, 0] == alone[1]
    assert len(set(alone)) == 3


def test_a_prompt_is_evaluated_once_for_all_of_its_samples(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend, heard = subject.backend(slots=4)
    reads: list[list[int]] = []
    read = backend._model.read

    def counted(ids: list[int]) -> Any:
        reads.append(ids)
        return read(ids)

    monkeypatch.setattr(backend._model, "read", counted)
    backend.submit(job(backend, 0, PROMPTS[0], n=10, max_tokens=5, temperature=1.0))
    run(backend)
    assert len(reads) == 1
    assert set(heard.reasons) == {(0, index) for index in range(10)}


def test_no_more_sequences_run_than_there_are_slots_and_memory_for(llama: Subject) -> None:
    for changes in ({"slots": 3}, {"cache_bytes": 3 * 512 * 2 * 2 * 2 * 16 * 4}):  # layers, heads, k and v, size
        backend, heard = llama.backend(**changes)
        backend.submit(job(backend, 0, PROMPTS[0], n=5, max_tokens=4))
        backend.submit(job(backend, 1, PROMPTS[1], n=2, max_tokens=4))
        most = 0
        while backend.busy:
            backend.advance()
            most = max(most, backend._running())
        assert most == 3
        assert len(heard.reasons) == 7


def test_a_cancelled_job_leaves_at_once_and_others_go_on(llama: Subject) -> None:
    backend, heard = llama.backend(slots=2)
    backend.submit(job(backend, 0, PROMPTS[0], n=3))
    backend.submit(job(backend, 1, PROMPTS[2]))
    for _ in range(5):
        backend.advance()
    assert backend.activity()[0] == 4
    backend.cancel(0)
    assert backend.activity()[0] == 1
    run(backend)
    assert heard.texts[1, 0] == llama.expected(backend, PROMPTS[2])
    assert (0, 0) not in heard.reasons
    backend.cancel(77)


def test_the_end_of_the_text_ends_its_row_alone(llama: Subject, tmp_path: Path) -> None:
    backend, heard = llama.backend()
    text = llama.expected(backend, PROMPTS[0])
    fifth = backend._model.tokenizer.encode(text).ids[4]
    backend._model.ends = frozenset({fifth})
    backend.submit(job(backend, 0, PROMPTS[0]))
    backend.submit(job(backend, 1, PROMPTS[1], max_tokens=3))
    run(backend)
    assert heard.reasons == {(0, 0): "stop", (1, 0): "length"}
    assert text.startswith(heard.texts[0, 0])
    assert heard.tokens[0, 0] <= 5


def test_numbers_that_are_not_finite_end_the_jobs_and_say_what_to_do(llama: Subject) -> None:
    backend, heard = llama.backend()
    backend.submit(job(backend, 0, PROMPTS[0]))
    backend.advance()
    next(iter(backend._model._model.parameters())).data.fill_(float("nan"))
    run(backend)
    assert "choose the precision fp32" in heard.errors[0]
    assert backend.activity()[0] == 0


def test_a_gguf_file_is_read_too(llama: Subject, tmp_path: Path) -> None:
    from mailwright.models.convert import convert
    from mailwright.models.progress import SilentProgress
    from mailwright.models.quantise import quantise

    fields, weights = convert(llama.folder, "tiny", "mit")
    quantise(weights, fields, tmp_path / "tiny.gguf", "F32", SilentProgress(), "tiny")
    backend, heard = llama.backend(path=str(tmp_path / "tiny.gguf"))
    backend.submit(job(backend, 0, PROMPTS[0]))
    run(backend)
    assert heard.texts[0, 0] == llama.expected(backend, PROMPTS[0])


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda folder: (folder / "model.safetensors").write_bytes(b"x" * 100), EngineError),
        (lambda folder: (folder / "tokenizer.json").unlink(), EngineError),
        (lambda folder: (folder / "config.json").write_text("{}"), EngineError),
    ],
)
def test_a_spoilt_folder_is_one_sentence(
    llama: Subject, tmp_path: Path, spoil: Any, error: type[Exception]
) -> None:
    for path in llama.folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    spoil(tmp_path)
    with pytest.raises(error) as caught:
        Subject(tmp_path, None).backend()
    assert str(caught.value).startswith("Transformers cannot load tiny: ")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("device", ["cuda:9", "tpu", "meta"])
def test_a_device_that_is_not_there_is_refused(llama: Subject, device: str) -> None:
    with pytest.raises(ModelError, match="choose"):
        llama.backend(device=device)


def test_bf16_computes_what_fp32_computes_but_for_its_rounding(llama: Subject) -> None:
    fine, _ = llama.backend(precision="fp32")
    coarse, _ = llama.backend(precision="bf16")
    _, exact = fine._model.read(fine.tokenize(PROMPTS[1]))
    _, rounded = coarse._model.read(coarse.tokenize(PROMPTS[1]))
    assert rounded.dtype == torch.bfloat16
    assert 0 < (exact - rounded.float()).abs().max() < 0.05 * exact.abs().max()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_gpu_computes_what_the_cpu_computes(subject: Subject) -> None:
    backend, _ = subject.backend(device="cpu", precision="fp32")
    fast, heard = subject.backend(device="cuda", precision="fp32")
    (_, exact), (_, other) = (one._model.read(one.tokenize(PROMPTS[1])) for one in (backend, fast))
    assert (exact - other.cpu()).abs().max() < 0.01 * exact.abs().max()
    for number, prompt in enumerate(PROMPTS):
        fast.submit(job(fast, number, prompt, n=2, temperature=0.8, seed=number))
        fast.advance()
    run(fast)
    assert len(heard.reasons) == 2 * len(PROMPTS)
    assert not heard.errors


@pytest.mark.parametrize(
    ("asked", "architecture", "capability", "chosen"),
    [
        ("auto", "llama", None, "fp32"),
        ("auto", "llama", (7, 5), "fp16"),
        ("auto", "t5", (7, 5), "fp32"),
        ("auto", "mt5", (7, 5), "fp32"),
        ("auto", "gemma3_text", (7, 5), "fp32"),
        ("auto", "t5", (8, 0), "bf16"),
        ("auto", "llama", (9, 0), "bf16"),
        ("bf16", "t5", None, "bf16"),
        ("fp32", "llama", (9, 0), "fp32"),
        ("fp16", "llama", (7, 5), "fp16"),
    ],
)
def test_the_precision_is_one_that_works_there(
    asked: Any, architecture: str, capability: tuple[int, int] | None, chosen: str
) -> None:
    assert choose_precision(asked, architecture, capability) == chosen


@pytest.mark.parametrize(
    ("asked", "architecture", "capability", "message"),
    [
        ("fp16", "t5", (9, 0), "overflow in fp16"),
        ("fp16", "mt5", None, "overflow in fp16"),
        ("fp16", "gemma3", (7, 5), "overflow in fp16"),
        ("fp16", "llama", None, "for GPUs"),
        ("bf16", "llama", (7, 5), "no bf16"),
    ],
)
def test_a_precision_that_does_not_work_is_refused(
    asked: Any, architecture: str, capability: tuple[int, int] | None, message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        choose_precision(asked, architecture, capability)


def test_draws_follow_the_distribution() -> None:
    logits = torch.tensor([0.5, 0.2, 0.2, 0.1]).log()[None]
    chance = Chance.of(1.0, 1.0, 0)
    counts = Counter(draw(logits, [chance])[0] for _ in range(4000))
    for token, share in enumerate((0.5, 0.2, 0.2, 0.1)):
        assert abs(counts[token] / 4000 - share) < 0.035
    chance = Chance.of(1.0, 0.65, 0)  # 0.5 and 0.2 reach it
    counts = Counter(draw(logits, [chance])[0] for _ in range(4000))
    assert set(counts) == {0, 1}
    assert abs(counts[0] / 4000 - 0.5 / 0.7) < 0.035
    cold = Chance.of(0.25, 1.0, 0)
    counts = Counter(draw(logits, [cold])[0] for _ in range(4000))
    assert abs(counts[0] / 4000 - 0.5**4 / (0.5**4 + 2 * 0.2**4 + 0.1**4)) < 0.035


chances = st.tuples(
    st.sampled_from([0.0, 0.3, 1.0, 2.0]), st.sampled_from([1e-6, 0.5, 0.95, 1.0]), st.integers(0, 99)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(chances, min_size=1, max_size=6), st.integers(0, 1000))
def test_a_row_is_drawn_alike_in_any_company(rows: list[tuple[float, float, int]], seed: int) -> None:
    logits = 3 * torch.randn(len(rows), 50, generator=torch.Generator().manual_seed(seed))
    together = draw(logits, [Chance.of(*row) for row in rows])
    alone = [draw(logits[i : i + 1], [Chance.of(*row)])[0] for i, row in enumerate(rows)]
    assert together == alone
    for token, row, (temperature, top_p, _) in zip(together, logits, rows, strict=True):
        if temperature == 0 or top_p < 1e-3:
            assert token == int(row.argmax())


def test_the_tokenizer_that_is_saved_is_the_one_that_is_used(llama: Subject) -> None:
    backend, _ = llama.backend()
    vocabulary = json.loads((llama.folder / "tokenizer.json").read_text())["model"]["vocab"]
    assert backend.tokenize("<|im_start|>") == [1]
    assert backend.tokenize("5") == [vocabulary["5"]]
    assert backend.tokenize("") == [1]
