"""A story: what people, machines and misfortune do, and what was promised meanwhile."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from tests.booking.booking_world import AINO, CENTRE, CLERK, HERVANTA, MIKAEL, SOFIA, booked, talk
from tests.queue.world import ONE
from tests.sync.model.stage import DAY, Kiosk, Stage
from vuoro.booking.backend import Refused
from vuoro.booking.domain.values import CLIENT, Contact
from vuoro.booking.service import changing
from vuoro.booking.service.clients import add_client
from vuoro.core.wire.desk import DeskResult
from vuoro.core.wire.kiosk import ArrivalResult, Outcome
from vuoro.queue.domain.moves import Move
from vuoro.queue.service import days
from vuoro.queue.service.lobby import Press
from vuoro.sync.faulty import Fault

NEW = frozenset(
    {Outcome.ISSUED, Outcome.ADMITTED, Outcome.EARLY, Outcome.LATE, Outcome.RESCHEDULED}
)
"""Answers that give a number which nobody had before."""
FAULTS: tuple[Fault, ...] = (
    Fault.LOST_REPLY,
    Fault.LOST_REPLY,
    *(f for f in Fault if f is not Fault.NONE),
)
TENANT_CLIENT = Contact("Toinen Asiakas", "toinen@example.fi")


@dataclass(frozen=True)
class Promise:
    """Somebody was shown a number: it is on a screen, on paper, in a head."""

    kiosk: str
    life: tuple[int, ...]
    number: str
    receipt: str
    event: str
    arrival: str
    client: tuple[str, str] | None
    """The booking, and whose it was when the pass was given out."""


@dataclass
class Story:
    """The stage, and everything that was promised on it."""

    stage: Stage
    promises: list[Promise] = field(default_factory=list)
    called: dict[str, set[str]] = field(default_factory=dict)
    """Press to the tickets it was said to have called."""
    images: dict[str, list[bytes]] = field(default_factory=dict)
    backups: list[bytes] = field(default_factory=list)
    lost_for_good: set[str] = field(default_factory=set)
    """Events that were in no journal and not in the backend after something was restored."""
    seen_passes: dict[str, dict[str, str]] = field(default_factory=dict)
    """By booking: passes that somebody may still have, and whose they are."""
    presses: int = 0

    # --- people

    def walk_in(self, chance: random.Random) -> None:
        kiosk = self._kiosk(chance)
        self._arrive(kiosk, chance, None, lambda press: kiosk.world.take(press=press))

    def check_in(self, chance: random.Random) -> None:
        kiosk, booking = self._kiosk(chance), chance.choice(self.stage.bookings)
        passes = self._passes(booking)
        if passes:
            text = chance.choice(list(passes))
            client = (booking, passes[text])
            self._arrive(kiosk, chance, client, lambda press: kiosk.world.show_pass(text, press))

    def call_next(self, chance: random.Random) -> None:
        """A clerk presses Next, and again when no answer comes; whoever is called is served."""
        leader = self.stage.leader
        # The page that presses was loaded from this lobby; it keeps its series (§3.1).
        key = f"{leader.world.store.journal.series}.{self._key()}"
        survived = leader.attempt(lambda: self._press_next(leader, key), _points(chance))
        if not survived or chance.random() < 0.3:
            self._press_next(leader, key)

    def serve(self, chance: random.Random) -> None:
        """Whoever is at the counter goes."""
        leader = self.stage.leader
        held = leader.lobby.line.held.get(ONE)
        if held is not None:
            leader.attempt(lambda: leader.world.move(Move.DONE, held, "s1"), _points(chance))

    # --- the backend's people

    def cancel(self, chance: random.Random) -> None:
        actor = chance.choice((CLERK, CLIENT))
        self._change(chance, lambda b: changing.cancel(self.stage.backend, actor, b))

    def move(self, chance: random.Random) -> None:
        when = f"{DAY} {chance.randint(9, 15):02}:{chance.choice((0, 5, 20, 40)):02}"
        to = talk(when, chance.choice((AINO, MIKAEL)))
        self._change(chance, lambda b: changing.move(self.stage.backend, CLERK, b, to))

    def move_away(self, chance: random.Random) -> None:
        """To another office, or to a day that no lobby has been told of yet."""
        there = talk(f"2026-12-01 {chance.randint(10, 15):02}:00", SOFIA, HERVANTA)
        later = talk(f"2026-12-{chance.randint(7, 10):02} 10:00", AINO, CENTRE)
        to = chance.choice((there, later))
        self._change(chance, lambda b: changing.move(self.stage.backend, CLERK, b, to))

    def hand_over(self, chance: random.Random) -> None:
        to = chance.choice((AINO, MIKAEL))
        self._change(chance, lambda b: changing.hand_over(self.stage.backend, CLERK, b, to))

    def reassign(self, chance: random.Random) -> None:
        """The time is given to another client."""

        def give(booking: str) -> None:
            view = self.stage.view(booking)
            assert view is not None
            client = add_client(self.stage.backend, CLERK, view.tenant, TENANT_CLIENT)
            changing.reassign(self.stage.backend, CLERK, booking, client)

        self._change(chance, give)

    def book(self, chance: random.Random) -> None:
        when = f"{DAY} {chance.randint(11, 15):02}:{chance.choice((5, 25, 45)):02}"
        with suppress(Refused):
            view = booked(self.stage.backend, when, chance.choice((AINO, MIKAEL)))
            self.stage.bookings.append(view.id)

    # --- the network

    def sync(self, chance: random.Random) -> None:
        kiosk = self._kiosk(chance)
        faults: list[Fault] = [
            chance.choice(FAULTS) for _ in range(chance.choice((0, 0, 1, 1, 2, 3)))
        ]
        if chance.random() < 0.2:
            self.stage.server.fuse.light(chance.randrange(12))
        kiosk.attempt(lambda: kiosk.step(faults), _points(chance, among=25))
        self.stage.server.fuse.out()

    def late(self, chance: random.Random) -> None:
        """What was sent long ago arrives now."""
        self._kiosk(chance).network.deliver_late()

    # --- misfortune

    def power_cut(self, chance: random.Random) -> None:
        self._kiosk(chance).dies()

    def checkpoint(self, chance: random.Random) -> None:
        kiosk = self._kiosk(chance)
        kiosk.attempt(lambda: kiosk.world.store.checkpoint(truncate=True), _points(chance))

    def clock_jump(self, chance: random.Random) -> None:
        """Somebody sets a device's clock, seldom by much; or it is right again."""
        clock = self._kiosk(chance).clock
        by = timedelta(minutes=chance.choice((-7, -1, 1, 4)))
        clock.jump(self.stage.clock.now() if chance.random() < 0.5 else clock.now() + by)

    def time_passes(self, chance: random.Random) -> None:
        self.stage.wait(chance.choice((1, 2, 5, 10)))
        for kiosk in self.stage.kiosks:
            days.tend(kiosk.lobby)

    def copy_device(self, chance: random.Random) -> None:
        kiosk = self._kiosk(chance)
        self.images.setdefault(kiosk.name, []).append(kiosk.copy())

    def restore_device(self, chance: random.Random) -> None:
        kiosk = self._kiosk(chance)
        images = self.images.get(kiosk.name)
        if images:
            # A card is not changed within the seconds between two looks at the clock.
            days.tend(kiosk.lobby)
            kiosk.bring_back(chance.choice(images))
            self._count_losses()

    def copy_backend(self, chance: random.Random) -> None:
        self.backups.append(self.stage.server.copy())

    def restore_backend(self, chance: random.Random) -> None:
        if self.backups:
            self.stage.server.bring_back(chance.choice(self.backups))
            self._count_losses()

    # --- how it is done

    def _arrive(
        self,
        kiosk: Kiosk,
        chance: random.Random,
        client: tuple[str, str] | None,
        show: Callable[[Press], ArrivalResult],
    ) -> None:
        """Ask for a number; who sees the kiosk die asks once more with the same press."""
        press = kiosk.world.press(key=self._key())

        def ask() -> None:
            self._promised(kiosk, show(press), client)

        if not kiosk.attempt(ask, _points(chance)) or chance.random() < 0.1:
            ask()

    def _promised(
        self, kiosk: Kiosk, result: ArrivalResult, client: tuple[str, str] | None
    ) -> None:
        if result.outcome not in NEW or result.slip is None or result.slip.copy:
            return
        if any(promise.receipt == result.slip.receipt for promise in self.promises):
            return
        query = (
            "SELECT event.event_id, ticket.arrival FROM event JOIN ticket "
            "ON ticket.id = event.entity_id WHERE event.type = 'ticket.issued' AND ticket.id = ?"
        )
        [(event, arrival)] = kiosk.world.store.read(query, (result.slip.ticket,))
        self.promises.append(
            Promise(
                kiosk.name, (kiosk.copies,), result.slip.number, result.slip.receipt,
                str(UUID(bytes=event)), arrival, client,
            )
        )  # fmt: skip

    def _press_next(self, leader: Kiosk, key: str) -> None:
        if leader.lobby.line.counters.get(ONE) is None:
            leader.world.sit("s1", ONE)
        if self._is_stale(leader, key):
            return
        press = leader.world.press("s1", key=key)
        answer = leader.world.next("s1", ONE, press)
        if isinstance(answer, DeskResult) and answer.ticket is not None:
            self.called.setdefault(press.key, set()).add(answer.ticket.id)

    @staticmethod
    def _is_stale(leader: Kiosk, key: str) -> bool:
        """A page from before a restore is told to load again, and does nothing (row 12)."""
        return not key.startswith(leader.world.store.journal.series + ".")

    def _change(self, chance: random.Random, change: Callable[[str], object]) -> None:
        booking = chance.choice(self.stage.bookings)
        if self.stage.view(booking) is None:
            return
        self._passes(booking)
        with suppress(Refused):
            change(booking)

    def _passes(self, booking: str) -> dict[str, str]:
        """Every pass of a booking that somebody may still have, the newest too."""
        kept = self.seen_passes.setdefault(booking, {})
        view = self.stage.view(booking)
        text = self.stage.pass_now(booking)
        if view is not None and text:
            kept.setdefault(text, view.client or "")
        return kept

    def _count_losses(self) -> None:
        there = self.stage.server.known().union(*(kiosk.events() for kiosk in self.stage.kiosks))
        self.lost_for_good |= {p.event for p in self.promises if p.event not in there}

    def _kiosk(self, chance: random.Random) -> Kiosk:
        return chance.choice(self.stage.kiosks)

    def _key(self) -> str:
        self.presses += 1
        return f"press-{self.presses:04}"


def _points(chance: random.Random, among: int = 14) -> int | None:
    """Where the process dies, if it does."""
    return chance.randrange(among) if chance.random() < 0.12 else None


DEEDS: dict[str, int] = {
    "walk_in": 6, "check_in": 12, "call_next": 4, "serve": 2, "sync": 20, "late": 3,
    "cancel": 2, "move": 2, "move_away": 1, "hand_over": 2, "reassign": 1, "book": 2,
    "power_cut": 1, "checkpoint": 1, "clock_jump": 1, "time_passes": 3, "copy_device": 1,
    "restore_device": 1, "copy_backend": 1, "restore_backend": 1,
}  # fmt: skip
"""What happens how often."""
