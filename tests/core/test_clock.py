"""What time it is, in the office and for programs."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from vuoro.core.clock import ClockState, SteppingClock, SystemClock, local

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "read"),
    [
        (datetime(2026, 1, 15, 8, 30, tzinfo=UTC), "2026-01-15 10:30 EET"),
        (datetime(2026, 7, 15, 8, 30, tzinfo=UTC), "2026-07-15 11:30 EEST"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "2026-03-29 02:59 EET"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "2026-03-29 04:00 EEST"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "2026-10-25 03:59 EEST"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "2026-10-25 03:00 EET"),
    ],
)
def test_people_read_the_time_of_finland(moment: datetime, read: str) -> None:
    assert local(moment).strftime("%Y-%m-%d %H:%M %Z") == read


def test_a_stepping_clock_moves_only_when_told_to() -> None:
    clock = SteppingClock(NOON)
    assert (clock.now(), clock.mono()) == (NOON, 0.0)

    clock.advance(timedelta(minutes=5))

    assert (clock.now(), clock.mono()) == (NOON + timedelta(minutes=5), 300.0)


def test_setting_the_wall_clock_lets_no_time_pass() -> None:
    clock = SteppingClock(NOON)

    clock.jump(NOON - timedelta(days=1))

    assert (clock.now(), clock.mono()) == (NOON - timedelta(days=1), 0.0)


def test_the_clock_of_the_computer_is_aware_and_never_runs_backwards() -> None:
    clock = SystemClock()
    first = clock.mono()

    assert clock.now().utcoffset() == timedelta(0)
    assert clock.mono() >= first
    assert clock.boot_id == SystemClock().boot_id != uuid.UUID(int=0)


def test_a_clock_before_this_program_was_written_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime(2025, 12, 31, tzinfo=UTC))

    assert SystemClock().state is ClockState.UNSET


def test_a_clock_of_our_days_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _: NOON)

    assert SystemClock().state is ClockState.SYNC
