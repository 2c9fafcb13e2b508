"""kill -9 at every numbered step of the write path.

Nothing confirmed is lost, nothing comes twice.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.queue.lobby_process import BOOKED_AT
from tests.queue.real_lobby import Nursery, RealLobby
from tests.queue.world import a_pass
from vuoro.core.clock import SteppingClock
from vuoro.core.ids import seeded_ids
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import (
    ArrivalResult,
    CheckInBy,
    CheckInRequest,
    Outcome,
    SlipReport,
    SlipState,
    TicketRequest,
)
from vuoro.queue.client import KioskClient, LobbyUnreachable
from vuoro.queue.store import Store
from vuoro.queue.store.rebuild import rebuild, tables
from vuoro.queue.store.stream import first_break

BEFORE_COMMIT = (
    "before_begin", "after_begin", "after_event", "after_outbox", "after_projection", "after_idem",
    "before_commit",
)  # fmt: skip
CALL_STEPS = (*BEFORE_COMMIT, "after_commit")
_ONLY_WITH_AN_EVENT = ("after_event", "after_outbox", "after_projection", "after_idem")
ISSUE_STEPS = (*CALL_STEPS, "after_number", "after_print_job")


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
def data(tmp_path: Path, nursery: Nursery) -> Path:
    """The folder of a lobby where a client waits, confirmed and printed; then the power went."""
    lobby = nursery.start(tmp_path)
    kiosk = lobby.kiosk()
    slip = kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4()).slip
    assert slip is not None
    kiosk.report_slip(slip.job, SlipReport(SlipState.DONE))
    kiosk.close()
    lobby.kill()
    return tmp_path


def numbers(data: Path) -> list[str]:
    """The numbers in the database after all, which is whole and the same as its events."""
    clock = SteppingClock(BOOKED_AT)
    store = Store(data / "lobby.db", clock, seeded_ids(clock, 1))
    assert store.check()
    assert first_break(store) is None
    before = tables(store)
    rebuild(store)
    assert tables(store) == before
    found = [row[0] for row in store.read("SELECT number FROM ticket ORDER BY n")]
    store.close()
    return found


def slip_states(kiosk: KioskClient) -> list[SlipState]:
    return [open_slip.state for open_slip in kiosk.open_slips()]


def check_in(kiosk: KioskClient, press: uuid.UUID) -> ArrivalResult:
    return kiosk.check_in(CheckInRequest(CheckInBy.PASS, a_pass("b1", BOOKED_AT)), press)


@pytest.mark.parametrize("step", ISSUE_STEPS)
def test_killed_while_a_number_is_given(data: Path, nursery: Nursery, step: str) -> None:
    press = uuid.uuid4()
    doomed = nursery.start(data, step).kiosk()
    with pytest.raises(LobbyUnreachable):
        doomed.issue(TicketRequest("neuvonta"), press)
    doomed.close()

    lobby = nursery.start(data)
    kiosk = lobby.kiosk()
    assert slip_states(kiosk) == ([SlipState.QUEUED] if step == "after_commit" else [])
    again = kiosk.issue(TicketRequest("neuvonta"), press)
    assert kiosk.issue(TicketRequest("neuvonta"), press) == again
    assert again.slip is not None
    assert again.slip.number == "A002"
    assert slip_states(kiosk) == [SlipState.QUEUED]
    kiosk.close()
    lobby.kill()
    assert numbers(data) == ["A001", "A002"]


@pytest.mark.parametrize("step", ISSUE_STEPS)
def test_killed_while_a_client_checks_in(data: Path, nursery: Nursery, step: str) -> None:
    press = uuid.uuid4()
    doomed = nursery.start(data, step).kiosk()
    with pytest.raises(LobbyUnreachable):
        check_in(doomed, press)
    doomed.close()

    lobby = nursery.start(data)
    kiosk = lobby.kiosk()
    again = check_in(kiosk, press)
    assert (again.outcome, again.slip and again.slip.number) == (Outcome.ADMITTED, "A002")
    other = check_in(kiosk, uuid.uuid4())
    assert (other.outcome, other.slip and other.slip.number) == (Outcome.ALREADY_HERE, "A002")
    kiosk.close()
    lobby.kill()
    assert numbers(data) == ["A001", "A002"]


@pytest.mark.parametrize("step", CALL_STEPS)
def test_killed_while_a_client_is_called(data: Path, nursery: Nursery, step: str) -> None:
    lobby = nursery.start(data, crash_step(step))
    clerk = lobby.clerk()
    with pytest.raises(LobbyUnreachable):
        clerk.press("next", DeskCommand(counter="p1"), key="the-press-in-doubt")
    clerk.close()

    lobby = nursery.start(data)
    clerk = lobby.clerk(sits=False)
    again = clerk.press("next", DeskCommand(counter="p1"), key="the-press-in-doubt")
    assert again == clerk.press("next", DeskCommand(counter="p1"), key="the-press-in-doubt")
    assert again.ticket is not None
    assert (again.ticket.number, again.ticket.calls) == ("A001", 1)
    clerk.close()
    lobby.kill()
    assert numbers(data) == ["A001"]


def crash_step(step: str) -> str:
    """Signing in is a transaction without an event, sitting down is one with.

    Then comes the call.
    """
    return f"{step}:{2 if step in _ONLY_WITH_AN_EVENT else 3}"


def test_a_lobby_that_was_killed_lets_the_next_one_in_at_once(
    tmp_path: Path, nursery: Nursery
) -> None:
    first: RealLobby = nursery.start(tmp_path)
    kiosk = first.kiosk()
    kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4())
    first.kill()
    kiosk.close()
    kiosk = nursery.start(tmp_path).kiosk()
    assert kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4()).slip is not None
    kiosk.close()
