"""Refusals that a device acts upon."""

from vuoro.booking.backend import Refused
from vuoro.core.wire.sync import SyncProblem


class SyncRefused(Refused):
    """A refusal with one of the codes of the protocol; ``expected`` comes with a gap."""

    def __init__(
        self, problem: SyncProblem, detail: str, status: int, expected: int | None = None
    ) -> None:
        super().__init__(problem.value, detail, status)
        self.expected = expected


def fork(detail: str) -> SyncRefused:
    """The stream is not the one we know; the device recovers with a new epoch (§3.7)."""
    return SyncRefused(SyncProblem.FORK, detail, 409)


def gap(expected: int) -> SyncRefused:
    """Events before these are missing."""
    return SyncRefused(SyncProblem.GAP, f"Send the events from {expected} on.", 409, expected)


def revoked() -> SyncRefused:
    return SyncRefused(
        SyncProblem.REVOKED,
        "This device was revoked. Begin a drain-only session to send what it still holds.",
        401,
    )


def session_over() -> SyncRefused:
    return SyncRefused(SyncProblem.SESSION_OVER, "Begin a new session.", 401)


def locked() -> SyncRefused:
    return SyncRefused(
        SyncProblem.LOCKED,
        "Two devices claim this identity. An administrator must decide on the fleet page.",
        403,
    )


def upgrade_needed(oldest: int) -> SyncRefused:
    return SyncRefused(
        SyncProblem.UPGRADE, f"The oldest protocol spoken here is {oldest}. Update the device.", 426
    )
