"""The demo's office: open now at any time of any day, with forty clients who don't exist."""

import random
import tomllib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lobby.conftest import MONDAY
from vuoro.core import identity_code
from vuoro.core.clock import HELSINKI, SteppingClock, local
from vuoro.core.day_key import DayKey, blind_index
from vuoro.core.passes import VerifiedPass, verify
from vuoro.core.wire.common import LobbyMode
from vuoro.core.wire.desk import TicketState
from vuoro.lobby.complaint import Complaint
from vuoro.lobby.demo.cast import BOOKINGS, CLERKS, artificial_identity_code, wishes
from vuoro.lobby.demo.house import House, Ports, Windows, build
from vuoro.lobby.demo.introduction import introduction
from vuoro.lobby.demo.office_text import office_text
from vuoro.lobby.demo.plan import plan
from vuoro.lobby.demo.program import check_ports
from vuoro.lobby.keeping_in_touch import prepare_keys
from vuoro.lobby.opening import open_lobby
from vuoro.lobby.serving import listen
from vuoro.queue.domain.opening import Hours
from vuoro.queue.doors import lobby_mode
from vuoro.queue.office_file import office_of

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
any_moment = st.integers(0, 2 * 365 * 24 * 3600).map(lambda past: FIRST + timedelta(seconds=past))
HARD_TIMES = [
    datetime(2026, 11, 23, 23, 50, tzinfo=HELSINKI),
    datetime(2026, 11, 22, 3, 0, tzinfo=HELSINKI),
    datetime(2026, 12, 6, 10, 40, tzinfo=HELSINKI),
    datetime(2026, 3, 29, 3, 59, tzinfo=HELSINKI),
    datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=HELSINKI),
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=HELSINKI),
    datetime(2026, 6, 1, 0, 0, tzinfo=HELSINKI),
]


def hours_of(now: datetime) -> Hours:
    """The opening hours of the demo's office at a moment."""
    return Hours(office_of(tomllib.loads(office_text(plan(now))), "office.toml"))


@given(any_moment)
@settings(max_examples=60, deadline=None)
def test_the_office_is_open_now_whatever_the_clock_says(now: datetime) -> None:
    assert hours_of(now).is_open(now)


@pytest.mark.parametrize("now", HARD_TIMES, ids=str)
def test_the_office_is_open_and_stays_so_for_an_hour_also_over_midnight(now: datetime) -> None:
    hours = hours_of(now)

    for minutes in (0, 1, 9, 10, 30, 60):
        moment = now.astimezone(UTC) + timedelta(minutes=minutes)
        assert hours.is_open(moment), moment


@given(any_moment)
@settings(max_examples=60, deadline=None)
def test_forty_clients_come_today_each_with_a_time_of_today(now: datetime) -> None:
    cast = wishes(plan(now), seed=7)

    today = [client for client in cast if local(client.start).date() == local(now).date()]
    assert len(today) == BOOKINGS
    assert [client.part for client in cast if client not in today] == ["tomorrow"]


@given(any_moment.filter(lambda now: 6 <= local(now).hour * 60 + local(now).minute < 1434))
@settings(max_examples=60, deadline=None)
def test_the_client_in_time_the_early_and_the_late_one_are_what_they_are_called(
    now: datetime,
) -> None:
    day = plan(now)
    moments = (day.comes_in_time, day.comes_early, day.comes_late)
    in_time, early, late = (moment.astimezone(UTC) - now for moment in moments)

    assert timedelta() <= in_time <= timedelta(minutes=day.early)
    assert early > timedelta(minutes=day.early)
    assert late < -timedelta(minutes=day.late)
    assert {local(moment).date() for moment in moments} == {local(now).date()}


@given(st.integers(0, 2**32))
def test_every_identity_code_of_the_demo_is_artificial(seed: int) -> None:
    code = identity_code.parse(artificial_identity_code(random.Random(seed)))

    assert isinstance(code, identity_code.IdentityCode)
    assert code.artificial


@pytest.fixture(scope="module", params=[*HARD_TIMES[:3], MONDAY], ids=str)
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house built at a hard time."""
    return build(tmp_path_factory.mktemp("house"), request.param, Ports(), Windows())


def test_no_two_clients_share_a_code(house: House) -> None:
    for name in ("booking", "pass_text", "identity", "code"):
        assert len({getattr(client, name) for client in house.clients}) == len(house.clients)


def test_a_house_is_open_with_its_bookings_staff_and_people_waiting(house: House) -> None:
    now = house.plan.now.astimezone(UTC)
    with open_lobby(house.settings.lobby, SteppingClock(now)) as lobby:
        line = lobby.line
        seated = {state.staff for state in line.counters.values() if state.staff}
        states = {ticket.state for ticket in line.tickets.values()}

        assert lobby_mode(line, lobby.hours, lobby.office, now) is LobbyMode.OPEN
        assert len(line.today(now, lobby.office.site)) == BOOKINGS
        assert seated == {clerk.id for clerk in CLERKS if clerk.seated}
        assert TicketState.CALLED not in states
        assert all(ticket.arrived_at <= now for ticket in line.tickets.values())


def test_passes_and_identity_codes_of_a_house_are_what_its_lobby_believes(house: House) -> None:
    now = house.plan.now.astimezone(UTC)
    with open_lobby(house.settings.lobby, SteppingClock(now)) as lobby:
        prepare_keys(lobby, house.settings.sync)
        client = house.client("in-time")
        booking = lobby.line.bookings[client.booking]
        code = identity_code.parse(client.identity)
        assert isinstance(code, identity_code.IdentityCode)
        assert lobby.keys is not None

        believed = verify(house.client("in-time").pass_text, lobby.keys, lobby.office.tenant)
        key = DayKey(lobby.day_keys[local(client.start).date().isoformat()])

        assert isinstance(believed, VerifiedPass)
        assert str(believed.id) == booking.pass_id
        assert blind_index(key, code).hex() == booking.identity_index


def test_the_secrets_of_a_house_are_for_its_owner(house: House) -> None:
    for name in ("backend/secret", "data/device.key", "kiosk.token", "display.token"):
        assert (house.folder / name).stat().st_mode & 0o077 == 0


def test_the_introduction_names_addresses_sign_ins_and_what_to_type(house: House) -> None:
    words = introduction(house, "010190-9990")

    for wanted in (
        "http://127.0.0.1:8480/",
        "http://127.0.0.1:8481/",
        "http://127.0.0.1:8482/",
        "http://127.0.0.1:8490/",
        "aino",
        "vuoro-demo",
    ):
        assert wanted in words
    assert house.client("identity-code").identity in words
    assert "010190-9990" in words
    assert "Ctrl-C" in words


def test_ports_in_use_are_told_all_at_once() -> None:
    first, second = listen("127.0.0.1", 0), listen("127.0.0.1", 0)
    taken = Ports(first.getsockname()[1], second.getsockname()[1], 0, 0, 0, 0, 0, 0)

    with first, second, pytest.raises(Complaint) as complaint:
        check_ports(taken)

    assert len(complaint.value.sentences) == 2
    assert "--port" in complaint.value.sentences[0]
    assert "--printer-port" in complaint.value.sentences[1]
