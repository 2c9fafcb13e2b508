"""Faults to plant in the design, a rule of offline_sync §3 removed in each (the table of §4.2)."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from tests.sync.model import stage as stages
from tests.sync.model.story import Story
from vuoro.booking.fleet import effects, pulling, pushing, recording, stream
from vuoro.booking.fleet.batch import Batch
from vuoro.booking.fleet.refusals import SyncRefused
from vuoro.booking.store import Database
from vuoro.booking.store.tables import fleet
from vuoro.core.chain import FIRST_HASH
from vuoro.core.wire.sync import EventResult, EventStatus, Op, SyncProblem
from vuoro.queue.service import epochs, mirror, outbox, restoring
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.store.journal import Journal
from vuoro.queue.store.store import Store
from vuoro.queue.store.stream import _CHAINED, _FROM_HERE, links, restream, told

Plant = Callable[[pytest.MonkeyPatch], None]


def results_are_not_kept(patch: pytest.MonkeyPatch) -> None:
    """No dedupe at the server: an event that was taken in is not known by its id."""
    patch.setattr(pushing, "kept", lambda work, ids: {})


def results_are_kept_elsewhere(patch: pytest.MonkeyPatch) -> None:
    """The result is written in another transaction than the effect, which a crash leaves out."""
    real = recording.record

    def forgets(backend: Any, *rest: Any) -> Any:
        answers = real(backend, *rest)
        if backend.now_ms // 60_000 % 3 == 0:
            work = rest[0]
            for key in answers:
                work.sql.execute(
                    fleet.applied_event.delete().where(fleet.applied_event.c.event_id == key)
                )
        return answers

    patch.setattr(pushing, "record", forgets)


def sent_is_done(patch: pytest.MonkeyPatch) -> None:
    """Events are marked as told before the answer comes."""
    real = outbox.waiting

    def marks(lobby: LobbyService, *rest: Any, **named: Any) -> Any:
        told = real(lobby, *rest, **named)
        epoch = lobby.store.journal.epoch
        with lobby.store.begin() as work:
            for event in told:
                work.execute(
                    "UPDATE outbox SET ack_status = 'applied', ack_change = 0 "
                    "WHERE epoch = ? AND seq = ?",
                    (epoch, event.seq),
                )
        return told

    patch.setattr("vuoro.sync.pusher.waiting", marks, raising=False)
    patch.setattr(outbox, "waiting", marks)


def told_in_a_second_transaction(patch: pytest.MonkeyPatch) -> None:
    """The row and its place in the outbox are written one after the other, as pretix does."""
    real_append, real_begin = Journal.append, Store.begin
    later: list[tuple[sqlite3.Connection, str, tuple[Any, ...]]] = []

    class Deferring:
        def __init__(self, sql: sqlite3.Connection) -> None:
            self._sql = sql

        def execute(self, query: str, values: tuple[Any, ...] = ()) -> Any:
            if query.startswith("INSERT INTO outbox"):
                later.append((self._sql, query, values))
                return None
            return self._sql.execute(query, values)

    def append(self: Journal, sql: Any, *rest: Any) -> None:
        real_append(self, Deferring(sql), *rest)  # type: ignore[arg-type]

    def begin(self: Store) -> Any:
        @contextmanager
        def both() -> Any:
            later.clear()
            with real_begin(self) as work:
                yield work
            self._at("between")
            for sql, query, values in later:
                sql.execute(query, values)

        return both()

    patch.setattr(Journal, "append", append)
    patch.setattr(Store, "begin", begin)


def pull_forgets_own_arrivals(patch: pytest.MonkeyPatch) -> None:
    """What the backend does not know yet is wiped when its changes come."""
    real = mirror.take_page

    def wipes(lobby: LobbyService, page: Any) -> int:
        taken = real(lobby, page)
        if taken:
            lobby.line.arrivals_of_booking.clear()
            with lobby.store.begin() as work:
                work.execute("UPDATE arrival SET voided = 1 WHERE booking IS NOT NULL")
        return taken

    patch.setattr("vuoro.sync.puller.take_page", wipes, raising=False)
    patch.setattr(mirror, "take_page", wipes)


def overlay_ends_at_the_ack(patch: pytest.MonkeyPatch) -> None:
    """Once the backend has answered only the mirror counts, though it has not been pulled yet."""
    real = outbox.acknowledge

    def drops(lobby: LobbyService, epoch: int, results: Sequence[Any]) -> None:
        real(lobby, epoch, results)
        visits, mine = lobby.line.diary.visits, tuple(lobby.line._arrivals.values())
        unknown = [a for a in mine if a.booking and not a.voided and a.id not in visits]
        for arrival in unknown:
            with lobby.change() as work:
                gone = replace(arrival, voided=True)
                work.record("visit.voided", (gone,), day=arrival.day, actor="backend")

    patch.setattr(outbox, "acknowledge", drops)
    patch.setattr("vuoro.sync.pusher.acknowledge", drops, raising=False)


def refused_is_left_behind(patch: pytest.MonkeyPatch) -> None:
    """An event that a human must look at is refused, and blocks those after it."""
    real = effects.apply

    def refuses(batch: Batch, fact: Any) -> Any:
        outcome = real(batch, fact)
        if outcome.status is EventStatus.NOTED:
            raise SyncRefused(SyncProblem.TOO_LARGE, "no", 422)
        return outcome

    patch.setattr(effects, "apply", refuses)


def position_is_enough(patch: pytest.MonkeyPatch) -> None:
    """No fork check: what stands at a known position is taken for what stood there."""
    patch.setattr(stream, "_same_as_before", lambda work, device, repeated: None)
    real = stream.link

    def trusting(work: Any, device: Any, events: Sequence[Any]) -> Any:
        linked = [stream._linked(event) for event in events]
        try:
            return real(work, device, events)
        except SyncRefused:
            return linked

    patch.setattr(stream, "link", trusting)
    real_answer = pushing._answer

    def answer(answers: Any, device: Any, link: Any) -> Any:
        if link.event.id not in answers.kept:
            return EventResult(link.event.seq, link.event.id, EventStatus.APPLIED, 0)
        return real_answer(answers, device, link)

    patch.setattr(pushing, "_answer", answer)
    patch.setattr("vuoro.sync.session.difference", lambda *_: "", raising=False)


def restored_keeps_its_numbers(patch: pytest.MonkeyPatch) -> None:
    """A restored device goes on in the number series it had."""
    patch.setattr(restoring, "_begin_anew", lambda *_: None)
    patch.setattr(epochs, "new_series", lambda *_: None)


def no_tombstones(patch: pytest.MonkeyPatch) -> None:
    """What was taken away is not told."""
    real = pulling._changes

    def only_puts(*given: Any) -> Any:
        return (change for change in real(*given) if change.op is Op.PUT)

    patch.setattr(pulling, "_changes", only_puts)


def no_merge(patch: pytest.MonkeyPatch) -> None:
    """Two arrivals of one booking are two visits."""
    patch.setattr(Batch, "standing", lambda self, booking: None)


def presses_have_no_key(patch: pytest.MonkeyPatch) -> None:
    """The same press again calls the next one."""
    patch.setattr(LobbyService, "kept", lambda self, press, action: None)
    real = LobbyService.once

    def once(self: LobbyService, press: Any, action: str, make: Any, encode: Any) -> Any:
        fresh = replace(press, key=f"{press.key}-{self.store.journal.next_n}")
        return real(self, fresh, action, make, encode)

    patch.setattr(LobbyService, "once", once)


def keys_outlive_a_restore(patch: pytest.MonkeyPatch) -> None:
    """A desk's key is not bound to the lobby's series."""
    patch.setattr(Story, "_is_stale", staticmethod(lambda leader, key: False))


def backend_keeps_its_epoch(patch: pytest.MonkeyPatch) -> None:
    """A restored backend says it is the same as before."""

    def quietly(self: stages.Server, backup: bytes) -> None:
        self.backend.db.close()
        stages._written(self.folder / "booking.db", backup)
        self.backend.db = Database(f"sqlite:///{self.folder}/booking.db")

    patch.setattr(stages.Server, "bring_back", quietly)


def only_the_unacknowledged_again(patch: pytest.MonkeyPatch) -> None:
    """After a recovery only what had no answer is told again."""
    real = restream

    def some(sql: sqlite3.Connection, epoch: int) -> None:
        acked = sql.execute(
            "SELECT event_n, ack_status, ack_change FROM outbox WHERE ack_status IS NOT NULL"
        ).fetchall()
        real(sql, epoch)
        # They stand in the new stream as if they had been answered, and all before them too.
        seqs = [
            row[0]
            for n, _, _ in acked
            for row in sql.execute("SELECT seq FROM outbox WHERE event_n = ?", (n,))
        ]
        sql.executemany("DELETE FROM outbox WHERE seq = ?", ((seq,) for seq in seqs))
        left = sql.execute("SELECT seq FROM outbox ORDER BY seq").fetchall()
        for place, (seq,) in enumerate(left, start=1):
            sql.execute("UPDATE outbox SET seq = ? WHERE seq = ?", (place, seq))
        if left:
            epochs_chain(sql, epoch)

    def epochs_chain(sql: sqlite3.Connection, epoch: int) -> None:
        rows = sql.execute(_FROM_HERE, (epoch, 1)).fetchall()
        fresh = links(FIRST_HASH, map(told, rows))
        sql.executemany(_CHAINED, ((prev, link, epoch, at) for at, prev, link in fresh))

    patch.setattr(epochs, "restream", some)


_PEOPLE = {"walk_in": 6, "check_in": 12, "sync": 20, "call_next": 6, "serve": 3}
_RESTORED = {**_PEOPLE, "copy_device": 4, "restore_device": 4}
_BACKEND = {**_PEOPLE, "copy_backend": 4, "restore_backend": 4, "book": 2}
_AWAY = {**_PEOPLE, "move_away": 8, "hand_over": 2}

PLANTED: dict[str, tuple[Plant, dict[str, int]]] = {
    plant.__name__: (plant, lean)
    for plant, lean in (
        (results_are_not_kept, _PEOPLE),
        (results_are_kept_elsewhere, _PEOPLE),
        (sent_is_done, _PEOPLE),
        (told_in_a_second_transaction, {**_PEOPLE, "power_cut": 4}),
        (pull_forgets_own_arrivals, _PEOPLE),
        (overlay_ends_at_the_ack, _PEOPLE),
        (refused_is_left_behind, {**_PEOPLE, "cancel": 8}),
        (position_is_enough, _RESTORED),
        (restored_keeps_its_numbers, _RESTORED),
        (no_tombstones, _AWAY),
        (no_merge, _PEOPLE),
        (presses_have_no_key, _PEOPLE),
        (keys_outlive_a_restore, _RESTORED),
        (backend_keeps_its_epoch, _BACKEND),
        (only_the_unacknowledged_again, _BACKEND),
    )
}
"""Each fault, and what has to happen more often than usual for it to show soon."""
