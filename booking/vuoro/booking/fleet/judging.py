"""What an arrival means for its booking: the backend's side of offline_sync §3.9, as one function.

A physical fact is never refused. The verdict says whether the visit is the booking's, what is to be
marked on it, and what a human must look at.
"""

from dataclasses import dataclass

from vuoro.booking.domain.values import BookingStatus


class Flag:
    """Marks on a visit."""

    AFTER_CANCEL = "after_cancel"
    VOID_CANDIDATE = "void_candidate"
    """The client cancelled after the time at which somebody arrived with their pass."""
    STALE_BOOKING = "stale_booking"
    """Let in by an older time than the booking has."""
    OTHER_OFFICE = "other_office"
    REASSIGNED = "booking_reassigned"
    PRIORITY = "priority"
    UNKNOWN_BOOKING = "unknown_booking"
    UNKNOWN_SERVICE = "unknown_service"
    ERASED = "erased"
    SUPERSEDED = "superseded"
    """The booking's client came again on another day."""
    AFTER_CLOSE = "after_close"
    """Told of after its day was closed: a correction."""
    OLD_LEADER = "old_leader"
    CLOCK_UNSURE = "clock_unsure"
    KEPT_COLLEAGUE = "kept_colleague"
    """Called by the colleague who had the booking before it was handed over."""


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking as far as an arrival is concerned."""

    id: str
    office: str
    starts_at: int
    day: str
    status: BookingStatus
    cancelled_by: str
    changed_at: int
    rev: int
    pass_id: str
    specialist: str
    reassigned_rev: int = 0
    """The revision from which on the booking is another client's; 0: it never was."""
    reassigned_at: int = 0


@dataclass(frozen=True, slots=True)
class Came:
    """An arrival: where and when, by what, and what the lobby thought the booking was."""

    office: str
    day: str
    at: int
    claimed: str | None
    rev: int | None = None
    booked_start: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """``problem`` names the attention item to open, if any (see attention.CHOICES)."""

    attach: bool
    flags: tuple[str, ...] = ()
    problem: str | None = None


def judge(came: Came, booking: Booked | None, *, is_erased: bool = False) -> Verdict:
    """What to make of an arrival. Rows of §3.9 in the order in which they matter."""
    if came.claimed is None:
        return Verdict(attach=False)
    if is_erased:
        return Verdict(False, (Flag.ERASED,))
    if booking is None:
        return Verdict(False, (Flag.UNKNOWN_BOOKING,), "unknown_booking")
    if _is_of_former_client(came, booking):
        return Verdict(False, (Flag.REASSIGNED, Flag.PRIORITY), "booking_reassigned")
    if booking.status is BookingStatus.CANCELLED:
        return _cancelled(came, booking)
    if booking.office != came.office:
        return Verdict(True, (Flag.OTHER_OFFICE,), "booking_elsewhere")
    if booking.day != came.day:
        return Verdict(True, (Flag.STALE_BOOKING,), "booking_moved")
    if came.booked_start not in (None, booking.starts_at):
        return Verdict(True, (Flag.STALE_BOOKING,))
    return Verdict(attach=True)


def _is_of_former_client(came: Came, booking: Booked) -> bool:
    """By the revision of the pass; where the lobby didn't tell it, by the time of arrival."""
    if not booking.reassigned_rev:
        return False
    if came.rev is not None:
        return came.rev < booking.reassigned_rev
    return came.at < booking.reassigned_at


def _cancelled(came: Came, booking: Booked) -> Verdict:
    after_arrival = booking.cancelled_by == "client" and booking.changed_at > came.at
    if after_arrival:
        return Verdict(True, (Flag.AFTER_CANCEL, Flag.VOID_CANDIDATE), "cancelled_after_arrival")
    return Verdict(True, (Flag.AFTER_CANCEL,), "booking_cancelled")
