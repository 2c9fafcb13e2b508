"""When pushing and pulling is not enough: events set aside, streams begun anew, snapshots."""

from sqlalchemy import select, update

from tests.sync.pair import Narrow, Pair
from vuoro.booking.store.tables import fleet
from vuoro.queue.service import outbox
from vuoro.sync.faulty import Fault
from vuoro.sync.outcome import Did
from vuoro.sync.transport import Ask, Reply


def test_a_lobby_that_knows_nothing_begins_with_a_snapshot(pair: Pair) -> None:
    booking = pair.book()

    assert pair.link.pull_once().did is Did.SNAPSHOT
    assert booking.id in pair.mirrored


def test_an_event_that_the_backend_fails_on_for_an_hour_is_set_aside(pair: Pair) -> None:
    class Failing(Narrow):
        """Fails on one event and takes all others."""

        poison = ""

        def send(self, ask: Ask) -> Reply:
            if ask.path == "/push" and f'"id":"{self.poison}"'.encode() in ask.body:
                return Reply(500, {"content-type": "text/plain"}, b"Internal Server Error")
            return self._pair.inner.send(ask)

    pair.settle()
    network = Failing(pair, 0)
    pair.link = pair.new_link(network)
    pair.world.number()
    poison = outbox.waiting(pair.lobby)[0]
    network.poison = poison.id
    pair.world.number()

    for _ in range(8):
        pair.link.push_once()
    assert pair.visits() == 0
    pair.wait(3601)
    outcomes = [pair.link.push_once().did for _ in range(4)]

    assert outcomes[0] is Did.QUARANTINED
    assert pair.waiting == 0
    with pair.backend.read() as sql:
        assert sql.execute(select(fleet.quarantine.c.event_id)).scalar_one() == poison.id
    assert poison.id not in pair.applied()
    assert outbox.state(pair.lobby).problems == 1


def test_a_backend_that_fails_on_everything_sets_nothing_aside(pair: Pair) -> None:
    pair.settle()
    pair.world.number()
    for _ in range(20):
        pair.spoil(Fault.BROKEN)
        pair.link.push_once()
    pair.wait(2 * 3600)
    pair.spoil(Fault.BROKEN, Fault.BROKEN)

    assert pair.link.push_once().did is Did.FAILED
    assert pair.link.push_once().did is Did.PUSHED
    assert outbox.state(pair.lobby).problems == 0


def test_a_stream_that_the_backend_does_not_know_is_begun_anew(pair: Pair) -> None:
    pair.world.number()
    pair.settle()
    before = outbox.state(pair.lobby).epoch
    pair.lose_the_thread()
    pair.world.number()

    happened = [each.did for each in pair.settle()]

    assert Did.RECOVERED in happened
    assert Did.SNAPSHOT in happened
    assert outbox.state(pair.lobby).epoch == before + 1
    assert pair.visits() == 2
    assert pair.in_step()


def test_a_backend_that_was_restored_is_filled_again(pair: Pair) -> None:
    pair.world.number()
    booking = pair.book()
    pair.settle()
    pair.restore_backend()
    pair.world.number()

    happened = [each.did for each in pair.settle()]

    assert happened.count(Did.RECOVERED) == 1
    assert happened.count(Did.SNAPSHOT) == 1
    assert pair.visits() == 2
    assert booking.id in pair.mirrored
    assert pair.cursor[0] == pair.backend.server_epoch()
    assert pair.in_step()


def test_events_are_told_again_before_the_snapshot_of_a_restored_backend(pair: Pair) -> None:
    pair.world.number()
    pair.settle()
    pair.restore_backend()
    pair.end_sessions()
    pair.link.pull_once()

    waits = pair.link.pull_once()
    pair.link.push_once()

    assert (waits.did, waits.wait) == (Did.NOTHING, 1.0)
    assert pair.link.pull_once().did is Did.SNAPSHOT


def test_a_cut_snapshot_leaves_the_mirror_as_it_was(pair: Pair) -> None:
    booking = pair.book()
    pair.settle()
    before = pair.cursor
    pair.link.contact.snapshot_wanted = True
    pair.spoil(Fault.CUT)

    outcome = pair.link.pull_once()

    assert outcome.did is Did.FAILED
    assert booking.id in pair.mirrored
    assert pair.cursor == before
    assert pair.link.pull_once().did is Did.SNAPSHOT


def test_a_cursor_that_is_too_old_leads_to_a_snapshot(pair: Pair) -> None:
    pair.settle()
    booking = pair.book()
    with pair.backend.begin() as work:
        work.sql.execute(update(fleet.site).values(floor=pair.cursor[1] + 1))

    turned, taken = pair.link.pull_once(), pair.link.pull_once()

    assert (turned.did, turned.why) == (Did.TURNED, "cursor_too_old")
    assert taken.did is Did.SNAPSHOT
    assert booking.id in pair.mirrored
