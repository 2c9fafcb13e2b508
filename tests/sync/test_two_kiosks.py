"""Two kiosks of one lobby and the real backend: whoever tells first, it is one story (row 2)."""

from collections.abc import Iterator
from itertools import permutations

import pytest
from sqlalchemy import select

from tests.sync.pair import Pair, enrol, office_world
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.kiosk import CheckInBy, Slip
from vuoro.core.wire.sync import Push, Role
from vuoro.queue.domain.moves import Move
from vuoro.queue.service.identity import keep_identity
from vuoro.queue.service.joining import join
from vuoro.queue.service.second_kiosk import has_news, heard, to_tell
from vuoro.sync.device_key import DeviceKey
from vuoro.sync.stepping import Link

ORDERS = list(permutations(("leader", "second", "lan")))


class Two:
    """The leader with its backend, and a second kiosk with the same."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.second = office_world(pair.clock, seed=2)
        key = DeviceKey(None, bytes(range(5, 37)))
        keep_identity(self.second.lobby, enrol(pair.backend, key, "Aula 2", Role.COMPANION))
        self.link = Link(self.second.lobby, pair.network, key, chance=lambda: 0.5)
        pair.settle()
        self.link.settle()

    def lan(self) -> None:
        while has_news(self.second.lobby):
            answer = join(self.pair.lobby, Push(1, "", 1, "", to_tell(self.second.lobby)))
            assert hasattr(answer, "results")
            heard(self.second.lobby, answer.results)

    def tell(self, order: tuple[str, ...]) -> None:
        ways = {"leader": self.pair.settle, "second": self.link.settle, "lan": self.lan}
        for name in (*order, "leader", "second", "leader", "second"):
            ways[name]()

    def visits(self) -> list[object]:
        v = fleet.visit.c
        query = select(v.booking, v.state, v.voided_at).where(v.merged_into.is_(None))
        with self.pair.backend.read() as sql:
            return [tuple(row) for row in sql.execute(query)]

    def odd(self) -> list[object]:
        """Events that the backend could make nothing of."""
        a = fleet.applied_event.c
        query = select(a.type, a.status).where(a.status.in_(("deferred", "noted")))
        with self.pair.backend.read() as sql:
            return [tuple(row) for row in sql.execute(query)]


@pytest.fixture
def two(pair: Pair) -> Iterator[Two]:
    made = Two(pair)
    yield made
    made.second.close()


def here(two: Two, code: str) -> tuple[Slip, Slip]:
    found = []
    for world in (two.pair.world, two.second):
        slip = world.check_in(CheckInBy.BOOKING_CODE, code).slip
        assert slip is not None
        found.append(slip)
        two.pair.wait(20)
    return found[0], found[1]


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_row_02_one_booking_at_two_kiosks_is_one_visit(two: Two, order: tuple[str, ...]) -> None:
    view = two.pair.book()
    two.tell(order)
    ours, theirs = here(two, view.code)

    two.tell(order)

    assert two.visits() == [(view.id, "waiting", None)]
    assert two.odd() == []
    assert two.pair.in_step()
    (visit,) = two.pair.lobby.line.diary.visits.values()
    assert sorted(visit.numbers) == sorted((ours.number, theirs.number))
    standing = two.pair.lobby.line.tickets[ours.ticket]
    assert standing.numbers == (ours.number, theirs.number)


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_a_number_of_the_second_kiosk_is_one_visit_whoever_tells_of_it(
    two: Two, order: tuple[str, ...]
) -> None:
    slip = two.second.number()
    two.lan()
    two.pair.world.moved(Move.LEAVE, slip.ticket, "staff1")
    two.tell(order)
    assert two.visits() == [(None, "left", None)]
    assert two.odd() == []
    assert two.pair.in_step()
