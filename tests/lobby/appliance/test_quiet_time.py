"""When a device may be taken: never near opening hours, never while somebody is served."""

from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.queue.world import World, office
from vuoro.core.clock import HELSINKI
from vuoro.lobby.appliance.permission import Boot, forbid, is_permitted, permit
from vuoro.lobby.appliance.quiet_time import AFTER, BEFORE, QuietTime, quiet_until
from vuoro.queue.domain.opening import Hours

OFFICE = office()
HOURS = Hours(OFFICE)
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=HELSINKI)


def at(day: int, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=HELSINKI)


@given(st.integers(0, 14 * 24 * 60))
def test_it_is_never_quiet_while_anything_is_open_or_nearly(minutes: int) -> None:
    now = MONDAY + timedelta(minutes=minutes)
    until = quiet_until(HOURS, OFFICE.services, now)
    if until is None:
        return
    moment = now - AFTER
    while moment < min(until + BEFORE, now + timedelta(hours=14)):
        assert not any(HOURS.is_open(moment, each) for each in (None, *OFFICE.services))
        moment += timedelta(minutes=5)


def test_every_night_has_time_enough() -> None:
    for day in (23, 24, 25, 26, 27):
        until = quiet_until(HOURS, OFFICE.services, at(day, "23:00"))
        assert until is not None
        assert until - at(day, "23:00") > timedelta(hours=3)


def test_somebody_who_waits_after_closing_is_served_first() -> None:
    world = World(None)
    quiet = QuietTime(world.lobby)
    assert quiet() == 0.0
    world.number()
    world.clock.advance(timedelta(hours=11))
    assert world.lobby.line.waiting
    assert quiet() == 0.0


def test_at_night_nobody_needs_it() -> None:
    world = World(None)
    world.clock.advance(timedelta(hours=13))
    assert QuietTime(world.lobby)() > 3600


def test_the_word_of_the_lobby_service_ends_by_itself_and_with_the_boot(tmp_path: Path) -> None:
    boot = Boot("first", 1000.0)
    assert not is_permitted(tmp_path, boot)
    permit(tmp_path, boot, 60)
    assert is_permitted(tmp_path, Boot("first", 1059.0))
    assert not is_permitted(tmp_path, Boot("first", 1060.0))
    assert not is_permitted(tmp_path, Boot("second", 1001.0))
    forbid(tmp_path)
    assert not is_permitted(tmp_path, boot)
    (tmp_path / "quiet.json").write_text("nonsense", encoding="ascii")
    assert not is_permitted(tmp_path, boot)
