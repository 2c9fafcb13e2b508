"""A ticket: a number in the line, and all that is known about where it is."""

from dataclasses import dataclass, field
from datetime import datetime

from vuoro.core.wire.desk import TicketKind, TicketState

OPEN_STATES = frozenset(
    {
        TicketState.WAITING,
        TicketState.CALLED,
        TicketState.SERVING,
        TicketState.PARKED,
        TicketState.MISSED,
    }
)
HELD_STATES = frozenset({TicketState.CALLED, TicketState.SERVING})


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as it stands.

    ``counter`` holds it while called, serving or parked; while waiting it names the counter it was
    transferred to. ``calls`` counts the calls since it last joined the line (the recall limit),
    ``times`` all calls ever made (the board announces when it grows; undo doesn't lower it).
    ``undo`` is what the last move changed, as JSON of the former values; empty when there is
    nothing to take back. ``token`` is the secret of the visitor's own page. ``version`` is the
    event that made it so.
    """

    id: str
    arrival: str
    day: str
    series: str
    n: int
    number: str
    receipt: str
    token: str = field(repr=False)
    service: str
    language: str
    kind: TicketKind
    state: TicketState
    arrived_at: datetime
    due_at: datetime
    not_before: datetime
    urgent: bool = False
    counter: str | None = None
    booking: str | None = None
    booked_start: datetime | None = None
    specialist: str | None = None
    stand_in: str | None = None
    calls: int = 0
    times: int = 0
    called_at: datetime | None = None
    called_to: str | None = None
    """The counter of the newest call, kept when the ticket moves on."""
    served_at: datetime | None = None
    ended_at: datetime | None = None
    notes: str = ""
    outcome: str = ""
    uniform: bool = False
    """Came by identity code: the visitor is told only what everyone would be told."""
    undo: str = ""
    also: str = ""
    """Other numbers of the same visit, separated by commas: on paper in the same hand (row 2)."""
    merged_into: str | None = None
    """The ticket that stands for this one; this one is never called by itself."""
    lease: str | None = None
    """The leased time that a walk-in was given (offline_sync §3.1)."""
    silent: bool = False
    """The visitor is called by phone or fetched, never on the board or aloud."""
    elsewhere: bool = False
    """The visitor waits at the office's other waiting place."""
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number of this visit, its own first."""
        return (self.number, *filter(None, self.also.split(",")))

    @property
    def is_held(self) -> bool:
        """Whether it is the one ticket its counter is busy with."""
        return self.state in HELD_STATES
