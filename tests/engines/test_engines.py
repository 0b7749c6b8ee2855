"""What every engine does: one suite over all of them, with the real model where one is at hand."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import anyio
import pytest

from mailwright.engines.base import Chunk, Request
from mailwright.engines.worker_engine import WorkerEngine
from mailwright.errors import EngineError, PromptTooLongError

pytestmark = pytest.mark.anyio

CHAT = "<|im_start|>user\nWrite a short e-mail to {} about the update on Friday.<|im_end|>\n<|im_start|>assistant\n"
MAIL = CHAT.format("Bob")
COUNTING = "1, 2, 3, 4, 5, 6, 7, 8,"  # a prompt that greedy decoding continues without end

# Counted by llama.cpp, the reference for GGUF files.
TOKENS = (
    ("", 1),
    ("Hello", 1),
    ("hello there", 2),
    (" a  b \n\n c , don't . x", 10),
    ("Grüße aus München", 9),
    ("世界 こんにちは 한국어", 23),
    ("😀😁 naïve café", 9),
    ("<|im_start|>user\nHi<|im_end|>\n", 6),
    ("invoice 4411, $1,250.00 by 3pm", 21),
    ("https://example.com/a?b=c&d=%20", 16),
    ("\t\tindented\r\nline", 7),
    ("ALL CAPS AND MixedCase", 6),
    ("Ünïcödé ŽŠČ ß", 16),
    ("Привет, мир!", 10),
    ("مرحبا بالعالم", 10),
    ("שלום", 5),
    ("a\u0301 combining", 4),
    ("      ", 1),
    ("0123456789 12:30 2026-11-24", 27),
    ("x" * 50, 13),
    ('<b>&amp;</b> {"k": [1, 2]}', 18),
    ("don’t “quote” – dash…", 9),
)


async def draw(engine: WorkerEngine, request: Request) -> list[list[Chunk]]:
    """The chunks of each sample."""
    samples: list[list[Chunk]] = [[] for _ in range(request.n)]
    async for chunk in engine.stream(request):
        samples[chunk.index].append(chunk)
    return samples


async def texts(engine: WorkerEngine, request: Request) -> list[str]:
    return ["".join(chunk.text for chunk in sample) for sample in await draw(engine, request)]


async def test_a_started_engine_is_ready_and_knows_its_context(engine: WorkerEngine) -> None:
    await engine.start()
    await engine.start()
    assert engine.ready
    assert engine.context_length == 2048


async def test_each_sample_comes_in_chunks_and_ends_once(engine: WorkerEngine) -> None:
    samples = await draw(engine, Request(MAIL, n=3, max_tokens=24))
    for sample in samples:
        assert [chunk.finish_reason is not None for chunk in sample] == [False] * (len(sample) - 1) + [True]
        assert 0 < sum(chunk.tokens for chunk in sample) <= 24
        assert len(sample) > 5


async def test_the_text_is_sensible(sensible_engine: WorkerEngine) -> None:
    (text,) = await texts(sensible_engine, Request(MAIL, max_tokens=48, temperature=0))
    assert len(text.split()) > 15
    assert "update" in text.lower()


async def test_no_more_than_max_tokens_are_drawn_and_each_is_counted(engine: WorkerEngine) -> None:
    for most in (1, 7):
        (sample,) = await draw(engine, Request(COUNTING, max_tokens=most, temperature=0))
        assert sum(chunk.tokens for chunk in sample) == most
        assert sample[-1].finish_reason == "length"


async def test_the_end_of_the_text_is_a_stop(sensible_engine: WorkerEngine) -> None:
    prompt = "<|im_start|>user\nSay only: Hello!<|im_end|>\n<|im_start|>assistant\n"
    (sample,) = await draw(sensible_engine, Request(prompt, max_tokens=200, temperature=0))
    assert sample[-1].finish_reason == "stop"
    assert "<|" not in "".join(chunk.text for chunk in sample)


async def test_the_same_seed_gives_the_same_text_and_others_differ(engine: WorkerEngine) -> None:
    first = await texts(engine, Request(MAIL, n=3, max_tokens=24, seed=7))
    assert await texts(engine, Request(MAIL, n=3, max_tokens=24, seed=7)) == first
    assert len(set(first)) == 3
    assert await texts(engine, Request(MAIL, n=3, max_tokens=24, seed=1007)) != first


async def test_sample_i_is_drawn_with_seed_plus_i(engine: WorkerEngine) -> None:
    one = await texts(engine, Request(MAIL, n=3, max_tokens=24, seed=20))
    next_one = await texts(engine, Request(MAIL, n=3, max_tokens=24, seed=21))
    assert one[2] == next_one[1]


async def test_more_samples_than_slots_all_come(engine: WorkerEngine) -> None:
    samples = await draw(engine, Request(MAIL, n=6, max_tokens=6))
    assert all(sample[-1].finish_reason for sample in samples)


async def test_temperature_0_is_greedy_whatever_the_seed(engine: WorkerEngine) -> None:
    one = await texts(engine, Request(MAIL, max_tokens=16, temperature=0, seed=1))
    assert await texts(engine, Request(MAIL, max_tokens=16, temperature=0, seed=2)) == one


async def test_a_tiny_top_p_is_greedy(engine: WorkerEngine) -> None:
    greedy = await texts(engine, Request(MAIL, max_tokens=16, temperature=0))
    assert await texts(engine, Request(MAIL, max_tokens=16, temperature=1.5, top_p=1e-6, seed=3)) == greedy


async def test_how_likely_a_text_is_depends_on_the_model_alone(engine: WorkerEngine) -> None:
    def likely(samples: list[list[Chunk]]) -> list[float | None]:
        return [
            None if sample[0].log_probability is None else sum(chunk.log_probability or 0.0 for chunk in sample)
            for sample in samples
        ]

    (untold,) = await draw(engine, Request(MAIL, max_tokens=12, temperature=0))
    assert all(chunk.log_probability is None for chunk in untold)
    (greedy,) = likely(await draw(engine, Request(MAIL, max_tokens=12, temperature=0, likelihoods=True)))
    hot = Request(MAIL, max_tokens=12, temperature=1.5, top_p=1e-6, seed=3, likelihoods=True)
    if engine.name == "llamacpp":  # it would sort the whole vocabulary at each token
        assert greedy is None
        return
    assert greedy is not None
    assert greedy < 0
    assert likely(await draw(engine, hot)) == pytest.approx([greedy], rel=1e-3)
    lively = likely(await draw(engine, Request(MAIL, n=3, max_tokens=12, temperature=2.0, likelihoods=True)))
    assert all(one is not None and one < greedy for one in lively)


async def test_a_stop_string_ends_the_text_before_it_and_no_part_of_it_is_shown(engine: WorkerEngine) -> None:
    (whole,) = await texts(engine, Request(COUNTING, max_tokens=24, temperature=0))
    for stop in (whole[5:12], whole[9:10], whole[6:8]):
        (sample,) = await draw(engine, Request(COUNTING, max_tokens=24, temperature=0, stop=("@@@", stop)))
        assert "".join(chunk.text for chunk in sample) == whole[: whole.index(stop)]
        assert sample[-1].finish_reason == "stop"


async def test_requests_run_side_by_side(engine: WorkerEngine) -> None:
    order: list[str] = []

    async def ask(name: str) -> None:
        async for chunk in engine.stream(Request(COUNTING + name, max_tokens=12, temperature=0)):
            order.append(name)
            assert chunk.index == 0

    async with anyio.create_task_group() as group:
        for name in ("a", "b", "c"):
            group.start_soon(ask, name)
    assert order != sorted(order)
    assert set(order) == {"a", "b", "c"}


async def test_characters_of_several_tokens_come_whole(sensible_engine: WorkerEngine) -> None:
    (sample,) = await draw(sensible_engine, Request("😀😁😂 " * 8, max_tokens=24, temperature=0))
    assert any(char in "".join(chunk.text for chunk in sample) for char in "😀😁😂")
    assert all("\ufffd" not in chunk.text for chunk in sample)


@pytest.mark.parametrize(("text", "count"), TOKENS)
async def test_tokens_are_counted_alike(sensible_engine: WorkerEngine, text: str, count: int) -> None:
    assert await sensible_engine.count_tokens(text) == count


async def test_special_tokens_in_a_prompt_count_as_such_and_it_begins_but_once(
    sensible_engine: WorkerEngine,
) -> None:
    assert await sensible_engine.count_tokens("<|im_start|>") == 1
    words = await sensible_engine.count_tokens("hello there")
    assert await sensible_engine.count_tokens("<|im_start|>hello there<|im_end|>") == words + 2


async def test_a_prompt_that_does_not_fit_is_refused_before_any_work(engine: WorkerEngine) -> None:
    before = (await engine.activity()).tokens_drawn
    with pytest.raises(PromptTooLongError) as caught:
        await draw(engine, Request("word " * 3000, max_tokens=10))
    assert caught.value.prompt_tokens > 2990
    assert (caught.value.max_tokens, caught.value.context_length) == (10, 2048)
    with pytest.raises(PromptTooLongError):
        await draw(engine, Request(MAIL, max_tokens=2048))
    assert (await engine.activity()).tokens_drawn == before


@pytest.mark.parametrize("prompt", ["", "\0", "a\0b", "\u202e abc", " " * 50, "<|im_end|>"])
async def test_unusual_prompts_are_answered(engine: WorkerEngine, prompt: str) -> None:
    (sample,) = await draw(engine, Request(prompt, max_tokens=2))
    assert sample[-1].finish_reason is not None


@pytest.mark.parametrize(
    "request_",
    [
        Request("\ud800"),
        Request("a", stop=("\udfff",)),
        Request("a", n=0),
        Request("a", max_tokens=0),
        Request("a", temperature=float("nan")),
        Request("a", temperature=-1),
        Request("a", top_p=0),
        Request("a", seed=-1),
        Request("a", seed=2**31),
    ],
)
async def test_requests_out_of_range_are_refused(engine: WorkerEngine, request_: Request) -> None:
    with pytest.raises(EngineError):
        await draw(engine, request_)
    assert engine.ready


async def test_the_event_loop_goes_on_while_text_is_drawn(engine: WorkerEngine) -> None:
    ticks = chunks = 0

    async def beat() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await anyio.sleep(0)

    async with anyio.create_task_group() as group:
        group.start_soon(beat)
        async for _ in engine.stream(Request(COUNTING, n=2, max_tokens=16, temperature=0)):
            chunks += 1
        group.cancel_scope.cancel()
    assert ticks > 10 * chunks  # a loop that waits for the engine ticks no more than once a chunk


async def idle(engine: WorkerEngine) -> int:
    """Wait until the engine has nothing to do, and return how many tokens it drew so far."""
    while (activity := await engine.activity()).running:
        await anyio.sleep(0)
    return activity.tokens_drawn


async def test_closing_a_stream_frees_its_slot_and_stops_its_work(narrow_engine: WorkerEngine) -> None:
    await narrow_engine.start()
    before = await idle(narrow_engine)
    async with aclosing(narrow_engine.stream(Request(COUNTING, max_tokens=7000, temperature=0))) as stream:
        async for _ in stream:
            break
    await draw(narrow_engine, Request(MAIL, max_tokens=4))
    assert await idle(narrow_engine) - before < 200


async def test_a_cancelled_task_frees_its_slot_also_while_it_waits_for_one(narrow_engine: WorkerEngine) -> None:
    await narrow_engine.start()
    before = await idle(narrow_engine)
    begun = asyncio.Event()

    async def ask() -> None:
        async for _ in narrow_engine.stream(Request(COUNTING, n=2, max_tokens=7000, temperature=0)):
            begun.set()

    running = asyncio.create_task(ask())
    await begun.wait()
    waiting = asyncio.create_task(draw(narrow_engine, Request(COUNTING, max_tokens=7000)))
    await narrow_engine.count_tokens("the worker has taken the second request on when this is answered")
    for task in (waiting, running):
        task.cancel()
    assert all(
        isinstance(e, asyncio.CancelledError)
        for e in await asyncio.gather(waiting, running, return_exceptions=True)
    )
    await draw(narrow_engine, Request(MAIL, max_tokens=4))
    assert await idle(narrow_engine) - before < 200
