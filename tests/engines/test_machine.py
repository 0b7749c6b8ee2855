"""Threads and memory as the machine and its container offer them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mailwright.engines import machine


@pytest.fixture
def cores(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine of 8 physical cores with 2 threads each, on 2 sockets."""
    monkeypatch.setattr(machine, "_allowed_cpus", lambda: set(range(16)))
    for cpu in range(16):
        folder = tmp_path / f"cpu{cpu}" / "topology"
        folder.mkdir(parents=True)
        (folder / "core_id").write_text(f"{cpu % 4}\n")
        (folder / "physical_package_id").write_text(f"{cpu // 4 % 2}\n")
    return tmp_path


def test_two_threads_of_a_core_count_once(cores: Path, tmp_path: Path) -> None:
    assert machine.physical_cores(cores, tmp_path / "none") == 8


def test_cores_outside_the_affinity_do_not_count(cores: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_allowed_cpus", lambda: {0, 1, 8})
    assert machine.physical_cores(cores, cores / "none") == 2


@pytest.mark.parametrize(
    ("limit", "expected"),
    [("max 100000", 8), ("250000 100000", 3), ("50000 100000", 1), ("9900000 100000", 8), ("nonsense", 8)],
)
def test_the_container_limits_the_cores(cores: Path, tmp_path: Path, limit: str, expected: int) -> None:
    (tmp_path / "cpu.max").write_text(limit)
    assert machine.physical_cores(cores, tmp_path) == expected


def test_control_groups_of_version_1_limit_the_cores(cores: Path, tmp_path: Path) -> None:
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text("200000")
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000")
    assert machine.physical_cores(cores, tmp_path) == 2


@pytest.mark.parametrize(("cores_there", "threads"), [(1, 1), (2, 2), (8, 8), (64, 16)])
def test_threads_follow_the_cores(monkeypatch: pytest.MonkeyPatch, cores_there: int, threads: int) -> None:
    monkeypatch.setattr(machine, "physical_cores", lambda: cores_there)
    assert machine.default_threads() == threads


def test_this_machine_has_at_least_one_core_and_no_more_than_the_system_says() -> None:
    assert 1 <= machine.physical_cores() <= (os.cpu_count() or 1)


def test_the_container_limits_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_free_memory", lambda: 10**10)
    (tmp_path / "memory.max").write_text("3000000000")
    (tmp_path / "memory.current").write_text("1000000000")
    assert machine.available_memory(tmp_path) == 2 * 10**9
    (tmp_path / "memory.max").write_text("max")
    assert machine.available_memory(tmp_path) == 10**10


@pytest.mark.parametrize(
    ("free", "cache"), [(0, machine.LEAST_CACHE), (4 * 2**30, 2**30), (10**12, machine.MOST_CACHE)]
)
def test_the_cache_is_a_quarter_of_the_memory_within_bounds(
    monkeypatch: pytest.MonkeyPatch, free: int, cache: int
) -> None:
    monkeypatch.setattr(machine, "available_memory", lambda: free)
    assert machine.default_cache_bytes() == cache
