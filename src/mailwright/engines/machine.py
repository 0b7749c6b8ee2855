"""What the machine offers to an engine: cores and memory, as far as this process may use them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

MOST_THREADS: Final = 16  # small models gain nothing from more
LEAST_CACHE: Final = 256 * 2**20
MOST_CACHE: Final = 8 * 2**30
CGROUP: Final = Path("/sys/fs/cgroup")
TOPOLOGY: Final = Path("/sys/devices/system/cpu")


def default_threads() -> int:
    """Return how many threads should compute: the physical cores that this process may use, 1 to 16."""
    return max(1, min(physical_cores(), MOST_THREADS))


def default_cache_bytes() -> int:
    """Return how much memory a key-value cache may take: a quarter of what is free, 256 MiB to 8 GiB."""
    return max(LEAST_CACHE, min(available_memory() // 4, MOST_CACHE))


def physical_cores(topology: Path = TOPOLOGY, cgroup: Path = CGROUP) -> int:
    """Return the physical cores within this process's affinity and its container's quota, 1 or more."""
    allowed = _allowed_cpus()
    cores = {_core(topology, cpu) for cpu in allowed}
    quota = _cpu_quota(cgroup)
    return max(1, len(cores) if quota is None else min(len(cores), quota))


def available_memory(cgroup: Path = CGROUP) -> int:
    """Return the bytes of memory that can be taken without swapping, within the container's limit."""
    free = _free_memory()
    limit, used = _integer(cgroup / "memory.max"), _integer(cgroup / "memory.current")
    if limit is None:  # control groups of version 1
        limit = _integer(cgroup / "memory" / "memory.limit_in_bytes")
        used = _integer(cgroup / "memory" / "memory.usage_in_bytes")
    return free if limit is None else max(0, min(free, limit - (used or 0)))


def _allowed_cpus() -> set[int]:
    if hasattr(os, "sched_getaffinity"):
        return set(os.sched_getaffinity(0))
    return set(range(os.cpu_count() or 1))


def _core(topology: Path, cpu: int) -> tuple[int, int]:
    """The socket and core of a logical CPU; a core of its own where the system does not say."""
    folder = topology / f"cpu{cpu}" / "topology"
    core = _integer(folder / "core_id")
    return (-1, cpu) if core is None else (_integer(folder / "physical_package_id") or 0, core)


def _cpu_quota(cgroup: Path) -> int | None:
    """Whole CPUs that the container may use, rounded up; None without a limit."""
    try:
        quota, period = (cgroup / "cpu.max").read_text().split()
    except (OSError, ValueError):
        quota = str(_integer(cgroup / "cpu" / "cpu.cfs_quota_us") or -1)
        period = str(_integer(cgroup / "cpu" / "cpu.cfs_period_us") or 100_000)
    if not quota.isdigit() or not period.isdigit() or not int(period):
        return None
    return max(1, -(-int(quota) // int(period)))


def _free_memory() -> int:
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # not Linux
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return 4 * LEAST_CACHE


def _integer(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None
