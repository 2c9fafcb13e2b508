"""A lobby and its backend tell one story, a step at a time, whatever the network does."""

import itertools

import pytest
from sqlalchemy import select

from tests.sync.pair import Narrow, Pair
from vuoro.booking.store.tables import fleet
from vuoro.core.clock import local
from vuoro.queue.service import outbox
from vuoro.sync.faulty import RETRY_AFTER, Fault
from vuoro.sync.outcome import Did
from vuoro.sync.transport import Ask, NoAnswer, Reply

MEAN = (Fault.LOST_REPLY, Fault.TWICE, Fault.LATE, Fault.CUT)
"""After these the backend has heard us, or will."""
PLAIN = itertools.cycle((Fault.LOST_REQUEST, Fault.PORTAL, Fault.BROKEN, Fault.BUSY))


def test_what_happens_in_the_lobby_reaches_the_backend_in_order(pair: Pair) -> None:
    pair.world.number()
    pair.world.number()
    told = [event.id for event in outbox.waiting(pair.lobby)]

    pair.settle()

    assert pair.visits() == 2
    assert pair.applied() == told


def test_what_is_booked_reaches_the_lobby(pair: Pair) -> None:
    pair.settle()
    booking = pair.book()

    outcome = pair.link.pull_once()

    assert (outcome.did, outcome.count) == (Did.PULLED, 1)
    assert booking.id in pair.mirrored
    assert pair.in_step()


@pytest.mark.parametrize("fault", [*MEAN, None])
def test_any_request_may_go_wrong_and_nothing_is_lost_or_doubled(
    pair: Pair, fault: Fault | None
) -> None:
    for position in range(7):
        booking = pair.book(f"2026-11-{24 + position // 2} {('09:35', '10:10')[position % 2]}")
        pair.world.number()
        pair.link = pair.new_link()
        pair.spoil(*[Fault.NONE] * position, fault or next(PLAIN))

        pair.settle()
        pair.network.deliver_late()
        pair.settle()

        assert pair.visits() == position + 1, position
        assert booking.id in pair.mirrored, position
        assert pair.in_step(), position
    assert len(pair.applied()) == len(set(pair.applied()))


def test_an_event_whose_answer_was_lost_is_not_told_as_another_one(pair: Pair) -> None:
    pair.settle()
    pair.world.number()
    pair.spoil(Fault.LOST_REPLY)

    failed, told = pair.link.push_once(), pair.link.push_once()

    assert (failed.did, told.did, pair.visits()) == (Did.FAILED, Did.PUSHED, 1)


def test_a_captive_portal_acknowledges_nothing(pair: Pair) -> None:
    pair.settle()
    pair.world.number()
    waiting = pair.waiting
    pair.spoil(Fault.PORTAL, Fault.PORTAL)

    outcomes = [pair.link.push_once(), pair.link.pull_once()]

    assert [each.did for each in outcomes] == [Did.FAILED, Did.FAILED]
    assert pair.waiting == waiting


def test_whoever_is_busy_is_left_in_peace_for_as_long_as_asked(pair: Pair) -> None:
    pair.settle()
    pair.world.number()
    pair.spoil(Fault.BUSY)

    assert pair.link.push_once().wait >= RETRY_AFTER


def test_batches_shrink_while_the_network_fails_and_grow_again(pair: Pair) -> None:
    pair.settle()
    for _ in range(60):
        pair.world.number()
    pair.spoil(*[Fault.LOST_REQUEST] * 4)

    for _ in range(4):
        pair.link.push_once()
    sizes = [pair.link.push_once().count for _ in range(3)]

    # 60, 30, 15, 7 and 3 were tried.
    assert sizes == [3, 6, 12]


def test_what_is_too_large_is_halved_until_it_fits(pair: Pair) -> None:
    for _ in range(30):
        pair.world.number()
    network = Narrow(pair, 10)
    pair.link = pair.new_link(network)

    pair.settle()

    assert network.refused[0] > 10
    assert all(later < earlier for earlier, later in itertools.pairwise(network.refused[:3]))
    assert pair.visits() == 30


def test_a_failing_push_never_stops_the_pull(pair: Pair) -> None:
    class OneWay(Narrow):
        def send(self, ask: Ask) -> Reply:
            if ask.path == "/push":
                raise NoAnswer("nothing goes up")
            return self._pair.inner.send(ask)

    pair.link = pair.new_link(OneWay(pair, 0))
    pair.world.number()
    for _ in range(3):
        pair.link.step()
    booking = pair.book()

    failed, pulled = pair.link.step()

    assert (failed.did, pulled.did) == (Did.FAILED, Did.PULLED)
    assert booking.id in pair.mirrored


def test_a_session_that_ends_in_the_middle_is_begun_anew(pair: Pair) -> None:
    pair.settle()
    pair.world.number()
    pair.end_sessions()

    turned, told = pair.link.push_once(), pair.link.push_once()

    assert (turned.did, turned.why, turned.wait) == (Did.TURNED, "session_over", 0.0)
    assert told.did is Did.PUSHED


def test_a_session_is_renewed_before_it_ends(pair: Pair) -> None:
    pair.settle()
    first = pair.link.contact.session
    pair.wait(11 * 3600)

    assert pair.link.push_once().did is not Did.TURNED
    assert pair.link.contact.session is not first


def test_day_keys_come_with_the_first_pull_and_every_day(pair: Pair) -> None:
    pair.settle()
    monday = local(pair.lobby.now).date().isoformat()
    assert monday in pair.lobby.day_keys
    assert len(pair.lobby.day_keys) == 8

    pair.wait(24 * 3600)
    pair.settle()

    assert monday not in pair.lobby.day_keys
    assert len(pair.lobby.day_keys) == 8


def test_an_idle_lobby_tells_that_nothing_waits(pair: Pair) -> None:
    def empty_at() -> int:
        with pair.backend.read() as sql:
            found: int = sql.execute(select(fleet.device.c.outbox_empty_at)).scalar_one()
            return found

    pair.settle()
    before = empty_at()
    pair.wait(30)
    pair.link.push_once()
    assert empty_at() == before

    pair.wait(31)
    pair.link.push_once()

    assert empty_at() > before


def test_the_backend_sees_the_health_of_the_lobby(pair: Pair) -> None:
    pair.settle()
    pair.wait(61)
    pair.link.push_once()

    with pair.backend.read() as sql:
        health = sql.execute(select(fleet.device.c.health)).scalar_one()
    assert health["digest_ok"] is True
    assert health["cursor"] == pair.cursor[1]
    assert health["clock"] == "sync"


def test_a_lobby_that_was_not_enrolled_waits(pair: Pair) -> None:
    with pair.lobby.store.begin() as work:
        work.execute("DELETE FROM meta WHERE k = 'identity'")

    assert {each.did for each in pair.link.step()} == {Did.NOT_ENROLLED}
    assert not pair.network.happened
