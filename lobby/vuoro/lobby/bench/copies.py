"""What a copy of each event on the second medium adds to a commit, beside one without.

Both folders are on the disk of the temporary folder; a real second medium is slower or faster by
its own flush, which is the row with the bare write.
"""

import os
import tempfile
from pathlib import Path
from time import perf_counter

from vuoro.core.clock import SystemClock
from vuoro.core.ids import RandomIds
from vuoro.lobby.bench.figures import Figure, spread
from vuoro.queue.store import Store
from vuoro.queue.store.second_medium import SecondMedium

ROUNDS = 140
_DAY = "2026-11-23"
_PAYLOAD = {"ticket": {"number": "A017", "rest": "x" * 700}}
"""About as long as that of a ticket that was issued."""
_READY_SECONDS = 10.0


def measure() -> list[Figure]:
    """Commits of one event each, in turn with a copy, without, and a bare flushed write."""
    with tempfile.TemporaryDirectory(prefix="vuoro-bench-") as folder:
        clock = SystemClock()
        ids = RandomIds(clock)
        second = SecondMedium(Path(folder) / "second")
        copied = Store(Path(folder) / "copied/lobby.db", clock, ids, second=second)
        plain = Store(Path(folder) / "plain/lobby.db", clock, ids)
        bare = os.open(Path(folder) / "bare", os.O_WRONLY | os.O_CREAT | os.O_DSYNC, 0o600)
        second.wait(_READY_SECONDS)
        copied.copy_missing()
        times: dict[str, list[float]] = {"copied": [], "plain": [], "bare": []}
        late = 0
        for _ in range(ROUNDS):
            times["plain"].append(_commit(plain))
            times["copied"].append(_commit(copied))
            times["bare"].append(_write(bare))
            late += second.state.behind
            second.wait(_READY_SECONDS)
            copied.copy_missing()
            second.wait(_READY_SECONDS)
        for store in (copied, plain):
            store.close()
        os.close(bare)
    return _figures(times, late)


def _figures(times: dict[str, list[float]], late: int) -> list[Figure]:
    plain, _ = spread(times["plain"])
    copied, p95 = spread(times["copied"])
    bare, bare_p95 = spread(times["bare"])
    met = copied <= 2.5 * plain
    return [
        Figure("a commit with its copy on the second medium", copied, p95, "ms", plain,
               "≤ 2.5 ×: a flush more", met),
        Figure("a bare write of 1 kB with O_DSYNC", bare, bare_p95, "ms", None, "", None),
        Figure("copies that were not waited for to the end", late, None, ""),
    ]  # fmt: skip


def _commit(store: Store) -> float:
    began = perf_counter()
    with store.begin() as work:
        work.note("bench.noted", _PAYLOAD, day=_DAY, actor="bench")
    return perf_counter() - began


def _write(handle: int) -> float:
    began = perf_counter()
    os.write(handle, b"x" * 1000)
    return perf_counter() - began
