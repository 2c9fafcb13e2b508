"""The television beside the board: its hours, what it is told, and who may overrule that."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hardware.scanners.plugs import until
from vuoro.core.clock import HELSINKI, SteppingClock
from vuoro.core.on_hours import is_on, week_of
from vuoro.core.opening_hours import BadHours
from vuoro.core.settings import load_settings
from vuoro.core.settings.load import BadSettings
from vuoro.display.tv_orders import MOST_TIMES_UNSEEN, Standing, order
from vuoro.display.tv_watch import EAGER_TIMES, LOOK_SECONDS, SETTLING_SECONDS, TvWatch
from vuoro.hardware.tv import TvState
from vuoro.hardware.tv.cec import CecTv
from vuoro.hardware.tv.stand_in import COMMAND, Set, heard, read, write

OFFICE = "mon-thu 08:30-16:30, fri 08:30-14:00"
ON, STANDBY, UNKNOWN, OFFLINE = (
    TvState.ON, TvState.STANDBY, TvState.UNKNOWN, TvState.OFFLINE,
)  # fmt: skip
states = st.sampled_from((ON, STANDBY, UNKNOWN, OFFLINE))


def here(text: str) -> datetime:
    """A moment by the clocks of Finland."""
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        ("2026-11-23 08:29:59", False),
        ("2026-11-23 08:30:00", True),
        ("2026-11-23 16:29:59", True),
        ("2026-11-23 16:30:00", False),
        ("2026-11-27 13:59:59", True),
        ("2026-11-27 14:00:00", False),
        ("2026-11-28 12:00:00", False),
        ("2026-11-29 12:00:00", False),
        # Independence Day is a Sunday in 2026; Epiphany 2027 a Wednesday.
        ("2027-01-06 12:00:00", False),
        ("2026-12-24 12:00:00", False),
        # The Mondays after the nights in which clocks change.
        ("2026-03-30 08:30:00", True),
        ("2026-03-30 08:29:00", False),
        ("2026-10-26 08:30:00", True),
        ("2026-10-26 08:29:00", False),
    ],
)
def test_the_set_is_on_in_its_hours_by_the_clock_on_the_wall(moment: str, on: bool) -> None:
    assert is_on(week_of(OFFICE), here(moment)) is on


def test_an_hour_that_clocks_show_twice_is_on_twice() -> None:
    week = week_of("sun 03:00-04:00")
    night = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)

    on = [is_on(week, night + timedelta(minutes=30 * n)) for n in range(6)]

    assert on == [True, True, True, True, False, False]


def test_an_hour_that_clocks_leave_out_is_never_on() -> None:
    week = week_of("sun 03:00-04:00")
    night = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)

    assert not any(is_on(week, night + timedelta(minutes=n)) for n in range(180))


def test_a_set_without_hours_is_always_on() -> None:
    assert is_on(week_of(""), here("2026-12-25 03:00"))


@pytest.mark.parametrize(
    ("hours", "why"),
    [
        ("mon 16:00-08:00", "ends before it begins"),
        ("fri-mon 08:00-16:00", "runs backwards"),
        ("mon 08:00-12:00, mon 13:00-16:00", "mon once more"),
        ("mon-fri 08:00-16:00, tue-wed 09:00-12:00", "tue once more"),
    ],
)
def test_hours_that_cannot_be_kept_are_refused_with_the_settings(
    hours: str, why: str, tmp_path: Path
) -> None:
    file = tmp_path / "vuoro.toml"
    file.write_text(f'[display.tv]\nkind = "cec"\nhours = "{hours}"\n', encoding="utf-8")

    with pytest.raises(BadHours, match=why):
        week_of(hours)
    with pytest.raises(BadSettings, match=r"display\.tv\.hours") as caught:
        load_settings(file, {})
    assert why in str(caught.value)


def told(*looks: tuple[bool, TvState]) -> list[bool | None]:
    """What the set is told at each look, where it is wanted on and seen so."""
    standing, orders = Standing(), []
    for wanted, seen in looks:
        standing, now = order(standing, wanted, seen)
        orders.append(now)
    return orders


@pytest.mark.parametrize(
    ("looks", "orders"),
    [
        # The morning: it is told, and obeys.
        ([(True, STANDBY), (True, ON), (True, ON)], [True, None, None]),
        # Somebody takes the remote control in opening hours.
        ([(True, ON), (True, STANDBY), (True, ON)], [None, True, None]),
        # The evening.
        ([(True, ON), (False, ON), (False, STANDBY), (False, STANDBY)], [None, False, None, None]),
        # Somebody turns it on after hours: they are let be, until the next evening.
        ([(False, STANDBY), (False, ON), (False, ON)], [None, None, None]),
        (
            [(False, STANDBY), (False, ON), (True, ON), (False, ON)],
            [None, None, None, False],
        ),
        # One that ignores us is told again and again.
        ([(False, ON)] * 5, [False] * 5),
        ([(True, STANDBY)] * 5, [True] * 5),
        # One that never says how it is: told to go off a few times, then believed.
        ([(False, UNKNOWN)] * 5, [False] * MOST_TIMES_UNSEEN + [None, None]),
        ([(True, UNKNOWN)] * 5, [True] * 5),
        # Without an adapter there is nobody to tell.
        ([(True, OFFLINE), (True, STANDBY)], [None, True]),
    ],
)
def test_what_a_set_is_told(looks: list[tuple[bool, TvState]], orders: list[bool | None]) -> None:
    assert told(*looks) == orders


@given(st.lists(st.tuples(st.booleans(), states)))
def test_a_set_is_never_told_what_is_not_wanted_nor_what_it_does(
    looks: list[tuple[bool, TvState]],
) -> None:
    for (wanted, seen), now in zip(looks, told(*looks), strict=True):
        assert now in (wanted, None)
        assert (now, seen) not in ((True, ON), (False, STANDBY))


class SimulatedTv:
    """A set in this process that behaves as the stand-in does."""

    def __init__(self, there: Set) -> None:
        self.there = there
        self.closed = False

    def look(self) -> TvState:
        self.there = heard(self.there, "--give-device-power-status", "")
        if not (self.there.tells and self.there.there):
            return UNKNOWN
        return ON if self.there.power.endswith("on") else STANDBY

    def switch(self, *, on: bool) -> None:
        self.there = heard(self.there, "--image-view-on" if on else "--standby", "")

    def close(self) -> None:
        self.closed = True

    @property
    def orders(self) -> list[str]:
        return [word for word in self.there.heard if word != "--give-device-power-status"]


class Day:
    """A watch over a set, and the time of day."""

    def __init__(self, there: Set, at: str) -> None:
        self.tv = SimulatedTv(there)
        self.clock = SteppingClock(here(at))
        self.watch = TvWatch(self.tv, week_of(OFFICE), self.clock)

    def until(self, at: str) -> None:
        """Let time pass in the steps of the watch."""
        while self.clock.now() < here(at):
            self.watch.step()
            self.clock.advance(timedelta(seconds=15))
        self.watch.step()

    def remote_control(self, power: str) -> None:
        self.tv.there = replace(self.tv.there, power=power)


def test_a_day_of_the_set() -> None:
    day = Day(Set(), "2026-11-23 06:00")

    day.until("2026-11-23 08:29")
    asleep = day.tv.there.power
    day.until("2026-11-23 08:31")
    awake = day.tv.there.power
    day.remote_control("standby")
    day.until("2026-11-23 08:37")
    awake_again = day.tv.there.power
    day.until("2026-11-23 16:31")
    evening = day.tv.there.power
    day.remote_control("on")
    day.until("2026-11-23 23:00")

    assert (asleep, awake, awake_again, evening) == ("standby", "on", "on", "standby")
    assert day.tv.there.power == "on"
    assert day.tv.orders == ["--image-view-on", "--image-view-on", "--standby"]
    assert day.watch.state == "ok"


def test_a_slow_set_is_told_once() -> None:
    day = Day(Set(looks_to_switch=2), "2026-11-23 08:29")

    day.until("2026-11-23 08:40")

    assert day.tv.there.power == "on"
    assert day.tv.orders == ["--image-view-on"]


def test_a_set_that_ignores_us_is_told_less_often_and_staff_hear_of_it() -> None:
    day = Day(Set(obeys=False), "2026-11-23 09:00")

    day.until("2026-11-23 10:00")

    assert day.watch.state == "ignores"
    assert len(day.tv.orders) <= EAGER_TIMES + 3600 / LOOK_SECONDS + 1


def test_a_set_that_is_turned_off_by_hand_again_and_again_obeys() -> None:
    day = Day(Set(), "2026-11-23 09:00")

    for hour in range(10, 16):
        day.until(f"2026-11-23 {hour}:00")
        day.remote_control("standby")

    assert day.watch.state == "ok"
    assert day.tv.orders == ["--image-view-on"] * 6


def test_a_set_that_no_longer_obeys_in_the_afternoon_is_told_of() -> None:
    day = Day(Set(), "2026-11-23 09:00")
    day.until("2026-11-23 13:00")

    day.tv.there = replace(day.tv.there, power="standby", obeys=False)
    day.until("2026-11-23 14:00")

    assert day.watch.state == "ignores"


def test_a_set_that_does_not_answer_is_told_so_to_staff() -> None:
    day = Day(Set(there=False), "2026-11-23 09:00")

    day.until("2026-11-23 09:10")

    assert day.watch.state == "unknown"


def test_a_clock_that_is_set_is_followed_at_once() -> None:
    day = Day(Set(), "2026-11-23 02:00")
    day.watch.step()

    day.clock.jump(here("2026-11-23 12:00"))
    day.watch.step()

    assert day.tv.there.power == "on"


def test_the_set_is_left_alone_between_looks() -> None:
    day = Day(Set(power="on"), "2026-11-23 09:00")

    day.until("2026-11-23 10:00")

    assert len(day.tv.there.heard) <= 3600 / LOOK_SECONDS + 1
    assert SETTLING_SECONDS < LOOK_SECONDS


def test_the_watch_switches_a_set_by_cec_ctl_and_closing_leaves_it_on(tmp_path: Path) -> None:
    file = tmp_path / "cec0"
    write(file, Set())
    tv = CecTv(file, COMMAND)
    watch = TvWatch(tv, None, SteppingClock(here("2026-11-23 09:00")))
    watch.start()
    until(lambda: len(read_heard(file)) >= 3)
    watch.close()

    assert (read(file).power, read(file).source) == ("on", "1.0.0.0")
    assert [thread for thread in threading.enumerate() if thread.name == "tv"] == []


def read_heard(file: Path) -> tuple[str, ...]:
    try:
        return read(file).heard
    except ValueError:
        return ()  # read while it is written


def test_a_bug_beside_the_board_is_logged_and_not_the_end(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    day = Day(Set(), "2026-11-23 09:00")
    looked = threading.Semaphore(0)

    def broken() -> TvState:
        looked.release()
        raise ValueError

    monkeypatch.setattr(day.tv, "look", broken)
    monkeypatch.setattr("vuoro.display.tv_watch._STEP_SECONDS", 0.001)
    day.watch.start()
    for _ in range(3):
        assert looked.acquire(timeout=20)
    day.watch.close()

    assert "could not be looked after" in caplog.text
    assert day.tv.closed
