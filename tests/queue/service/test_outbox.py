"""The outbox: told in order, answered once, kept long enough, always whole (§3.2, §3.4)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.queue.model import ALWAYS_OPEN
from tests.queue.world import ONE, World, a_pass
from vuoro.core.chain import FIRST_HASH, canonical, chained
from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.sync import MOST_EVENTS, EpochGranted, EventResult, EventStatus, Told
from vuoro.queue.domain.moves import Move
from vuoro.queue.service import days, dead_letters, managing, outbox
from vuoro.queue.service.epochs import begin_epoch
from vuoro.queue.service.erasing import erase
from vuoro.queue.service.pruning import KEPT_FOR, prune
from vuoro.queue.store.rebuild import rebuild, tables
from vuoro.queue.store.stream import first_break


@pytest.fixture
def world() -> World:
    """Four events wait: the day was opened, three people came."""
    world = World()
    for _ in range(3):
        world.number()
    return world


def answers(events: tuple[Told, ...], change: int = 7) -> list[EventResult]:
    return [EventResult(e.seq, e.id, EventStatus.APPLIED, change) for e in events]


def acknowledge(world: World, count: int = 100, change: int = 7) -> tuple[Told, ...]:
    """The backend answers for the oldest events."""
    events = outbox.waiting(world.lobby, count)
    outbox.acknowledge(world.lobby, world.store.journal.epoch, answers(events, change))
    return events


def seqs(world: World) -> list[int]:
    return [event.seq for event in outbox.waiting(world.lobby)]


def assert_chained(events: tuple[Told, ...], before: bytes = FIRST_HASH) -> None:
    """Each event says what it follows, as the backend will check."""
    for event in events:
        assert event.prev == before.hex()
        before = chained(before, canonical(event.content()))


def test_what_was_not_answered_waits_in_order_and_chained(world: World) -> None:
    events = outbox.waiting(world.lobby)

    assert [event.type for event in events] == ["day.opened", *["ticket.issued"] * 3]
    assert [event.seq for event in events] == [1, 2, 3, 4]
    assert_chained(events)


def test_a_batch_is_limited_in_events_and_in_bytes_and_never_empty(world: World) -> None:
    events = outbox.waiting(world.lobby)
    two = len(encode(events[0])) + len(encode(events[1])) + 2

    assert outbox.waiting(world.lobby, limit=3) == events[:3]
    assert outbox.waiting(world.lobby, most_bytes=two) == events[:2]
    assert outbox.waiting(world.lobby, most_bytes=two - 1) == events[:1]
    assert outbox.waiting(world.lobby, most_bytes=1) == events[:1]


def test_a_batch_is_at_most_a_hundred_events() -> None:
    world = World()
    for _ in range(MOST_EVENTS + 5):
        world.number()
    assert seqs(world) == list(range(1, MOST_EVENTS + 1))


def test_what_was_answered_waits_no_more_and_the_answer_is_kept(world: World) -> None:
    merged = EventResult(2, outbox.waiting(world.lobby)[1].id, EventStatus.MERGED, 9, into="v1")
    acknowledge(world, 1)
    outbox.acknowledge(world.lobby, 1, [merged])

    assert seqs(world) == [3, 4]
    assert world.store.read("SELECT ack_status, ack_change, ack_detail FROM outbox LIMIT 3") == [
        ("applied", 7, None),
        ("merged", 9, b'{"into":"v1"}'),
        (None, None, None),
    ]


def test_the_first_answer_counts_also_when_it_comes_twice(world: World) -> None:
    events = acknowledge(world, 2)
    world.wait(5)
    outbox.acknowledge(world.lobby, 1, answers(events, change=99))
    assert world.store.read("SELECT DISTINCT ack_change FROM outbox WHERE seq < 3") == [(7,)]


@pytest.mark.parametrize(
    "change",
    [{"id": "00000000-0000-4000-8000-000000000000"}, {"id": "no id at all"}, {"seq": 77}],
    ids=["of another event", "of no event", "of no place"],
)
def test_an_answer_that_fits_no_event_changes_nothing(world: World, change: dict[str, Any]) -> None:
    answer = answers(outbox.waiting(world.lobby))[0]
    outbox.acknowledge(world.lobby, 1, [replace(answer, **change)])
    assert seqs(world) == [1, 2, 3, 4]


def test_a_late_answer_to_an_older_epoch_is_no_answer(world: World) -> None:
    events = outbox.waiting(world.lobby)
    begin_epoch(world.lobby, EpochGranted("epoch", 2, "X"))
    outbox.acknowledge(world.lobby, 1, answers(events))
    assert seqs(world) == [1, 2, 3, 4]


def test_the_state_tells_how_much_waits_and_for_how_long(world: World) -> None:
    world.wait(12)
    assert outbox.state(world.lobby) == outbox.OutboxState(1, 4, 4, 720_000, 0)
    acknowledge(world, 3)
    world.number()
    assert outbox.state(world.lobby) == outbox.OutboxState(1, 5, 2, 720_000, 0)
    acknowledge(world)
    assert outbox.state(world.lobby) == outbox.OutboxState(1, 5, 0, None, 0)


def test_how_long_an_event_waits_is_not_a_matter_of_the_wall_clock(world: World) -> None:
    world.clock.jump(world.clock.now() + timedelta(days=400))
    assert outbox.state(world.lobby).oldest_ms == 0


def test_an_event_set_aside_leaves_its_place_to_a_note_and_the_rest_goes_on(world: World) -> None:
    acknowledge(world, 1)
    before = outbox.waiting(world.lobby)

    aside = dead_letters.quarantine(world.lobby, 2)

    assert aside == before[0]
    note, *rest = outbox.waiting(world.lobby)
    assert (note.seq, note.type) == (2, "sync.quarantined")
    link = chained(bytes.fromhex(aside.prev), canonical(aside.content()))
    assert note.p == {"event_id": aside.id, "hash": link.hex()}
    assert [(e.seq, e.id) for e in rest] == [(e.seq, e.id) for e in before[1:]]
    assert_chained((note, *rest), bytes.fromhex(aside.prev))
    world.number()
    assert first_break(world.store) is None
    assert seqs(world) == [2, 3, 4, 5]


def test_the_newest_event_can_be_set_aside_too(world: World) -> None:
    dead_letters.quarantine(world.lobby, 4)
    world.number()
    assert first_break(world.store) is None


def test_an_event_that_was_answered_or_is_not_there_cannot_be_set_aside(world: World) -> None:
    acknowledge(world, 2)
    for seq in (1, 2, 5):
        with pytest.raises(LookupError):
            dead_letters.quarantine(world.lobby, seq)


def test_what_was_set_aside_is_offered_until_the_backend_has_it(world: World) -> None:
    aside = dead_letters.quarantine(world.lobby, 2)
    world.restart()
    assert dead_letters.unsent(world.lobby) == (aside,)
    dead_letters.handed_over(world.lobby, aside.id)
    dead_letters.handed_over(world.lobby, aside.id)
    assert dead_letters.unsent(world.lobby) == ()


def test_an_event_set_aside_is_a_problem_until_it_is_handed_over_and_a_day(world: World) -> None:
    aside = dead_letters.quarantine(world.lobby, 2)
    world.clock.advance(timedelta(days=2))
    assert outbox.state(world.lobby).problems == 1
    dead_letters.handed_over(world.lobby, aside.id)
    assert outbox.state(world.lobby).problems == 0


def test_a_place_set_aside_still_counts_for_the_line(world: World) -> None:
    before = tables(world.store)
    dead_letters.quarantine(world.lobby, 3)
    rebuild(world.store)
    assert tables(world.store) == before


def test_a_new_epoch_tells_everything_again_also_what_was_answered(world: World) -> None:
    told = acknowledge(world)
    begin_epoch(world.lobby, EpochGranted("restored", 6, "X"))

    again = outbox.waiting(world.lobby)
    assert [event.content() for event in again] == [event.content() for event in told]
    assert_chained(again)
    assert outbox.state(world.lobby).epoch == 6
    slip = world.number()
    assert slip.number == "AX001"
    assert first_break(world.store) is None
    world.restart()
    assert outbox.state(world.lobby).epoch == 6
    assert world.number().number == "AX002"


def test_in_a_new_epoch_the_note_stands_in_for_what_was_set_aside(world: World) -> None:
    aside = dead_letters.quarantine(world.lobby, 2)
    dead_letters.handed_over(world.lobby, aside.id)
    begin_epoch(world.lobby, EpochGranted("restored", 2, "X"))

    told = outbox.waiting(world.lobby)
    assert aside.id not in {event.id for event in told}
    assert [event.type for event in told].count("sync.quarantined") == 1
    assert [each.id for each in dead_letters.unsent(world.lobby)] == [aside.id]


def test_a_mark_that_numbers_had_before_is_never_given_again(world: World) -> None:
    begin_epoch(world.lobby, EpochGranted("e", 2, "X"))
    begin_epoch(world.lobby, EpochGranted("e", 3, "Y"))
    begin_epoch(world.lobby, EpochGranted("e", 4, "X"))
    assert world.number().number == "AZ001"


def weeks_pass(world: World, weeks: int) -> None:
    """Week after week the lobby opens on a Monday."""
    for _ in range(weeks):
        world.clock.advance(timedelta(days=7))
        days.ensure_day(world.lobby)


def live_a_day(world: World) -> None:
    """A day with a call, and somebody who leaves."""
    days.ensure_day(world.lobby)
    world.number()
    leaves = world.number().ticket
    world.sit("staff1", ONE)
    world.moved(Move.DONE, world.called("staff1", ONE).id, "staff1")
    world.moved(Move.LEAVE, leaves, "staff1")


def test_what_was_answered_for_30_days_goes_with_its_days_and_the_rest_stays_the_same(
    world: World,
) -> None:
    for change in (5, 6):
        live_a_day(world)
        weeks_pass(world, 1)
        acknowledge(world, change=change)
    world.mirror(cursor=6)
    weeks_pass(world, 4)
    assert timedelta(weeks=4) < KEPT_FOR < timedelta(weeks=5)

    assert prune(world.lobby) > 5
    assert prune(world.lobby) == 0
    kept = tables(world.store)
    assert {row[2] for row in kept["ticket"]} == {"2026-11-30"}
    rebuild(world.store)
    assert tables(world.store) == kept
    assert first_break(world.store) is None
    world.restart()
    world.number()
    assert first_break(world.store) is None


def test_what_is_not_answered_is_kept_however_old_it_is(world: World) -> None:
    acknowledge(world, 3)
    left = outbox.waiting(world.lobby)
    world.mirror(cursor=50)
    weeks_pass(world, 9)
    prune(world.lobby)
    assert outbox.waiting(world.lobby)[0] == left[0]


def test_what_the_mirror_has_not_reached_is_kept(world: World) -> None:
    acknowledge(world, change=60)
    world.mirror(cursor=59)
    world.clock.advance(timedelta(days=40))
    assert prune(world.lobby) == 0


def test_a_lock_from_long_ago_still_rests_on_its_event(world: World) -> None:
    world.sit("staff1", ONE)
    acknowledge(world)
    locked = managing.lock(world.lobby, DeskCommand(locked=True), world.press("staff1"))
    assert isinstance(locked, bytes)
    acknowledge(world)
    world.mirror(cursor=99)
    weeks_pass(world, 6)
    prune(world.lobby)
    before = tables(world.store)
    assert [(row[0], row[1]) for row in before["service_state"]] == [("*", 1)]
    rebuild(world.store)
    assert tables(world.store) == before


def test_a_note_in_place_of_an_event_goes_in_its_turn(world: World) -> None:
    """Its own event is newer than those behind it."""
    aside = dead_letters.quarantine(world.lobby, 2)
    for change in (3, 4):
        acknowledge(world, 3, change)
        weeks_pass(world, 3)
        world.mirror(cursor=9)
        prune(world.lobby)
        assert first_break(world.store) is None
    assert dead_letters.unsent(world.lobby) == (aside,), "until the backend has it"
    dead_letters.handed_over(world.lobby, aside.id)
    weeks_pass(world, 5)
    prune(world.lobby)
    assert world.store.read("SELECT count(*) FROM dead_letter") == [(0,)]
    assert first_break(world.store) is None


class AnyStream(RuleBasedStateMachine):
    """Whatever happens to a stream, it is whole, and what it tells makes the same tables."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(settings=ALWAYS_OPEN)
        self.epoch = 1

    @rule(booked=st.booleans())
    def somebody_comes(self, booked: bool) -> None:
        if booked:
            name, now = f"varaus-{self.world.changes}", self.world.clock.now()
            self.world.booking(name, now)
            assert self.world.show_pass(a_pass(name, now)).slip is not None
        else:
            self.world.number()

    @rule(count=st.integers(1, 6))
    def the_backend_answers(self, count: int) -> None:
        self.world.changes += 1
        acknowledge(self.world, count, self.world.changes)

    @rule()
    def the_oldest_is_set_aside(self) -> None:
        if seqs(self.world):
            dead_letters.quarantine(self.world.lobby, seqs(self.world)[0])

    @rule()
    def everything_begins_anew(self) -> None:
        self.epoch += 1
        begin_epoch(self.world.lobby, EpochGranted("epoch", self.epoch, "X"))

    @rule()
    def time_passes(self) -> None:
        self.world.clock.advance(timedelta(days=8))
        self.world.mirror()
        days.tend(self.world.lobby)

    @rule()
    def a_person_is_erased(self) -> None:
        bookings = [ticket.booking for ticket in self.world.lobby.line.tickets.values()]
        erase(self.world.lobby, [booking for booking in bookings if booking][:1])

    @rule()
    def the_process_is_killed(self) -> None:
        self.world.restart()

    @invariant()
    def the_chain_holds(self) -> None:
        assert first_break(self.world.store) is None

    @invariant()
    def what_waits_is_one_run_to_the_end(self) -> None:
        state = outbox.state(self.world.lobby)
        first = state.last_seq - state.waiting + 1
        expected = list(range(first, state.last_seq + 1))[:MOST_EVENTS]
        assert seqs(self.world) == expected

    def teardown(self) -> None:
        before = tables(self.world.store)
        rebuild(self.world.store)
        assert tables(self.world.store) == before


TestAnyStream = AnyStream.TestCase
TestAnyStream.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
