"""What the fleet does by itself. Each may run in any thread, and answers whether more waits."""

from collections.abc import Callable
from functools import partial

from vuoro.booking.backend import Backend
from vuoro.booking.fleet import absences, compacting, following, leases, replaying, support, window


def jobs(backend: Backend) -> tuple[tuple[str, float, Callable[[], bool]], ...]:
    """Name, seconds between two rounds, and the round."""
    return (
        ("fleet.window", 60.0, partial(window.advance_all, backend)),
        ("fleet.absences", 60.0, partial(absences.mark_absent, backend)),
        ("fleet.leases", 300.0, partial(leases.tend, backend)),
        ("fleet.compaction", 3600.0, partial(compacting.compact, backend)),
        ("fleet.following", 3600.0, partial(following.forget, backend)),
        ("fleet.support", 3600.0, partial(support.forget, backend)),
        ("fleet.deferred", 3600.0, partial(replaying.apply_deferred, backend)),
    )
