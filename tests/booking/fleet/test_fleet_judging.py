"""What an arrival means for its booking: every combination has a verdict."""

import itertools

import pytest

from vuoro.booking.domain.values import BookingStatus
from vuoro.booking.fleet.attention import CHOICES
from vuoro.booking.fleet.judging import Booked, Came, Flag, Verdict, judge

START = 1_000_000


def booking(**changed: object) -> Booked:
    values: dict[str, object] = {
        "id": "b", "office": "here", "starts_at": START, "day": "2026-11-23",
        "status": BookingStatus.BOOKED, "cancelled_by": "", "changed_at": 0, "rev": 3,
        "pass_id": "p", "specialist": "s",
    }  # fmt: skip
    return Booked(**(values | changed))  # type: ignore[arg-type]


CAME = Came("here", "2026-11-23", START - 5, "b", rev=3, booked_start=START)
CANCELLED = {"status": BookingStatus.CANCELLED, "changed_at": START - 10}
TABLE = [
    (booking(), Verdict(True)),
    (booking(status=BookingStatus.ABSENT), Verdict(True)),
    (booking(starts_at=START + 5), Verdict(True, (Flag.STALE_BOOKING,))),
    (booking(day="2026-11-24"), Verdict(True, (Flag.STALE_BOOKING,), "booking_moved")),
    (booking(office="there"), Verdict(True, (Flag.OTHER_OFFICE,), "booking_elsewhere")),
    (booking(**CANCELLED), Verdict(True, (Flag.AFTER_CANCEL,), "booking_cancelled")),
    (
        booking(**CANCELLED | {"cancelled_by": "client", "changed_at": START}),
        Verdict(True, (Flag.AFTER_CANCEL, Flag.VOID_CANDIDATE), "cancelled_after_arrival"),
    ),
    (
        booking(**CANCELLED | {"cancelled_by": "staff", "changed_at": START}),
        Verdict(True, (Flag.AFTER_CANCEL,), "booking_cancelled"),
    ),
    (
        booking(reassigned_rev=4, reassigned_at=START),
        Verdict(False, (Flag.REASSIGNED, Flag.PRIORITY), "booking_reassigned"),
    ),
    (booking(reassigned_rev=3, reassigned_at=START), Verdict(True)),
    (None, Verdict(False, (Flag.UNKNOWN_BOOKING,), "unknown_booking")),
]


@pytest.mark.parametrize(("found", "verdict"), TABLE)
def test_the_table_of_verdicts(found: Booked | None, verdict: Verdict) -> None:
    assert judge(CAME, found) == verdict


@pytest.mark.parametrize("found", [booking(), None])
def test_an_erased_booking_is_nobodys_whatever_is_found(found: Booked | None) -> None:
    assert judge(CAME, found, is_erased=True) == Verdict(False, (Flag.ERASED,))


def test_a_walk_in_claims_nothing() -> None:
    assert judge(Came("here", "2026-11-23", 0, None), None) == Verdict(False)


def test_nobody_is_ever_refused_and_every_problem_has_two_buttons() -> None:
    cases = itertools.product(
        (None, "b"), (None, 1, 9), ("here", "there"), ("2026-11-23", "2026-12-01"),
        BookingStatus, ("", "client"), (0, 4), (0, 10**9),
    )  # fmt: skip
    for claimed, rev, office, day, status, by, reassigned, at in cases:
        came = Came("here", "2026-11-23", START, claimed, rev, START)
        verdict = judge(
            came,
            booking(
                office=office, day=day, status=status, cancelled_by=by, reassigned_rev=reassigned,
                reassigned_at=at, changed_at=at,
            ),
        )  # fmt: skip
        assert verdict.problem is None or len(set(CHOICES[verdict.problem])) == 2
        assert verdict.attach <= (claimed is not None)
