"""A desk says that two numbers are one client's (offline_sync §3.9 row 10)."""

import uuid
from collections.abc import Iterator

import pytest

from tests.queue.lobby_process import BOOKED_AT
from tests.queue.real_lobby import RealLobby
from tests.queue.world import ONE, a_pass
from vuoro.core.wire.desk import DeskCommand, TicketRow, TicketState
from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest, TicketRequest
from vuoro.queue.client import LobbyRefused, StaffClient


@pytest.fixture
def clerk(lobby: RealLobby) -> Iterator[StaffClient]:
    """Somebody at a counter, while three wait."""
    kiosk, clerk = lobby.kiosk(), lobby.clerk()
    for _ in range(3):
        kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4())
    kiosk.close()
    yield clerk
    clerk.close()


def called(clerk: StaffClient) -> TicketRow:
    ticket = clerk.press("next", DeskCommand(counter=ONE)).ticket
    assert ticket is not None
    return ticket


def waiting(clerk: StaffClient) -> list[TicketRow]:
    return [row for row in clerk.line().tickets if row.state is TicketState.WAITING]


def refusal(clerk: StaffClient, ticket: str, into: str) -> str:
    with pytest.raises(LobbyRefused) as refused:
        clerk.press("merge", DeskCommand(ticket=ticket, into=into))
    return refused.value.problem.code


def test_the_client_who_is_here_has_both_numbers_and_nobody_waits_by_the_other(
    clerk: StaffClient,
) -> None:
    here = called(clerk)
    other, third = waiting(clerk)

    joined = clerk.press("merge", DeskCommand(ticket=other.id, into=here.id)).ticket

    assert joined is not None
    assert (joined.id, joined.state, joined.also) == (here.id, here.state, (other.number,))
    assert [row.id for row in waiting(clerk)] == [third.id]
    clerk.press("done", DeskCommand(ticket=here.id))
    assert called(clerk).id == third.id


def test_a_press_that_comes_twice_joins_once(clerk: StaffClient) -> None:
    here = called(clerk)
    other = waiting(clerk)[0]
    command, key = DeskCommand(ticket=other.id, into=here.id), str(uuid.uuid4())

    assert clerk.press("merge", command, key) == clerk.press("merge", command, key)
    assert refusal(clerk, other.id, here.id) == "wrong_state"


def test_a_ticket_is_not_joined_to_itself_nor_to_one_that_is_over(clerk: StaffClient) -> None:
    here = called(clerk)
    other = waiting(clerk)[0]
    assert refusal(clerk, other.id, other.id) == "wrong_state"

    clerk.press("done", DeskCommand(ticket=here.id))

    assert refusal(clerk, other.id, here.id) == "wrong_state"
    assert refusal(clerk, here.id, other.id) == "wrong_state"
    assert refusal(clerk, "unknown", other.id) == "no_such_ticket"
    assert other.id in [row.id for row in waiting(clerk)]


def test_a_number_with_a_booking_is_the_one_that_stands(
    lobby: RealLobby, clerk: StaffClient
) -> None:
    kiosk = lobby.kiosk()
    request = CheckInRequest(CheckInBy.PASS, a_pass("b1", BOOKED_AT))
    booked = kiosk.check_in(request, uuid.uuid4()).slip
    kiosk.close()
    assert booked is not None
    other = waiting(clerk)[0]

    assert refusal(clerk, booked.ticket, other.id) == "booked_stays"
    joined = clerk.press("merge", DeskCommand(ticket=other.id, into=booked.ticket)).ticket

    assert joined is not None
    assert (joined.number, joined.also) == (booked.number, (other.number,))


def test_a_colleague_s_clients_are_left_alone(lobby: RealLobby, clerk: StaffClient) -> None:
    here, colleague = called(clerk), lobby.clerk(1)
    other = waiting(clerk)[0]

    assert refusal(colleague, here.id, other.id) == "another_counter"
    assert refusal(colleague, other.id, here.id) == "another_counter"
    colleague.close()
