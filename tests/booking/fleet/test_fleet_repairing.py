"""Times repaired from clocks that can't be trusted (offline_sync §3.10)."""

from hypothesis import given
from hypothesis import strategies as st

from vuoro.booking.fleet.repairing import LATENCY_MS, Anchor, repair
from vuoro.core.wire.sync import Told

NOW = 1_800_000_000_000
HOUR = 3_600_000


def event(boot: str, mono: int, wall: int = 0) -> Told:
    return Told(1, "", "id", "ticket.called", 1, "2026-11-23", mono, wall, boot, "sync", "", {})


def test_a_wall_clock_within_the_bounds_is_believed() -> None:
    anchor = Anchor(NOW - 5_000, 5_000)
    (repaired,) = repair([event("a", 5_000, NOW - 1_234)], {"a": anchor}, 0, NOW)
    assert repaired.at == NOW - 1_234


def test_a_wall_clock_of_another_century_is_not() -> None:
    anchor = Anchor(NOW - 5_000, 5_000)
    (repaired,) = repair([event("a", 4_000, 4_102_444_800_000)], {"a": anchor}, 0, NOW)
    assert repaired.at == repaired.hi == NOW - 1_000
    assert repaired.lo == repaired.hi - LATENCY_MS


def test_the_older_an_event_is_the_wider_its_bounds() -> None:
    anchor = Anchor(NOW - 24 * HOUR, 24 * HOUR)
    (repaired,) = repair([event("a", 0)], {"a": anchor}, 0, NOW)
    assert repaired.hi - repaired.lo == LATENCY_MS + 2 * 24 * HOUR // 10_000


def test_a_boot_that_met_nobody_lies_between_its_neighbours() -> None:
    anchors = {"before": Anchor(NOW - 10 * HOUR, 0), "after": Anchor(NOW - HOUR, 0)}
    told = [event("before", 0), event("lost", 1_000), event("lost", 61_000), event("after", 0)]

    first, lost, later, after = repair(told, anchors, 0, NOW)

    assert (lost.lo, lost.hi) == (first.lo, after.hi - 60_000)
    assert (later.lo, later.hi) == (first.lo + 60_000, after.hi)


def test_without_a_neighbour_before_nobody_knows() -> None:
    (repaired,) = repair([event("lost", 5, wall=NOW - HOUR)], {}, 0, NOW)
    assert (repaired.lo, repaired.hi, repaired.at) == (0, NOW, NOW - HOUR)


WALLS = st.one_of(st.integers(-(2**60), 2**60), st.integers(NOW - 48 * HOUR, NOW + HOUR))


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 5 * HOUR), st.integers(0, 20_000)),
        max_size=12,
    ),
    st.sets(st.integers(0, 3)),
    st.lists(WALLS, min_size=12, max_size=12),
)
def test_true_time_always_lies_within_the_bounds(
    steps: list[tuple[int, int, int]], met: set[int], walls: list[int]
) -> None:
    """Boots one after the other, each with its own clock from zero; some have met the backend."""
    told: list[Told] = []
    truth: list[int] = []
    starts: dict[int, int] = {}
    now, boot = NOW - 100 * HOUR, 0
    for ahead, pause, _ in steps:
        boot, now = boot + (ahead > 2), now + pause
        starts.setdefault(boot, now)
        told.append(event(str(boot), now - starts[boot], walls[len(told)]))
        truth.append(now)
    anchors = {str(b): Anchor(starts[b] + 150, 0) for b in met & starts.keys()}

    for true_time, repaired in zip(truth, repair(told, anchors, 0, NOW), strict=True):
        assert repaired.lo <= true_time <= repaired.hi
        assert repaired.lo <= repaired.at <= repaired.hi
