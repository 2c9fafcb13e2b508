"""What changes the lobby itself: who sits where, what is locked, who asks for help."""

import orjson

from vuoro.core.languages import ENDONYMS
from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import DeskCommand, DeskResult
from vuoro.queue.domain.states import WHOLE_LOBBY, CounterState, ServiceState
from vuoro.queue.service.anchors import anchor_clock
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.lobby import Committed, LobbyService, Press, Refused
from vuoro.queue.service.refusals import NO_SUCH_COUNTER
from vuoro.queue.store import Work

LONGEST_MESSAGE = 300


def sit(lobby: LobbyService, command: DeskCommand, press: Press) -> bytes | Refused:
    """Take a seat at a counter, or with no counter get up. Calls nobody."""

    def make(work: Work) -> DeskResult | Refused:
        wanted = command.counter
        if wanted is not None and lobby.office.counter(wanted) is None:
            return NO_SUCH_COUNTER
        before = lobby.counter_of(press.actor)
        taken = lobby.line.counters.get(wanted or "")
        if taken is not None and taken.staff not in (None, press.actor):
            return Refused(
                "counter_taken", f"{taken.staff_name} sits at this counter. Choose another one."
            )
        if before is not None and before.id != wanted:
            if before.id in lobby.line.held:
                return Refused(
                    "counter_busy", "Finish with your client before you leave the counter."
                )
            work.record(
                "counter.closed", (CounterState(before.id),), day=lobby.day(), actor=press.actor
            )
            lobby.audit(work, press, "counter.closed", counter=before.id)
        if wanted is not None and (before is None or before.id != wanted):
            state = CounterState(wanted, press.actor, press.actor_name)
            work.record("counter.opened", (state,), day=lobby.day(), actor=press.actor)
            lobby.audit(work, press, "counter.opened", counter=wanted)
        return DeskResult(work.rows[-1].version if work.rows else lobby.line.version)

    ensure_day(lobby)
    return lobby.once(press, "sit", make, encode)


def lock(lobby: LobbyService, command: DeskCommand, press: Press) -> bytes | Refused:
    """Lock or open a service, or with no service the whole lobby.

    Takes effect on the next screen at once.
    """

    def make(work: Work) -> DeskResult | Refused:
        target = command.service or WHOLE_LOBBY
        if command.service is not None and lobby.office.service(command.service) is None:
            return Refused(
                "no_such_service", "There is no such service in this office.", status=404
            )
        before = lobby.line.services.get(target, ServiceState(target))
        locked = before.locked if command.locked is None else command.locked
        message = before.message if command.message is None else _words(command.message)
        state = ServiceState(target, locked, message)
        kind = "service.locked" if locked else "service.opened"
        n = work.record(kind, (state,), day=lobby.day(), actor=press.actor)
        lobby.audit(work, press, kind, detail=target)
        return DeskResult(n)

    ensure_day(lobby)
    return lobby.once(press, f"lock:{command.service}", make, encode)


def _words(message: dict[str, str]) -> str:
    """Words by language, no longer than a screen has room for."""
    short = {tag: words[:LONGEST_MESSAGE] for tag, words in message.items() if tag in ENDONYMS}
    return orjson.dumps(short, option=orjson.OPT_SORT_KEYS).decode()


def ask_for_help(lobby: LobbyService, command: DeskCommand, press: Press) -> bytes | Refused:
    """Show colleagues that a counter needs help; with no counter the alarm is over."""

    counter = command.counter or ""
    if counter and lobby.office.counter(counter) is None:
        return NO_SUCH_COUNTER
    if (kept := lobby.kept(press, "emergency")) is not None:
        return kept

    def make(work: Work) -> DeskResult:
        lobby.audit(work, press, "emergency" if counter else "emergency.over", counter=counter)
        work.execute("INSERT OR REPLACE INTO meta (k, v) VALUES ('emergency', ?)", (counter,))
        return DeskResult(lobby.line.version)

    answer = lobby.once(press, "emergency", make, encode)
    if not isinstance(answer, Refused):
        lobby.emergency = counter
        lobby.tell(Committed(emergency=counter))
    return answer


def lock_device(
    lobby: LobbyService, device: str, command: DeskCommand, press: Press
) -> bytes | Refused:
    """Lock or open one kiosk."""
    if command.locked is None:
        return Refused("no_lock", "Say whether to lock or to open: locked.", status=422)
    locked = command.locked

    def make(work: Work) -> DeskResult | Refused:
        done = work.execute("UPDATE device SET locked = ? WHERE id = ?", (int(locked), device))
        if not done.rowcount:
            return Refused("no_such_device", "There is no such device.", status=404)
        action = "device.locked" if locked else "device.opened"
        lobby.audit(work, press, action, detail=lobby.kiosk_names.get(device, device))
        return DeskResult(lobby.line.version)

    answer = lobby.once(press, f"device:{device}:{locked}", make, encode)
    lobby.tell(Committed(devices=True))
    return answer


def confirm_day(lobby: LobbyService, command: DeskCommand, press: Press) -> bytes | Refused:
    """A person says that the clock is right after a long pause: the new service day opens."""

    def make(work: Work) -> DeskResult:
        lobby.audit(work, press, "clock.confirmed", detail=lobby.now.isoformat(timespec="seconds"))
        # The event's own moment is what was confirmed.
        n = work.note("clock.confirmed", {}, day=lobby.day(), actor=press.actor)
        return DeskResult(n)

    answer = lobby.once(press, "day", make, encode)
    anchor_clock(lobby.store, lobby.clock)
    ensure_day(lobby, confirmed=True)
    return answer
