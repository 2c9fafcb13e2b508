"""Followed tickets: the backend has the newest of each, and the outbox knows nothing of it."""

import asyncio
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from tests.queue.world import ONE
from tests.served import served
from tests.sync.pair import Pair
from vuoro.booking.fleet import following as board
from vuoro.booking.fleet.following import FollowedNow
from vuoro.core.wire.follow import CallWish
from vuoro.core.wire.following import FollowWish
from vuoro.core.wire.sync import Role
from vuoro.queue.domain.moves import Move
from vuoro.queue.reading.followed import Followed
from vuoro.queue.reading.view import View
from vuoro.queue.service import discreet, outbox
from vuoro.queue.service.identity import change_identity
from vuoro.queue.service.lobby import Press
from vuoro.sync.contact import Contact
from vuoro.sync.faulty import Fault
from vuoro.sync.following import AFTER_FAILURE, HEARTBEAT, PAUSE, Following
from vuoro.sync.http import HttpTransport
from vuoro.sync.talk import hold
from vuoro.sync.transport import Ask, Reply
from vuoro.sync.worker import Worker


@dataclass
class Phone:
    """A lobby that tells of its tickets, and the backend's page of one of them."""

    pair: Pair
    asked: list[Ask] = field(default_factory=list)

    def __post_init__(self) -> None:
        lobby = self.pair.lobby
        self.followed = Followed(View(lobby.office, lobby.clock, lobby.line, "series"))
        contact = Contact(lobby, self.pair.key, chance=lambda: 0.5)
        self.following = Following(contact, self.followed.tickets, self._wished)

    def send(self, ask: Ask) -> Reply:
        self.asked.append(ask)
        return self.pair.network.send(ask)

    def trust_time(self, moment: float) -> None:
        raise AssertionError("the clock is right")

    def tell(self) -> float:
        """One go; how long the worker would wait."""
        return hold(self.following.go(), self)

    def pushes(self) -> int:
        return sum(ask.path == "/follow" for ask in self.asked)

    def page(self, url: str) -> FollowedNow | None:
        return board.find(self.pair.backend, urlsplit(url).path.rpartition("/")[2])

    def _wished(self, wish: FollowWish) -> None:
        ticket = self.followed.ticket_of(wish.key)
        assert ticket is not None
        press = Press(f"{wish.key}-{wish.at_ms}", discreet.PHONE)
        discreet.wish(self.pair.lobby, ticket.id, CallWish(wish.silent, wish.elsewhere), press)


@pytest.fixture
def phone(pair: Pair) -> Phone:
    pair.settle()
    return Phone(pair)


def test_the_backend_knows_where_a_ticket_is_and_that_it_is_called(phone: Phone) -> None:
    world = phone.pair.world
    first, second = world.number(), world.number()
    phone.tell()
    there = phone.page(second.follow_url)
    assert there is not None
    told = there.ticket
    assert (told.number, told.state, told.ahead, told.times) == ("A002", "waiting", 1, 0)

    world.sit("staff1", ONE)
    world.called("staff1", ONE)
    phone.pair.wait(PAUSE)
    phone.tell()

    called = phone.page(first.follow_url)
    assert called is not None
    assert (called.ticket.state, called.ticket.counter_label) == ("called", "1")


def test_nothing_of_it_is_an_event(phone: Phone) -> None:
    phone.pair.world.number()
    phone.pair.settle()
    events = phone.pair.applied()
    phone.tell()
    assert outbox.state(phone.pair.lobby).waiting == 0
    assert phone.pair.applied() == events


def test_no_token_leaves_the_lobby(phone: Phone) -> None:
    slip = phone.pair.world.number()
    phone.tell()
    token = slip.follow_url.rpartition("/")[2]
    assert not any(token.encode() in ask.body or token in ask.path for ask in phone.asked)


def test_only_what_has_changed_is_told_and_otherwise_that_the_lobby_is_there(
    phone: Phone,
) -> None:
    world = phone.pair.world
    for _ in range(3):
        world.number()
    assert phone.tell() == PAUSE
    phone.pair.wait(PAUSE)
    phone.tell()
    assert phone.pushes() == 1, "nothing is new"
    phone.pair.wait(HEARTBEAT)
    phone.tell()
    assert phone.pushes() == 2
    assert b"A001" not in phone.asked[-1].body
    world.number()
    phone.tell()
    assert b"A004" in phone.asked[-1].body
    assert b"A001" not in phone.asked[-1].body


def test_after_a_minute_of_silence_the_page_is_stale_and_then_well_again(phone: Phone) -> None:
    slip = phone.pair.world.number()
    phone.tell()
    phone.pair.wait(59)
    assert (page := phone.page(slip.follow_url)) is not None
    assert not page.is_stale
    phone.pair.wait(2)
    assert (page := phone.page(slip.follow_url)) is not None
    assert page.is_stale
    phone.tell()
    assert (page := phone.page(slip.follow_url)) is not None
    assert not page.is_stale


def test_what_was_lost_is_told_again_in_full(phone: Phone) -> None:
    phone.tell()
    slip = phone.pair.world.number()
    phone.pair.spoil(Fault.LOST_REQUEST)
    assert phone.tell() == AFTER_FAILURE
    assert phone.page(slip.follow_url) is None
    assert phone.tell() == PAUSE
    assert phone.page(slip.follow_url) is not None


def test_failures_are_tried_more_and_more_seldom(phone: Phone) -> None:
    waits = []
    for _ in range(6):
        phone.pair.spoil(Fault.LOST_REQUEST)
        waits.append(phone.tell())
    assert waits == [10.0, 20.0, 40.0, 80.0, 120.0, 120.0]


def test_a_restored_backend_is_told_everything(phone: Phone) -> None:
    slip = phone.pair.world.number()
    phone.tell()
    with phone.pair.backend.begin() as work:
        work.sql.exec_driver_sql("DELETE FROM followed")
    phone.pair.restore_backend()
    for _ in range(3):
        phone.pair.wait(HEARTBEAT)
        phone.tell()
    assert phone.page(slip.follow_url) is not None


def test_a_visitor_asks_outside_the_office_and_the_lobby_does_it_once(phone: Phone) -> None:
    slip = phone.pair.world.number()
    phone.tell()
    token = slip.follow_url.rpartition("/")[2]
    assert board.wish(phone.pair.backend, token, CallWish(silent=True))

    for _ in range(3):
        phone.pair.wait(HEARTBEAT)
        phone.tell()

    assert phone.pair.lobby.line.tickets[slip.ticket].silent
    told = [event.type for event in outbox.waiting(phone.pair.lobby)]
    assert told.count("ticket.wished") == 1
    page = phone.page(slip.follow_url)
    assert page is not None
    assert page.ticket.silent
    phone.pair.settle()


def test_nobody_can_ask_for_a_ticket_that_is_over_or_unknown(phone: Phone) -> None:
    world = phone.pair.world
    slip = world.number()
    world.sit("staff1", ONE)
    world.called("staff1", ONE)
    world.moved(Move.DONE, slip.ticket, "staff1")
    phone.tell()
    token = slip.follow_url.rpartition("/")[2]
    assert not board.wish(phone.pair.backend, token, CallWish(silent=True))
    assert not board.wish(phone.pair.backend, str(uuid.uuid4()), CallWish(silent=True))


def test_a_second_kiosk_leaves_it_to_the_leader(phone: Phone) -> None:
    change_identity(phone.pair.lobby, role=Role.COMPANION)
    phone.tell()
    assert phone.pushes() == 0


def test_yesterdays_numbers_are_forgotten(phone: Phone) -> None:
    slip = phone.pair.world.number()
    phone.tell()
    phone.pair.wait(25 * 3600)
    board.forget(phone.pair.backend)
    assert phone.page(slip.follow_url) is None


def test_the_worker_tells_beside_push_and_pull(phone: Phone) -> None:
    slip = phone.pair.world.number()

    async def work(url: str) -> None:
        transport = HttpTransport(url, "vuoro")
        worker = Worker(phone.following.contact, transport, wait=0, following=phone.following)
        running = asyncio.create_task(worker.run())
        try:
            async with asyncio.timeout(30):
                while phone.page(slip.follow_url) is None:
                    await asyncio.sleep(0.02)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    with served(phone.pair.app) as url:
        asyncio.run(work(url))
