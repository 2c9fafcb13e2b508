"""Slips: what is printed for a ticket, and how the printing went."""

from dataclasses import replace
from datetime import timedelta

from vuoro.core.wire.codec import decode, encode
from vuoro.core.wire.kiosk import OpenSlip, Slip, SlipReport, SlipState
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.service.estimates import estimate
from vuoro.queue.service.lobby import LobbyService, Press, Refused
from vuoro.queue.service.refusals import NO_SUCH_TICKET
from vuoro.queue.store import Work
from vuoro.queue.store.rows import to_ms

_INSERT = (
    "INSERT INTO print_job (job_id, ticket, device, state, copy, slip, reason, at) "
    "VALUES (?, ?, ?, ?, ?, ?, '', ?)"
)


FRESH_FOR = timedelta(minutes=10)
"""After this the visitor has gone on with the number on the screen; no slip is left behind."""
_BEFORE: dict[SlipState, tuple[SlipState, ...]] = {
    SlipState.QUEUED: (),
    SlipState.SENDING: (SlipState.QUEUED,),
    SlipState.UNKNOWN: (SlipState.QUEUED, SlipState.SENDING),
    SlipState.FAILED: (SlipState.QUEUED, SlipState.SENDING, SlipState.UNKNOWN),
    SlipState.DONE: (SlipState.QUEUED, SlipState.SENDING, SlipState.UNKNOWN),
}
"""The states that each may follow: what is known to have happened is never taken back."""


def slip_for(lobby: LobbyService, work: Work, ticket: Ticket, device: str) -> Slip:
    """The first slip of a ticket, queued for printing."""
    slip = _slip(lobby, ticket, 0)
    _queue(lobby, work, slip, device)
    work.at("after_print_job")
    return slip


def offered_slip(lobby: LobbyService, work: Work, ticket: Ticket) -> Slip:
    """The slip as a copy would be, for the screen; ``copy_slip`` is what prints one."""
    return _slip(lobby, ticket, _copies(work, ticket.id))


def copy_slip(lobby: LobbyService, ticket: str, press: Press) -> bytes | Refused:
    """One more slip with the same number, marked as a copy, because somebody asked for it."""
    found = lobby.line.tickets.get(ticket)
    if found is None:
        return NO_SUCH_TICKET

    def make(work: Work) -> Slip:
        slip = _slip(lobby, found, _copies(work, found.id))
        _queue(lobby, work, slip, press.actor)
        return slip

    return lobby.once(press, f"copy:{ticket}", make, encode)


def report(lobby: LobbyService, job: str, told: SlipReport, device: str) -> bool:
    """How the printing of a slip goes, as its kiosk tells. False for a job of another device.

    Told twice or too late it changes nothing: a slip that was printed stays so.
    """
    with lobby.store.begin() as work:
        row = work.execute(
            "SELECT state FROM print_job WHERE job_id = ? AND device = ?", (job, device)
        ).fetchone()
        if row is not None and SlipState(row[0]) in _BEFORE[told.state]:
            work.execute(
                "UPDATE print_job SET state = ?, reason = ?, at = ? WHERE job_id = ?",
                (told.state.value, told.reason[:80], to_ms(lobby.now), job),
            )
    return row is not None


def open_slips(lobby: LobbyService, device: str) -> tuple[OpenSlip, ...]:
    """The fresh jobs that a restarted kiosk finds unfinished (offline_sync §3.3)."""
    rows = lobby.store.read(
        "SELECT state, slip FROM print_job WHERE device = ? AND state IN ('queued', 'sending') "
        "AND at > ? ORDER BY job_id",
        (device, to_ms(lobby.now - FRESH_FOR)),
    )
    return tuple(OpenSlip(SlipState(state), decode(slip, Slip)) for state, slip in rows)


def _slip(lobby: LobbyService, ticket: Ticket, copy: int) -> Slip:
    slip = Slip(
        job=str(lobby.ids.thing()),
        ticket=ticket.id,
        number=ticket.number,
        language=ticket.language,
        office=lobby.office.name,
        where=lobby.office.where,
        issued_at=ticket.arrived_at,
        receipt=ticket.receipt,
        follow_url=f"{lobby.follow_url}/t/{ticket.token}",
        copy=copy,
    )
    if ticket.uniform:
        return slip
    ahead, wait = estimate(lobby.line, lobby.office, ticket, lobby.now)
    return replace(slip, ahead=ahead, wait=wait)


def _queue(lobby: LobbyService, work: Work, slip: Slip, device: str) -> None:
    work.execute(
        _INSERT,
        (
            slip.job,
            slip.ticket,
            device,
            SlipState.QUEUED.value,
            slip.copy,
            encode(slip),
            to_ms(lobby.now),
        ),
    )


def _copies(work: Work, ticket: str) -> int:
    """Which copy the next slip would be: the highest so far and one, 0 if none was ever queued."""
    row = work.execute(
        "SELECT coalesce(max(copy), -1) + 1 FROM print_job WHERE ticket = ?", (ticket,)
    ).fetchone()
    return max(int(row[0]), 1)
