"""Transformers in the worker process: one batch for the sequences of all requests, stepped token by token."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mailwright.engines.sampling import Chance, draw, log_probabilities
from mailwright.engines.text import Assembler
from mailwright.engines.transformers_model import Model
from mailwright.engines.worker import Job, begin_once
from mailwright.errors import EngineError

if TYPE_CHECKING:
    from mailwright.engines.token_text import PieceReader
    from mailwright.engines.transformers_state import State
    from mailwright.engines.worker import Answers, Order, Part


@dataclass(eq=False)
class Row:
    """One sequence that is being written; ``last`` is the token that the model has not read yet."""

    job: Job
    index: int
    chance: Chance
    reader: PieceReader
    text: Assembler
    last: int = 0
    drawn: int = 0


@dataclass(eq=False)
class Waiting:
    """A job with samples that have no slot yet; its prompt is evaluated once, when the first one gets its slot."""

    job: Job
    next: int = 0
    state: State | None = None
    logits: Any = None


@dataclass(eq=False)
class Group:
    """Rows that are stepped together, and their memory; there is one, unless the model cannot mix lengths."""

    rows: list[Row] = field(default_factory=list)
    state: State | None = None


class TransformersBackend:
    """See ``Backend``. New sequences join the batch between two steps, and leave it as soon as they end."""

    def __init__(self, order: Order, answers: Answers) -> None:
        self._answers = answers
        self._model = Model(order)
        affordable = order.cache_bytes // max(1, self._model.bytes_of_token * order.context_length)
        self._slots = max(1, min(order.slots, affordable))
        self._waiting: deque[Waiting] = deque()
        self._groups: deque[Group] = deque()
        self._drawn = 0
        state, _ = self._model.read(self.tokenize("Hello"))  # warms what is made at the first use
        self._model.write(state, [0])

    def tokenize(self, text: str) -> list[int]:
        """Return the tokens of a prompt."""
        ids = begin_once(self._model.encode(text), self._model.bos)
        return ids or [min(self._model.ends, default=0)]  # a model reads something, or nothing comes of it

    def submit(self, job: Job) -> None:
        """Queue the samples of a job."""
        self._waiting.append(Waiting(job))

    def cancel(self, number: int) -> None:
        """Drop what waits and what runs of a job."""
        self._waiting = deque(item for item in self._waiting if item.job.number != number)
        for group in list(self._groups):
            self._keep(group, [i for i, row in enumerate(group.rows) if row.job.number != number])

    def activity(self) -> tuple[int, int]:
        """Return how many sequences run or wait, and how many tokens were drawn so far."""
        return self._running() + sum(item.job.n - item.next for item in self._waiting), self._drawn

    @property
    def busy(self) -> bool:
        """Whether there are sequences."""
        return bool(self._waiting or self._groups)

    def advance(self) -> None:
        """Start what waits if there is a slot, else write the next token of the group whose turn it is."""
        if self._waiting and self._running() < self._slots:
            self._start()
            return
        group = self._groups[0]
        self._groups.rotate(-1)
        assert group.state is not None
        try:
            group.state, logits = self._model.write(group.state, [row.last for row in group.rows])
        except (RuntimeError, EngineError) as error:  # torch's own, when memory is spent
            self._groups.remove(group)
            self._fail({row.job for row in group.rows}, error)
            return
        self._take(group, logits)

    def _start(self) -> None:
        """Give slots to samples of the job that has waited longest, reading its prompt if that was not done yet."""
        item = self._waiting[0]
        job = item.job
        try:
            if item.state is None:
                item.state, item.logits = self._model.read(job.ids)
            count = min(job.n - item.next, self._slots - self._running())
            state = item.state.repeated(count)
        except (RuntimeError, EngineError) as error:
            self._fail({job}, error)
            return
        indices = range(item.next, item.next + count)
        item.next += count
        if item.next == job.n:
            self._waiting.popleft()
        group = Group([self._row(job, index) for index in indices], state)
        self._groups.appendleft(group)
        self._take(group, item.logits.expand(count, -1))
        if group in self._groups:
            self._mix(group)

    def _row(self, job: Job, index: int) -> Row:
        chance = Chance.of(job.temperature, job.top_p, job.seed + index)
        reader = self._model.pieces.reader(continues=self._model.continues)
        return Row(job, index, chance, reader, Assembler(job.stop))

    def _mix(self, group: Group) -> None:
        """Put a new group's rows into one that runs, if they may share a batch."""
        for other in self._groups:
            if other is group or group.state is None or other.state is None:
                continue
            same = other.state.mask.shape[1] == group.state.mask.shape[1]
            if self._model.mixes or (same and other.state.source_mask is None):
                other.state = other.state.joined(group.state)
                other.rows += group.rows
                self._groups.remove(group)
                return

    def _take(self, group: Group, logits: Any) -> None:
        """Draw a token for each row, pass the new text on, and let go of the rows that have ended."""
        news: defaultdict[Job, list[Part]] = defaultdict(list)
        left = []
        tokens = draw(logits, [row.chance for row in group.rows])
        asked = any(row.job.likelihoods for row in group.rows)
        likely = log_probabilities(logits, tokens) if asked else [0.0] * len(tokens)
        for position, (row, token) in enumerate(zip(group.rows, tokens, strict=True)):
            part = (*self._read(row, token), likely[position] if row.job.likelihoods else None)
            news[row.job].append(part)
            if part[3] is None:
                left.append(position)
        self._drawn += len(tokens)
        for job, parts in news.items():
            self._answers.chunks(job, parts)
        self._keep(group, left)

    def _read(self, row: Row, token: int) -> tuple[int, str, int, str | None]:
        """What a token adds to its row: a part without its log probability."""
        row.last = token
        row.drawn += 1
        ended = token in self._model.ends
        text = "" if ended else row.text.feed(row.reader.read(token))
        reason = "stop" if ended or row.text.stopped else "length" if row.drawn == row.job.max_tokens else None
        if reason is not None:
            text += row.text.finish()
        return row.index, text, 1, "stop" if row.text.stopped else reason

    def _keep(self, group: Group, rows: list[int]) -> None:
        """Let go of all rows of a group but these."""
        if not rows:
            self._groups.remove(group)
        elif len(rows) < len(group.rows):
            assert group.state is not None
            group.state = group.state.kept(rows)
            group.rows = [group.rows[i] for i in rows]

    def _fail(self, jobs: set[Job], error: Exception) -> None:
        for job in jobs:
            self._answers.error(job, f"Transformers failed: {str(error).strip().splitlines()[0]}")
            self.cancel(job.number)

    def _running(self) -> int:
        return sum(len(group.rows) for group in self._groups)
