"""Many at the same instant over HTTP: no double call, no repeated and no missing number."""

import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TypeVar

from tests.queue.real_lobby import RealLobby
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import TicketRequest
from vuoro.queue.client import KioskClient, StaffClient

T = TypeVar("T")
NEUVONTA = TicketRequest("neuvonta")


def at_once(commands: Sequence[Callable[[], T]]) -> list[T]:
    """Run commands on a thread each, all let go at the same instant."""
    barrier = threading.Barrier(len(commands))

    def run(command: Callable[[], T]) -> T:
        barrier.wait(20)
        return command()

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run, commands))


def number_of(kiosk: KioskClient, press: uuid.UUID) -> str:
    slip = kiosk.issue(NEUVONTA, press).slip
    assert slip is not None
    return slip.number


def test_two_counters_press_next_together_a_hundred_times(lobby: RealLobby) -> None:
    kiosk, clerks = lobby.kiosk(), [lobby.clerk(0), lobby.clerk(1)]
    called: list[str] = []

    def next_of(clerk: StaffClient, counter: str) -> Callable[[], str]:
        def press() -> str:
            ticket = clerk.press("next", DeskCommand(counter=counter)).ticket
            assert ticket is not None, "two wait, so both get one"
            assert ticket.counter == counter
            clerk.press("done", DeskCommand(ticket=ticket.id))
            return ticket.number

        return press

    for _ in range(100):
        for _ in range(2):
            number_of(kiosk, uuid.uuid4())
        called += at_once([next_of(clerks[0], "p1"), next_of(clerks[1], "p2")])
    assert sorted(called) == [f"A{n:03d}" for n in range(1, 201)]
    kiosk.close()
    for clerk in clerks:
        clerk.close()


def test_where_one_waits_only_one_of_two_counters_gets_them(lobby: RealLobby) -> None:
    kiosk, clerks = lobby.kiosk(), [lobby.clerk(0), lobby.clerk(1)]
    for _ in range(20):
        number_of(kiosk, uuid.uuid4())
        answers = at_once(
            [
                lambda: clerks[0].press("next", DeskCommand(counter="p1")),
                lambda: clerks[1].press("next", DeskCommand(counter="p2")),
            ]
        )
        tickets = [answer.ticket for answer in answers if answer.ticket is not None]
        assert len(tickets) == 1
        clerks[tickets[0].counter == "p2"].press("done", DeskCommand(ticket=tickets[0].id))
    kiosk.close()
    for clerk in clerks:
        clerk.close()


def test_a_hundred_people_take_a_number_together(lobby: RealLobby) -> None:
    kiosks = [lobby.kiosk() for _ in range(20)]
    presses = [uuid.uuid4() for _ in range(100)]

    def five(n: int) -> list[str]:
        return [number_of(kiosks[n], press) for press in presses[n * 5 : n * 5 + 5]]

    def one_after_another(n: int) -> Callable[[], list[str]]:
        return lambda: five(n)

    numbers = list(chain(*at_once([one_after_another(n) for n in range(20)])))
    assert sorted(numbers) == [f"A{n:03d}" for n in range(1, 101)]
    again = list(chain(*at_once([one_after_another(n) for n in range(20)])))
    assert again == numbers
    for kiosk in kiosks:
        kiosk.close()


def test_one_press_sent_a_hundred_times_together_is_one_ticket(lobby: RealLobby) -> None:
    kiosk, press = lobby.kiosk(), uuid.uuid4()
    numbers = at_once([lambda: number_of(kiosk, press) for _ in range(100)])
    assert set(numbers) == {"A001"}
    assert number_of(kiosk, uuid.uuid4()) == "A002"
    kiosk.close()
