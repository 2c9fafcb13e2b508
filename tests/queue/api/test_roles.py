"""What a clerk without any further role may do, and what not."""

import uuid
from pathlib import Path

import pytest

from tests.queue.lobby_process import PASSWORD, prepare, settings
from tests.queue.real_lobby import served
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.desk import DeskCommand, TicketState
from vuoro.core.wire.kiosk import TicketRequest
from vuoro.lobby.service import lobby_app
from vuoro.queue.client import LobbyRefused, StaffClient
from vuoro.queue.service import people
from vuoro.queue.service.lobby import LobbyService


def _prepare(lobby: LobbyService) -> None:
    prepare(lobby)
    people.add_staff(lobby, "beginner", "A beginner", PASSWORD, ("call",))


def test_a_clerk_takes_back_the_own_parked_client_but_calls_nobody_else_out_of_order(
    tmp_path: Path, clock: SteppingClock
) -> None:
    with served(lobby_app(settings(tmp_path), clock, _prepare)) as lobby:
        kiosk, clerk = lobby.kiosk(), StaffClient(lobby.url)
        clerk.sign_in("beginner", PASSWORD)
        for _ in range(2):
            kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4())
        clerk.press("counter", DeskCommand(counter="p1"))
        first = clerk.press("next", DeskCommand(counter="p1")).ticket
        assert first is not None
        clerk.press("park", DeskCommand(ticket=first.id))

        other = next(row.id for row in clerk.line().tickets if row.id != first.id)
        with pytest.raises(LobbyRefused) as refused:
            clerk.press("call", DeskCommand(ticket=other, counter="p1"))
        resumed = clerk.press("call", DeskCommand(ticket=first.id, counter="p1")).ticket

        assert refused.value.problem.code == "not_allowed"
        assert resumed is not None
        assert (resumed.id, resumed.state) == (first.id, TicketState.CALLED)
        for client in (kiosk, clerk):
            client.close()
