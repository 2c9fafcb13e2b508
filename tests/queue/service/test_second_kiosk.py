"""A second kiosk in the same lobby: it goes on by itself, and its numbers are called with ours.

The network between the two is in tests/sync/test_leader_link.py.
"""

import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from tests.queue.service.test_escrow import BY_TIME, ME, SERVICE, SOON, enrolled, give
from tests.queue.world import ONE, START, World, a_pass, index, office
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.desk import TicketState
from vuoro.core.wire.kiosk import Outcome, Slip
from vuoro.core.wire.sync import EventStatus, Push, Pushed, Role, Told
from vuoro.queue.domain.arrival import Note
from vuoro.queue.domain.moves import Move
from vuoro.queue.domain.office import Office
from vuoro.queue.reading import board, follow
from vuoro.queue.reading.view import View
from vuoro.queue.service import outbox
from vuoro.queue.service.days import ensure_day, mark_absent
from vuoro.queue.service.identity import keep_identity
from vuoro.queue.service.joining import join
from vuoro.queue.service.lobby import Refused
from vuoro.queue.service.second_kiosk import has_news, heard, position, to_tell
from vuoro.queue.store.rebuild import rebuild, tables
from vuoro.queue.store.stream import first_break

PASS = a_pass("b1", START + timedelta(minutes=30))
CODE = "010594Y9032"


@dataclass
class Lobby:
    """The leader and the second kiosk of one lobby."""

    settings: Office = field(default_factory=office)

    def __post_init__(self) -> None:
        clock = SteppingClock(START)
        self.leader = World(seed=1, settings=self.settings, clock=clock)
        self.second = World(seed=2, settings=self.settings, clock=clock)
        keep_identity(self.leader.lobby, enrolled())
        keep_identity(self.second.lobby, enrolled("d2", Role.COMPANION, "H"))
        self.clock = clock

    def booking(self, **fields: object) -> None:
        for world in (self.leader, self.second):
            world.booking("b1", START + timedelta(minutes=30), **fields)  # type: ignore[arg-type]

    def push(self, *events: Told) -> Pushed:
        told = Push(1, "d2", 1, "", events)
        answer = join(self.leader.lobby, told)
        assert isinstance(answer, Pushed)
        return answer

    def meet(self) -> list[EventStatus]:
        """The second kiosk reaches the leader."""
        found: list[EventStatus] = []
        while has_news(self.second.lobby):
            had = position(self.second.lobby)
            answer = self.push(*to_tell(self.second.lobby))
            found += [result.status for result in answer.results if result.seq > had]
            heard(self.second.lobby, answer.results)
        return found

    def wait(self, minutes: float) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    def here(self, world: World) -> Slip:
        slip = world.show_pass(PASS).slip
        assert slip is not None
        return slip

    def view(self) -> View:
        lobby = self.leader.lobby
        return View(lobby.office, lobby.clock, lobby.line, "series")


@pytest.fixture
def lobby() -> Lobby:
    return Lobby()


def states(world: World) -> dict[str, TicketState]:
    return {ticket.number: ticket.state for ticket in world.lobby.line.tickets.values()}


def test_its_numbers_have_a_mark_of_their_own_and_are_called_in_the_same_line(
    lobby: Lobby,
) -> None:
    theirs = lobby.second.number()
    lobby.wait(1)
    ours = lobby.leader.number()
    assert lobby.meet() == [EventStatus.APPLIED]
    assert (theirs.number, ours.number) == ("AH001", "A001")
    lobby.leader.sit("staff1", ONE)
    assert lobby.leader.called("staff1", ONE).id == theirs.ticket
    assert first_break(lobby.leader.store) is None


def test_told_twice_a_number_joins_once_and_gets_the_same_answer(lobby: Lobby) -> None:
    lobby.second.number()
    events = to_tell(lobby.second.lobby)
    assert lobby.push(*events) == lobby.push(*events)
    assert len(lobby.leader.lobby.line.tickets) == 1
    lobby.leader.restart()
    assert lobby.push(*events).results[0].status is EventStatus.APPLIED
    assert len(lobby.leader.lobby.line.tickets) == 1


def test_a_leader_that_was_restored_is_told_the_whole_day_again(lobby: Lobby) -> None:
    for _ in range(3):
        lobby.second.number()
    lobby.meet()
    lobby.leader = World(seed=3, settings=lobby.settings, clock=lobby.clock)
    assert not has_news(lobby.second.lobby)
    heard(lobby.second.lobby, lobby.push(*to_tell(lobby.second.lobby)).results)
    assert lobby.meet() == [EventStatus.APPLIED] * 3
    assert sorted(states(lobby.leader)) == ["AH001", "AH002", "AH003"]


def test_row_02_the_same_booking_at_both_kiosks_is_one_visit_with_two_numbers(
    lobby: Lobby,
) -> None:
    lobby.booking(specialist="staff1")
    theirs = lobby.here(lobby.second)
    lobby.wait(3)
    ours = lobby.here(lobby.leader)

    assert lobby.meet() == [EventStatus.MERGED]

    standing = lobby.leader.lobby.line.tickets[ours.ticket]
    assert standing.numbers == (ours.number, theirs.number)
    assert standing.arrived_at == START, "the earlier one"
    assert states(lobby.leader)[theirs.number] is TicketState.LEFT
    assert lobby.leader.lobby.line.lanes.for_specialist("staff1") == [standing]
    before = tables(lobby.leader.store)
    rebuild(lobby.leader.store)
    assert tables(lobby.leader.store) == before


def test_row_02_calling_one_number_calls_and_closes_both(lobby: Lobby) -> None:
    lobby.booking(specialist="staff1")
    ours, theirs = lobby.here(lobby.leader), lobby.here(lobby.second)
    lobby.meet()
    lobby.leader.sit("staff1", ONE)
    lobby.wait(30)
    row = lobby.leader.called("staff1", ONE)
    assert (row.number, row.also) == (ours.number, (theirs.number,))
    call = board.full(lobby.view()).calls[-1]
    assert (call.number, call.also) == (ours.number, (theirs.number,))
    refused = lobby.leader.call("staff1", ONE, theirs.ticket)
    assert isinstance(refused, Refused)
    lobby.leader.moved(Move.DONE, ours.ticket, "staff1")
    assert not any(ticket.is_open for ticket in lobby.leader.lobby.line.tickets.values())


def test_row_02_the_phone_page_of_either_number_follows_the_one_visit(lobby: Lobby) -> None:
    lobby.booking()
    ours, theirs = lobby.here(lobby.leader), lobby.here(lobby.second)
    lobby.meet()
    for world_is_new in (False, True):
        if world_is_new:
            lobby.leader.restart()
        line = lobby.leader.lobby.line
        for slip in (ours, theirs):
            ticket = line.standing(line.by_token[slip.follow_url.rpartition("/")[2]])
            assert ticket is not None
            frame = follow.frame(lobby.view(), ticket)
            assert frame.number == f"{ours.number} / {theirs.number}"


def test_row_02_a_visit_that_was_over_before_the_leader_heard_stays_over(lobby: Lobby) -> None:
    lobby.booking(specialist="staff1")
    theirs = lobby.here(lobby.second)
    ours = lobby.here(lobby.leader)
    lobby.leader.sit("staff1", ONE)
    lobby.wait(30)
    lobby.leader.called("staff1", ONE)
    lobby.leader.moved(Move.DONE, ours.ticket, "staff1")
    assert lobby.meet() == [EventStatus.MERGED]
    assert states(lobby.leader)[theirs.number] is TicketState.LEFT


def test_who_comes_again_after_the_visit_waits_like_anybody(lobby: Lobby) -> None:
    lobby.booking(specialist="staff1")
    ours = lobby.here(lobby.leader)
    lobby.leader.moved(Move.LEAVE, ours.ticket, "staff1")
    lobby.wait(5)
    lobby.here(lobby.second)
    assert lobby.meet() == [EventStatus.APPLIED]
    again = next(t for t in lobby.leader.lobby.line.tickets.values() if t.id != ours.ticket)
    assert again.state is TicketState.WAITING


def test_row_04_a_shared_code_gives_two_kiosks_one_visit(lobby: Lobby) -> None:
    """The backend's people are asked where the two came far apart: tests/booking/fleet."""
    lobby.booking()
    lobby.here(lobby.leader)
    lobby.wait(10)
    other = lobby.here(lobby.second)
    assert lobby.meet() == [EventStatus.MERGED]
    shown = lobby.leader.show_pass(PASS, lobby.leader.press("kiosk-2"))
    assert shown.outcome is Outcome.ALREADY_HERE
    walk_in = lobby.second.number()
    lobby.meet()
    open_ones = {n for n, state in states(lobby.leader).items() if state is TicketState.WAITING}
    assert walk_in.number in open_ones, "who is another person takes a number"
    assert other.number not in open_ones


def test_an_identity_code_at_both_kiosks_is_one_person(lobby: Lobby) -> None:
    for world in (lobby.leader, lobby.second):
        world.booking("b1", START + timedelta(minutes=30), identity_index=index(CODE))
        world.type_identity_code(CODE)
    assert lobby.meet() == [EventStatus.MERGED]


def test_a_booking_that_only_the_leader_knows_is_recognised_by_the_pass(lobby: Lobby) -> None:
    lobby.leader.booking("b1", START + timedelta(minutes=30), specialist="staff1")
    slip = lobby.here(lobby.second)
    lobby.meet()
    ticket = lobby.leader.lobby.line.tickets[slip.ticket]
    assert (ticket.booking, ticket.specialist) == ("b1", "staff1")


def test_a_colleague_whom_only_the_leader_knows_of_is_followed(lobby: Lobby) -> None:
    lobby.booking(specialist="staff3")
    slip = lobby.here(lobby.second)
    lobby.leader.booking("b1", START + timedelta(minutes=30), rev=2, specialist="staff1")
    lobby.meet()
    assert lobby.leader.lobby.line.tickets[slip.ticket].specialist == "staff1"


def test_what_the_leader_has_the_second_kiosk_leaves_to_it(lobby: Lobby) -> None:
    lobby.booking(specialist="staff3")
    slip = lobby.here(lobby.second)
    lobby.meet()
    lobby.second.booking("b1", START + timedelta(minutes=30), rev=2, specialist="staff1")
    assert lobby.second.lobby.line.tickets[slip.ticket].specialist == "staff3"
    lobby.clock.advance(timedelta(days=1))
    ensure_day(lobby.second.lobby)
    told = [event.type for event in outbox.waiting(lobby.second.lobby)]
    assert told == ["day.opened", "ticket.issued", "day.closed", "day.opened"]


def test_a_number_that_the_leader_never_had_leaves_with_the_day(lobby: Lobby) -> None:
    lobby.second.number()
    lobby.clock.advance(timedelta(days=1))
    ensure_day(lobby.second.lobby)
    told = [event.type for event in outbox.waiting(lobby.second.lobby)]
    assert "ticket.left" in told
    assert not has_news(lobby.second.lobby), "nobody waits for it any more"


def test_it_calls_nobody_and_declares_nobody_absent(lobby: Lobby) -> None:
    lobby.booking()
    slip = lobby.second.number()
    lobby.second.sit("staff1", ONE)
    for answer in (lobby.second.next("staff1", ONE), lobby.second.call("staff1", ONE, slip.ticket)):
        assert isinstance(answer, Refused)
        assert answer.code == "not_the_leader"
    lobby.wait(120)
    assert mark_absent(lobby.second.lobby) == 0
    assert mark_absent(lobby.leader.lobby) == 1
    lobby.here(lobby.second)
    lobby.meet()
    assert not lobby.leader.lobby.line.marks, "the client has come after all"


def test_a_second_kiosk_leads_nobody(lobby: Lobby) -> None:
    answer = join(lobby.second.lobby, Push(1, "d3", 1, "", ()))
    assert isinstance(answer, Refused)


def test_what_can_be_no_number_is_noted_and_holds_nothing_up(lobby: Lobby) -> None:
    lobby.second.number()
    good = to_tell(lobby.second.lobby)[0]
    broken = [
        {**good.p, "ticket": None},
        {**good.p, "ticket": {**good.p["ticket"], "n": "one"}},
        {**good.p, "ticket": {**good.p["ticket"], "due_at": 10**30}},
        {**good.p, "ticket": {**good.p["ticket"], "state": "called"}},
        {**good.p, "arrival": {"id": "x"}},
        {},
    ]
    events = [replace(good, id=str(uuid.uuid4()), p=p) for p in broken]
    other = replace(good, id=str(uuid.uuid4()), type="day.opened")
    results = lobby.push(*events, other, good).results
    noted = [EventStatus.NOTED] * len(broken)
    assert [r.status for r in results] == [*noted, EventStatus.NOOP, EventStatus.APPLIED]


def test_a_number_that_two_people_hold_is_noted(lobby: Lobby) -> None:
    keep_identity(lobby.second.lobby, enrolled("d3", Role.COMPANION, ""))
    lobby.leader.number()
    lobby.second.number()
    lobby.second.lobby.mark = ""
    same = to_tell(lobby.second.lobby)[0]
    row = {**same.p["ticket"], "series": "A", "n": 1}
    result = lobby.push(replace(same, p={**same.p, "ticket": row})).results[0]
    assert (result.status, result.problem) == (EventStatus.NOTED, "same_number")


def test_numbers_of_yesterday_join_no_more(lobby: Lobby) -> None:
    lobby.second.number()
    events = to_tell(lobby.second.lobby)
    lobby.clock.advance(timedelta(days=1))
    assert [r.status for r in lobby.push(*events).results] == [EventStatus.NOOP]


def test_the_contingent_counts_the_numbers_of_both_kiosks(lobby: Lobby) -> None:
    for _ in range(6):
        lobby.second.number("aloitus")
    lobby.meet()
    assert lobby.leader.take("aloitus").outcome is Outcome.FULL


def test_each_kiosk_spends_only_the_times_that_are_its_own() -> None:
    lobby = Lobby(office(services=BY_TIME))
    for world in (lobby.leader, lobby.second):
        give(world, "ours", SOON, device=ME)
        give(world, "theirs", SOON + timedelta(minutes=30), device="d2")
    slip = lobby.second.number(SERVICE)
    assert lobby.second.take(SERVICE).outcome is Outcome.FULL
    lobby.meet()
    assert lobby.leader.lobby.line.tickets[slip.ticket].lease == "theirs"
    assert lobby.leader.take(SERVICE).outcome is Outcome.ISSUED
    assert lobby.leader.take(SERVICE).outcome is Outcome.FULL


def test_a_late_note_of_the_kiosk_stays_on_the_ticket(lobby: Lobby) -> None:
    lobby.booking()
    lobby.wait(60)
    slip = lobby.here(lobby.second)
    lobby.meet()
    assert Note.LATE in lobby.leader.lobby.line.tickets[slip.ticket].notes.split(",")


def test_the_backend_hears_which_visit_stands_before_it_hears_that_the_other_is_gone(
    lobby: Lobby,
) -> None:
    lobby.booking()
    lobby.here(lobby.leader)
    lobby.here(lobby.second)
    assert lobby.meet() == [EventStatus.MERGED]

    told = [event.type for event in outbox.waiting(lobby.leader.lobby)]

    assert told[-2:] == ["ticket.merged", "alias.joined"]
