"""OpenVINO GenAI in the worker process: one pipeline, stepped; n samples are n sequences over the prefix cache."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy

from mailwright.engines.eight_bit import eight_bit_copy, needs_copy
from mailwright.engines.gemma3_graph import ARCHITECTURE as GEMMA3
from mailwright.engines.gemma3_graph import gemma3_model
from mailwright.engines.sentence_pieces import SentencePieces
from mailwright.engines.silent_openvino import openvino, openvino_genai
from mailwright.engines.text import Assembler, token_bytes
from mailwright.engines.worker import Job, begin_once
from mailwright.errors import EngineError
from mailwright.gguf.layout import KEPT_ARRAY
from mailwright.gguf.write import encode_field, write_gguf

if TYPE_CHECKING:
    from mailwright.engines.worker import Answers, GGUFOrder, Part

BLOCK_TOKENS: Final = 32  # of the pipeline's key-value cache on a CPU
VALUE_BYTES: Final = 4
# Tokens that end a turn or a text in the chat formats of llama and Gemma.
ENDS: Final = (
    b"<|im_end|>",
    b"<|endoftext|>",
    b"<|eot_id|>",
    b"<|end_of_text|>",
    b"<end_of_turn>",
    b"</s>",
    b"<eos>",
)
# An 8-bit cache, the default, makes the same seed give other text from one run to the next; 32 bits do not,
# and cost no speed with models of this size.
PRECISION: Final = {"KV_CACHE_PRECISION": "f32", "INFERENCE_PRECISION_HINT": "f32"}
# Activations that meet 8-bit weights are rounded in groups, 32 by default. Longer groups are faster, but only where
# the weights' own are as long, as in the graph that we build.
LONG_GROUPS: Final = {"DYNAMIC_QUANTIZATION_GROUP_SIZE": 128}


@dataclass(eq=False)
class Sample:
    """One sequence in the pipeline."""

    job: Job
    index: int
    handle: Any
    text: Assembler


class OpenVINOBackend:
    """See ``Backend``. The first sample of a job evaluates the prompt; the others follow over the cache."""

    def __init__(self, order: GGUFOrder, answers: Answers) -> None:
        self._order = order
        self._answers = answers
        try:
            self._pipeline = self._open()
        except RuntimeError as error:
            raise EngineError(f"OpenVINO cannot load {order.label}: {str(error).splitlines()[-1]}") from error
        self._pieces = SentencePieces(Path(order.path)) if order.header.architecture == GEMMA3 else None
        self._tokenizer = self._pipeline.get_tokenizer()
        vocabulary = self._pieces.pieces if self._pieces else self._tokenizer.get_vocab()
        self._bytes = token_bytes(vocabulary, order.header.tokenizer, order.header.control_tokens)
        self._ends = {vocabulary[end] for end in ENDS if end in vocabulary}
        if not self._pieces:
            self._ends.add(self._tokenizer.get_eos_token_id())
        self._running: list[Sample] = []
        self._followers: dict[int, Job] = {}
        self._last_request = 0
        self._drawn = 0
        self._warm()

    def _open(self) -> Any:
        order = self._order
        blocks_of_one = -(-order.context_length // BLOCK_TOKENS) + 1
        affordable = order.cache_bytes // (order.header.cache_values * VALUE_BYTES * BLOCK_TOKENS)
        plan = openvino_genai.SchedulerConfig()
        plan.dynamic_split_fuse = True
        plan.enable_prefix_caching = True
        plan.max_num_seqs = order.slots
        plan.num_kv_blocks = max(blocks_of_one, min(affordable, order.slots * blocks_of_one))
        options = {**PRECISION, "INFERENCE_NUM_THREADS": order.threads}
        with tempfile.TemporaryDirectory() as passing:
            weights = Path(order.path)
            if order.header.architecture != GEMMA3:
                if needs_copy(order.header):
                    weights = eight_bit_copy(weights, Path(order.cache_folder or passing))
                return openvino_genai.ContinuousBatchingPipeline(str(weights), plan, "CPU", options)
            openvino.save_model(gemma3_model(weights), f"{passing}/openvino_model.xml", compress_to_fp16=False)
            unused = _any_tokenizer(Path(passing))
            options |= LONG_GROUPS
            return openvino_genai.ContinuousBatchingPipeline(passing, unused, plan, "CPU", **options)

    def _warm(self) -> None:
        job = Job(0, self.tokenize("Hello"), 1, 2, 0.0, 1.0, 0, ())
        self._request(job, 0)
        while self.busy:
            self._pipeline.step()

    def tokenize(self, text: str) -> list[int]:
        """Return the tokens of a prompt."""
        if self._pieces:
            ids = self._pieces.encode(text)
        else:
            ids = self._tokenizer.encode(text).input_ids.data[0].tolist() if text else []
        return begin_once(ids, self._order.header.bos)

    def submit(self, job: Job) -> None:
        """Start the first sample of a job."""
        self._add(job, 0)
        if job.n > 1:
            self._followers[job.number] = job

    def cancel(self, number: int) -> None:
        """Drop the samples of a job."""
        self._followers.pop(number, None)
        for sample in self._running:
            if sample.job.number == number:
                sample.handle.cancel()
        self._running = [sample for sample in self._running if sample.job.number != number]

    def activity(self) -> tuple[int, int]:
        """Return how many sequences run or wait, and how many tokens were drawn so far."""
        waiting = sum(job.n - 1 for job in self._followers.values())
        return max(len(self._running), int(self.busy)) + waiting, self._drawn

    @property
    def busy(self) -> bool:
        """Whether the pipeline has sequences."""
        return bool(self._pipeline.has_non_finished_requests())

    def advance(self) -> None:
        """Generate the next token of every sequence."""
        self._pipeline.step()
        news: defaultdict[Job, list[Part]] = defaultdict(list)
        for sample in list(self._running):
            part = self._read(sample)
            if part is not None:
                news[sample.job].append(part)
                if part[3] is not None:
                    self._running.remove(sample)
        for job, parts in news.items():
            self._answers.chunks(job, parts)
            if self._followers.pop(job.number, None):
                for index in range(1, job.n):
                    self._add(job, index)
        if self._running and not self.busy:
            self._give_up()

    def _give_up(self) -> None:
        for job in {sample.job for sample in self._running}:
            self._answers.error(job, "OpenVINO gave a request up: it does not fit the key-value cache")
        self._running.clear()

    def _read(self, sample: Sample) -> Part | None:
        """Take what a sequence has new; its finish reason is set once it is over."""
        ids: list[int] = []
        reason: str | None = None
        likely = 0.0
        while sample.handle.can_read():
            for output in sample.handle.read().values():
                ids += output.generated_ids
                likely += sum(output.generated_log_probs)
                if output.finish_reason == openvino_genai.GenerationFinishReason.LENGTH:
                    reason = "length"
                elif output.finish_reason != openvino_genai.GenerationFinishReason.NONE:
                    reason = "stop"
        if not ids and reason is None:
            return None
        self._drawn += len(ids)
        text = sample.text.feed(b"".join(self._bytes[number] for number in ids))
        if reason is not None:
            text += sample.text.finish()
        elif sample.text.stopped:
            sample.handle.cancel()
        if sample.text.stopped:
            reason = "stop"
        return sample.index, text, len(ids), reason, likely if sample.job.likelihoods else None

    def _add(self, job: Job, index: int) -> None:
        self._running.append(Sample(job, index, self._request(job, index), Assembler(job.stop)))

    def _request(self, job: Job, index: int) -> Any:
        config = openvino_genai.GenerationConfig()
        config.max_new_tokens = job.max_tokens
        config.stop_token_ids = self._ends
        config.do_sample = job.temperature > 0
        config.logprobs = int(job.likelihoods)
        if job.temperature > 0:
            config.temperature = job.temperature
            config.top_p = job.top_p
            config.rng_seed = job.seed + index
        self._last_request += 1
        ids = openvino.Tensor(numpy.array([job.ids], dtype=numpy.int64))
        return self._pipeline.add_request(self._last_request, ids, config)


def _any_tokenizer(folder: Path) -> Any:
    """Return a tokenizer of three tokens: a pipeline must have one, even if all that it ever sees is tokens."""
    fields = {
        "general.architecture": "llama",
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "smollm",
        "tokenizer.ggml.tokens": [b"<|endoftext|>", b"a", b"b"],
        "tokenizer.ggml.merges": [b"a b"],
        "tokenizer.ggml.add_space_prefix": False,
        "tokenizer.chat_template": "{{ messages }}",
        **{f"tokenizer.ggml.{name}_token_id": 0 for name in ("bos", "eos", "unknown", "padding")},
    }
    encoded = {key: encode_field(value) for key, value in fields.items()}
    path = folder / "tokenizer.gguf"
    write_gguf(path, {**encoded, KEPT_ARRAY: encode_field([3, 1, 1], 5)}, [])
    return openvino_genai.Tokenizer(str(path))
