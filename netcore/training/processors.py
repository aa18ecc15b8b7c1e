"""How many processors a process may use."""

import math
import os
import sys
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")


def usable_processors() -> int:
    """How many processors this process may use: those it may run on, and no more than a container grants.

    Of a quota that isn't whole, the rest is left to the web server. At least 1.
    """
    if sys.version_info >= (3, 13):
        counted = os.process_cpu_count() or 1
    elif hasattr(os, "sched_getaffinity"):
        counted = len(os.sched_getaffinity(0))
    else:
        counted = os.cpu_count() or 1
    return max(1, int(min(counted, *map(_quota_in, _own_groups()))))


def _own_groups() -> list[Path]:
    """The folders that may hold a quota of this process: of cgroups 2 the own group and those above, of 1."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return []
    groups = [_CGROUPS]
    for line in lines:
        _number, controllers, path = line.split(":", 2)
        if controllers == "" or "cpu" in controllers.split(","):
            own = _CGROUPS / ("cpu" if controllers else "") / path.strip("/")
            groups += [own, *(group for group in own.parents if _CGROUPS in group.parents)]
    return groups


def _quota_in(group: Path) -> float:
    """Processors that a group of processes may use; infinite where nothing is said."""
    for names in (["cpu.max"], ["cpu.cfs_quota_us", "cpu.cfs_period_us"]):
        try:
            quota, period = map(float, " ".join((group / name).read_text() for name in names).split())
        except (OSError, ValueError):  # there is none, or it is "max"
            continue
        if quota > 0 < period:
            return quota / period
    return math.inf
