"""Admission bounds who generates and who waits, and loses no place."""

from __future__ import annotations

import asyncio

import pytest

from mailwright.service.queue import Admission, QueueFullError

pytestmark = pytest.mark.anyio


async def hold(admission: Admission, leave: asyncio.Event, entered: list[int], number: int) -> None:
    async with admission.place():
        entered.append(number)
        await leave.wait()


async def arrive(admission: Admission, count: int) -> tuple[list[asyncio.Task[None]], asyncio.Event, list[int]]:
    """Return the tasks of those who ask for a place, what lets them leave it, and who had one."""
    leave = asyncio.Event()
    entered: list[int] = []
    tasks = [asyncio.create_task(hold(admission, leave, entered, i)) for i in range(count)]
    await settle()
    return tasks, leave, entered


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_no_more_than_the_concurrency_enter_and_the_rest_follow_in_order() -> None:
    admission = Admission(concurrency=2, queue_size=3)
    tasks, leave, entered = await arrive(admission, 5)
    assert entered == [0, 1]
    assert (admission.generating, admission.waiting) == (2, 3)
    leave.set()
    await asyncio.gather(*tasks)
    assert entered == [0, 1, 2, 3, 4]
    assert (admission.generating, admission.waiting) == (0, 0)


async def test_a_full_queue_turns_away_and_says_when_to_come_back() -> None:
    admission = Admission(concurrency=1, queue_size=0)
    async with admission.place():
        with pytest.raises(QueueFullError) as caught:
            async with admission.place():
                pytest.fail("there was no place")
    assert caught.value.retry_after >= 1
    async with admission.place():
        assert admission.generating == 1


async def test_one_who_leaves_the_queue_frees_the_place_in_it() -> None:
    admission = Admission(concurrency=1, queue_size=1)
    leave = asyncio.Event()
    entered: list[int] = []
    first = asyncio.create_task(hold(admission, leave, entered, 0))
    await settle()
    second = asyncio.create_task(hold(admission, leave, entered, 1))
    await settle()
    second.cancel()
    await settle()
    assert admission.waiting == 0
    third = asyncio.create_task(hold(admission, leave, entered, 2))
    await settle()
    leave.set()
    await asyncio.gather(first, third)
    assert entered == [0, 2]
    assert second.cancelled()


async def test_a_place_handed_to_one_who_just_left_goes_on_to_the_next() -> None:
    admission = Admission(concurrency=1, queue_size=2)
    tasks, leave, entered = await arrive(admission, 3)
    leave.set()
    tasks[0].cancel()
    while admission.waiting == 2:  # until the first has handed its place to the second
        await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.wait(tasks)
    assert 2 in entered
    assert (admission.generating, admission.waiting) == (0, 0)


async def test_two_who_leave_the_queue_at_once_are_both_cancelled() -> None:
    admission = Admission(concurrency=1, queue_size=2)
    tasks, _, _ = await arrive(admission, 3)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    assert [task.cancelled() for task in tasks] == [True] * 3
    assert (admission.generating, admission.waiting) == (0, 0)


async def test_an_error_inside_frees_the_place() -> None:
    admission = Admission(concurrency=1, queue_size=0)
    with pytest.raises(ZeroDivisionError):
        async with admission.place():
            raise ZeroDivisionError
    assert admission.generating == 0


async def test_the_time_to_come_back_follows_the_recent_durations() -> None:
    now = [0.0]
    admission = Admission(concurrency=2, queue_size=0, clock=lambda: now[0])
    for _ in range(3):
        async with admission.place():
            now[0] += 40.0
    assert admission.retry_after == 20
    for _ in range(20):
        async with admission.place():
            now[0] += 0.1
    assert admission.retry_after == 1
