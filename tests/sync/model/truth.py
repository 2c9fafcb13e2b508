"""What must be true whatever happened, once the weather is good and everything is told."""

from collections import Counter, defaultdict

from sqlalchemy import select

from tests.sync.model.stage import Kiosk
from tests.sync.model.story import Promise, Story
from vuoro.booking.fleet import pulling
from vuoro.booking.store.tables import fleet
from vuoro.queue.service import mirror, outbox
from vuoro.queue.store.rebuild import rebuild, tables
from vuoro.queue.store.stream import first_break
from vuoro.sync.outcome import Did

_ROUNDS, _STEPS = 8, 25
_QUIET = (Did.NOTHING, Did.PUSHED, Did.PULLED)
"""An empty push is the heartbeat, an empty page that there is nothing new."""


def heal(story: Story) -> None:
    """The network is whole, administrators have done their part, clocks are right; all is told."""
    stage = story.stage
    for kiosk in stage.kiosks:
        kiosk.fuse.out()
        kiosk.clock.jump(stage.clock.now())
        kiosk.network.late.clear()
    for _ in range(_ROUNDS):
        stage.unlock()
        stage.wait(2)
        happened = [each for kiosk in stage.kiosks for each in kiosk.link.settle(_STEPS)]
        if not any(each.count or each.did not in _QUIET for each in happened):
            break


def assert_true(story: Story) -> None:
    """Every promise was kept."""
    for kiosk in story.stage.kiosks:
        _assert_drained(story, kiosk)
        _assert_same_rows(story, kiosk)
        _assert_rebuilt(kiosk)
    _assert_nothing_lost(story)
    _assert_one_visit_each(story)
    _assert_numbers_are_single(story.promises)
    _assert_admitted_once(story)
    _assert_one_press_one_client(story)


def _assert_drained(story: Story, kiosk: Kiosk) -> None:
    state = outbox.state(kiosk.lobby)
    assert state.waiting == 0, f"{kiosk.name} has not told everything: {state}"
    assert state.problems == 0, f"{kiosk.name} set something aside"
    missing = kiosk.events() - story.stage.server.known()
    assert not missing, f"the backend lacks events of {kiosk.name}: {missing}"


def _assert_same_rows(story: Story, kiosk: Kiosk) -> None:
    theirs = pulling.digest(story.stage.backend, story.stage.devices[kiosk.name])
    ours = mirror.digest(kiosk.lobby)
    assert set(theirs.lines) == set(ours), f"{kiosk.name} and the backend hold different rows"


def _assert_rebuilt(kiosk: Kiosk) -> None:
    store = kiosk.world.store
    assert first_break(store) is None, f"the chain of {kiosk.name} is broken"
    before = tables(store)
    rebuild(store)
    assert tables(store) == before, f"the journal of {kiosk.name} tells another story"


def _assert_nothing_lost(story: Story) -> None:
    known = story.stage.server.known()
    for promise in story.promises:
        if promise.event not in story.lost_for_good:
            assert promise.event in known, f"{promise} never reached the backend"


def _assert_one_visit_each(story: Story) -> None:
    """Each arrival has had its effect exactly once; a booking has one visit that stands."""
    v = fleet.visit.c
    query = select(v.id, v.booking, v.voided_at, v.merged_into)
    with story.stage.backend.read() as sql:
        rows = {row.id: row for row in sql.execute(query).all()}
    live = Counter(r.booking for r in rows.values() if r.booking and r.voided_at is None)
    assert not [booking for booking, count in live.items() if count > 1]
    for promise in story.promises:
        if promise.event in story.lost_for_good:
            continue
        assert promise.arrival in rows, f"{promise} has no visit"
        into = rows[promise.arrival].merged_into
        assert into is None or into in rows


def _assert_numbers_are_single(promises: list[Promise]) -> None:
    """Nobody was ever shown a number that somebody else has."""
    holders = defaultdict(set)
    for promise in promises:
        holders[promise.number].add(promise.receipt)
    doubled = {number: who for number, who in holders.items() if len(who) > 1}
    assert not doubled, f"numbers on two tickets: {doubled}"


def _assert_admitted_once(story: Story) -> None:
    """One kiosk, with the same memory, lets a client in once by one booking."""
    times = Counter((p.kiosk, p.life, p.client) for p in story.promises if p.client)
    again = {key: count for key, count in times.items() if count > 1}
    assert not again, f"admitted again: {again}"


def _assert_one_press_one_client(story: Story) -> None:
    for press, tickets in story.called.items():
        assert len(tickets) == 1, f"{press} called {tickets}"
