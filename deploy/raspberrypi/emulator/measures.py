"""What the device needs: time to the first frame, memory, writes to its disk."""

import time
from collections.abc import Callable

from deploy.raspberrypi.emulator.lobby import UNITS, Lobby
from deploy.raspberrypi.emulator.steps import NotShown, Steps

MOST_MEMORY_MB = 700
"""Of lobby, kiosk and board together."""
MOST_IDLE_MB_AN_HOUR = 5.0
IDLE_SECONDS = 300.0
"""So long nobody does anything while writes are counted: ten signs of life of the lobby service."""
FEW_TICKETS = 5
_PROGRAMS = ("vuoro-lobby", "vuoro-kiosk", "vuoro-display")
_SECTOR = 512
"""Bytes, whatever the disk's own sectors are (kernel.org, block/stat)."""


def memory(lobby: Lobby, steps: Steps) -> dict[str, float]:
    """Of each unit's processes; a page that several have is split among them (PSS)."""
    found: dict[str, float] = {}
    with steps.step(f"lobby, kiosk and board fit into {MOST_MEMORY_MB} MB") as step:
        found = {unit: _memory(lobby, unit) for unit in UNITS}
        together = sum(found[unit] for unit in _PROGRAMS)
        step.seen = f"{together:.0f} MB (" + ", ".join(
            f"{unit.removeprefix('vuoro-')} {size:.0f}" for unit, size in found.items()
        ) + ")"  # fmt: skip
        if together > MOST_MEMORY_MB:
            raise NotShown(step.seen)
    return found


def idle_writes(lobby: Lobby, steps: Steps, pause: Callable[[float], None] = time.sleep) -> float:
    """Megabytes an hour that reach the disk while nobody comes."""
    rate = 0.0
    with steps.step(f"at most {MOST_IDLE_MB_AN_HOUR:.0f} MB an hour are written at rest") as step:
        writers, before, started = _writers(lobby), _written(lobby), lobby.machine.age
        pause(IDLE_SECONDS)
        seconds = lobby.machine.age - started
        rate = (_written(lobby) - before) * 3600 / seconds
        step.seen = f"{rate:.1f} MB/h, over {seconds:.0f} s" + _told(writers, _writers(lobby))
        if rate > MOST_IDLE_MB_AN_HOUR:
            raise NotShown(step.seen)
    return rate


def ticket_writes(lobby: Lobby, steps: Steps) -> float:
    """Megabytes for a thousand tickets, from a few that are taken by touch."""
    each = 0.0
    with steps.step(f"{FEW_TICKETS} visitors one after the other get a number each") as step:
        before = _written(lobby)
        numbers = {lobby.visit() for _ in range(FEW_TICKETS)}
        each = (_written(lobby) - before) / FEW_TICKETS
        step.seen = f"{len(numbers)} numbers, {each * 1000:.0f} MB per 1,000 tickets"
        if len(numbers) != FEW_TICKETS:
            raise NotShown(step.seen)
    return each * 1000


def _memory(lobby: Lobby, unit: str) -> float:
    group = lobby.machine.shell(f"systemctl show -p ControlGroup --value {unit}")
    return float(
        lobby.machine.shell(
            f"for p in $(cat /sys/fs/cgroup{group}/cgroup.procs); do "
            "grep '^Pss:' /proc/$p/smaps_rollup; done | awk '{s += $2} END {print s / 1024}'"
        )
    )


def _written(lobby: Lobby) -> float:
    """Megabytes since power on, after what waits was written."""
    fields = lobby.machine.shell("sync; cat /sys/block/vda/stat").split()
    return (int(fields[6]) * _SECTOR - _written_by_test(lobby)) / 1e6


WRITERS = "cd /proc; grep -H . [1-9]*/comm; grep -H '^write_bytes' [1-9]*/io; true"
"""One look at all processes: one for each of them takes the emulated device a minute."""


def writers(told: str) -> dict[str, int]:
    """Bytes of files that each process has made to be written, by its name and number, from what
    ``WRITERS`` prints; without systemd, which counts those of every process that it has buried."""
    rows = [line.split(":") for line in told.splitlines()]
    names = {row[0].removesuffix("/comm"): row[1] for row in rows if row[0].endswith("/comm")}
    counts = {row[0].removesuffix("/io"): row[2] for row in rows if row[0].endswith("/io")}
    return {
        f"{names.get(pid, '?')}-{pid}": int(count) for pid, count in counts.items() if pid != "1"
    }


def _writers(lobby: Lobby) -> dict[str, int]:
    return writers(lobby.machine.shell(f"{{ {WRITERS}; }} 2>/dev/null", 240))


def _told(before: dict[str, int], after: dict[str, int]) -> str:
    """Who wrote, most first; the rest is the file system's own journal."""
    grown = {name: count - before.get(name, 0) for name, count in after.items()}
    most = sorted(grown.items(), key=lambda each: -each[1])
    return "".join(f", {name} {count >> 10} kB" for name, count in most[:4] if count)


def _written_by_test(lobby: Lobby) -> int:
    """Bytes that the test's own printer keeps of its paper."""
    told = lobby.machine.shell(
        "grep '^write_bytes' /proc/$(systemctl show -p MainPID --value test-printer)/io"
    )
    return int(told.split()[1])
