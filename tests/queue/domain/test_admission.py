"""What becomes of a person who shows a booking: the whole table, then what holds for every case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.desk import Channel
from vuoro.core.wire.kiosk import Outcome
from vuoro.queue.domain.admission import Admit, Decision, Here, PassClaim, Presented, TurnAside
from vuoro.queue.domain.admission import decide as decide_arrival
from vuoro.queue.domain.arrival import Arrival, How, Note
from vuoro.queue.domain.booking import Booking, BookingStatus, pass_key
from vuoro.queue.domain.office import Rules

SITE, OTHER_SITE = 17, 18
TEN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""Ten o'clock on a Tuesday in Helsinki."""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FRESH, STALE = timedelta(seconds=59), timedelta(seconds=60)

TODAY = Booking("today", "p1", rev=2, site=SITE, service="talk", start=TEN, minutes=30)
SECOND = replace(TODAY, id="second", pass_id="p2", start=TEN + 30 * MINUTE)
TOMORROW = replace(TODAY, id="tomorrow", start=TEN + DAY)
YESTERDAY = replace(TODAY, id="yesterday", start=TEN - DAY)
ELSEWHERE = replace(TODAY, id="elsewhere", site=OTHER_SITE)
CANCELLED = replace(TODAY, id="cancelled", status=BookingStatus.CANCELLED)
BY_PHONE = replace(TODAY, channel=Channel.PHONE)

RIGHT = PassClaim("p1", rev=2, site=SITE, starts=TEN - 120 * MINUTE, ends=TEN + 600 * MINUTE)
ANYWHERE = replace(RIGHT, site=0)
OLD, NEW = replace(RIGHT, rev=1), replace(RIGHT, rev=3)
OTHER = replace(RIGHT, site=OTHER_SITE)
OVER = replace(RIGHT, starts=TEN - DAY, ends=TEN - DAY / 2)
NOT_YET = replace(RIGHT, starts=TEN + DAY, ends=TEN + 2 * DAY)


def came(booking: str | None, at: datetime = TEN - 5 * MINUTE, voided: bool = False) -> Arrival:
    return Arrival(
        f"by {booking}", "2026-11-24", How.PASS, at, "", "k", "talk", booking, voided=voided
    )


CAME = came("today")
CAME_BY_PASS = came(pass_key("p1"))
NO_MATCH = TurnAside(Outcome.NO_MATCH)
EARLY = Admit(Outcome.EARLY, TODAY, (Note.EARLY,))
LATE = Admit(Outcome.LATE, TODAY, (Note.LATE,))


def decide(
    rows: tuple[Booking, ...],
    claim: PassClaim | None = None,
    arrivals: tuple[Arrival, ...] = (),
    now: datetime = TEN,
    age: timedelta | None = STALE,
    *,
    sure: bool = True,
    removed: bool = False,
    served: tuple[Arrival, ...] = (),
) -> Decision:
    how = How.PASS if claim is not None else How.BOOKING_CODE
    return decide_arrival(
        Presented(how, rows, claim, removed),
        arrivals,
        now,
        Rules(),
        site=SITE,
        mirror_age=age,
        clock_sure=sure,
        served=frozenset(arrival.id for arrival in served),
    )


def admitted(booking: Booking | None, *notes: Note) -> Admit:
    return Admit(Outcome.ADMITTED, booking, notes)


@pytest.mark.parametrize(
    ("minutes", "sure", "decision"),
    [
        (-600, True, EARLY),
        (-61, True, EARLY),
        (-60, True, admitted(TODAY)),
        (0, True, admitted(TODAY)),
        (20, True, admitted(TODAY)),
        (21, True, LATE),
        (600, True, LATE),
        (-600, False, admitted(TODAY, Note.CLOCK_UNSURE)),
        (0, False, admitted(TODAY, Note.CLOCK_UNSURE)),
        (600, False, admitted(TODAY, Note.CLOCK_UNSURE)),
    ],
)
@pytest.mark.parametrize("claim", [None, RIGHT, ANYWHERE], ids=["code", "pass", "pass for any"])
def test_the_window_of_a_booking_today(
    minutes: int, sure: bool, decision: Decision, claim: PassClaim | None
) -> None:
    assert decide((TODAY,), claim, now=TEN + minutes * MINUTE, sure=sure) == decision


def test_the_window_is_exact_to_the_last_moment() -> None:
    moment = timedelta(microseconds=1)

    assert decide((TODAY,), now=TEN - 60 * MINUTE - moment) == EARLY
    assert decide((TODAY,), now=TEN + 20 * MINUTE + moment) == LATE


IN_TIME = admitted(TODAY)
MOVED = Admit(Outcome.RESCHEDULED, TODAY, (Note.OLD_PASS,))
STALE_ROW = admitted(TODAY, Note.STALE_BOOKING)
OTHER_DAY = TurnAside(Outcome.WRONG_DAY, TOMORROW.start)
AWAY = TurnAside(Outcome.WRONG_OFFICE)
OFF = TurnAside(Outcome.CANCELLED, TEN)
REPLACED = TurnAside(Outcome.SUPERSEDED, TOMORROW.start)
NEWS = admitted(None, Note.STALE_BOOKING)
UNKNOWN = admitted(None, Note.NOT_IN_MIRROR)
NOT_NOW = TurnAside(Outcome.WRONG_DAY)

# What the mirror has, against what is shown: a code, or a pass as its claims stand to the row.
ROWS: dict[str, tuple[Booking, ...]] = {
    "nothing": (),
    "today": (TODAY,),
    "tomorrow": (TOMORROW,),
    "other office": (ELSEWHERE,),
    "cancelled": (CANCELLED,),
}
CLAIMS: dict[str, PassClaim | None] = {
    "code": None,
    "pass": RIGHT,
    "old pass": OLD,
    "newer pass": NEW,
    "pass of another office": OTHER,
    "newer, of another office": replace(NEW, site=OTHER_SITE),
    "pass that is over": OVER,
    "newer, over": replace(OVER, rev=3),
    "pass not valid yet": NOT_YET,
    "newer, not valid yet": replace(NOT_YET, rev=3),
}
# fmt: off
TABLE: dict[str, tuple[Decision, ...]] = {
    #                            nothing    today      tomorrow   elsewhere  cancelled
    "code":                     (NO_MATCH,  IN_TIME,   OTHER_DAY, AWAY,      OFF),
    "pass":                     (UNKNOWN,   IN_TIME,   OTHER_DAY, AWAY,      OFF),
    "old pass":                 (UNKNOWN,   MOVED,     REPLACED,  AWAY,      OFF),
    "newer pass":               (UNKNOWN,   STALE_ROW, NEWS,      NEWS,      NEWS),
    "pass of another office":   (AWAY,      IN_TIME,   OTHER_DAY, AWAY,      OFF),
    "newer, of another office": (AWAY,      STALE_ROW, AWAY,      AWAY,      AWAY),
    "pass that is over":        (NOT_NOW,   IN_TIME,   OTHER_DAY, AWAY,      OFF),
    "newer, over":              (NOT_NOW,   STALE_ROW, NOT_NOW,   NOT_NOW,   NOT_NOW),
    "pass not valid yet":       (NOT_NOW,   IN_TIME,   OTHER_DAY, AWAY,      OFF),
    "newer, not valid yet":     (NOT_NOW,   STALE_ROW, NOT_NOW,   NOT_NOW,   NOT_NOW),
}
# fmt: on


@pytest.mark.parametrize(
    ("shown", "mirror", "decision"),
    [
        (shown, mirror, decision)
        for shown, line in TABLE.items()
        for mirror, decision in zip(ROWS, line, strict=True)
    ],
)
def test_what_is_shown_against_what_the_mirror_knows(
    shown: str, mirror: str, decision: Decision
) -> None:
    assert decide(ROWS[mirror], CLAIMS[shown]) == decision


@pytest.mark.parametrize(
    ("shown", "mirror", "decision"),
    [
        ("code", "nothing", NO_MATCH),
        ("code", "tomorrow", admitted(TOMORROW, Note.CLOCK_UNSURE)),
        ("pass", "tomorrow", admitted(TOMORROW, Note.CLOCK_UNSURE)),
        ("code", "cancelled", OFF),
        ("code", "other office", AWAY),
        ("pass that is over", "nothing", admitted(None, Note.NOT_IN_MIRROR, Note.CLOCK_UNSURE)),
        ("newer, over", "cancelled", admitted(None, Note.STALE_BOOKING, Note.CLOCK_UNSURE)),
        ("pass of another office", "nothing", AWAY),
    ],
)
def test_nobody_is_refused_by_a_clock_that_is_unsure(
    shown: str, mirror: str, decision: Decision
) -> None:
    assert decide(ROWS[mirror], CLAIMS[shown], sure=False) == decision


@pytest.mark.parametrize(
    ("age", "decision"),
    [
        (None, UNKNOWN),
        (timedelta(0), TurnAside(Outcome.SEE_STAFF)),
        (FRESH, TurnAside(Outcome.SEE_STAFF)),
        (STALE, UNKNOWN),
        (-DAY, UNKNOWN),
    ],
    ids=["never pulled", "just now", "59 s", "60 s", "clock set back since"],
)
def test_only_a_fresh_mirror_is_believed_that_there_is_no_booking(
    age: timedelta | None, decision: Decision
) -> None:
    assert decide((), RIGHT, age=age) == decision


def test_a_fresh_mirror_with_an_older_row_does_not_outweigh_a_newer_pass() -> None:
    assert decide((CANCELLED,), NEW, age=FRESH) == NEWS


def test_a_booking_that_the_backend_took_away_is_known_to_be_replaced() -> None:
    assert decide((), RIGHT, removed=True) == TurnAside(Outcome.SUPERSEDED)


@pytest.mark.parametrize(
    ("rows", "claim", "arrivals", "served", "decision"),
    [
        ((TODAY,), None, (CAME,), (), Here(CAME)),
        ((TODAY,), RIGHT, (CAME,), (), Here(CAME)),
        ((TODAY,), RIGHT, (CAME_BY_PASS,), (), Here(CAME_BY_PASS)),
        ((), RIGHT, (CAME_BY_PASS,), (), Here(CAME_BY_PASS)),
        ((CANCELLED,), None, (came("cancelled"),), (), Here(came("cancelled"))),
        ((TOMORROW,), None, (came("tomorrow"),), (), Here(came("tomorrow"))),
        ((TODAY,), None, (came("today", voided=True),), (), admitted(TODAY)),
        ((TODAY,), None, (CAME,), (CAME,), TurnAside(Outcome.SEE_STAFF)),
        ((TODAY,), RIGHT, (CAME_BY_PASS,), (CAME_BY_PASS,), TurnAside(Outcome.SEE_STAFF)),
        ((), RIGHT, (CAME_BY_PASS,), (CAME_BY_PASS,), TurnAside(Outcome.SEE_STAFF)),
        ((TODAY, SECOND), None, (), (), admitted(TODAY)),
        ((SECOND, TODAY), None, (CAME,), (), Here(CAME)),
        ((SECOND, TODAY), None, (CAME,), (CAME,), admitted(SECOND)),
        ((TODAY, CANCELLED), None, (), (), admitted(TODAY)),
        ((ELSEWHERE, CANCELLED), None, (), (), AWAY),
        ((TOMORROW, CANCELLED), None, (), (), OFF),
        ((YESTERDAY, TOMORROW), None, (), (), OTHER_DAY),
        ((YESTERDAY,), None, (), (), TurnAside(Outcome.WRONG_DAY, YESTERDAY.start)),
        ((BY_PHONE,), None, (), (), admitted(BY_PHONE, Note.NOT_IN_PERSON)),
    ],
    ids=[
        "already here, by code",
        "already here, by pass",
        "came by the pass before its row, which is there now",
        "came by the pass, its row is still unknown",
        "cancelled after they came",
        "moved to another day after they came",
        "staff took the arrival back",
        "was served already, and shows the code again",
        "was served already, and shows the pass again",
        "was served already by a pass without a row",
        "two today: the first",
        "two today, waits for the first: the same number",
        "two today, the first is over: the second",
        "one today, another cancelled",
        "one at another office today, one cancelled here",
        "one tomorrow, one today cancelled",
        "one yesterday, one tomorrow",
        "yesterday's",
        "a call by phone, but they came",
    ],
)
def test_who_has_come_before_and_who_has_several_bookings(
    rows: tuple[Booking, ...],
    claim: PassClaim | None,
    arrivals: tuple[Arrival, ...],
    served: tuple[Arrival, ...],
    decision: Decision,
) -> None:
    assert decide(rows, claim, arrivals, served=served) == decision


def test_of_two_bookings_today_the_one_whose_window_is_over_gives_way() -> None:
    assert decide((TODAY, SECOND), now=TEN + 21 * MINUTE) == admitted(SECOND)
    both_over = decide((TODAY, SECOND), now=TEN + 51 * MINUTE)
    assert both_over == Admit(Outcome.LATE, SECOND, (Note.LATE,))


def test_an_old_pass_is_told_the_new_time_even_when_late() -> None:
    late = decide((TODAY,), OLD, now=TEN + 30 * MINUTE)

    assert late == Admit(Outcome.LATE, TODAY, (Note.OLD_PASS, Note.LATE))


def test_today_is_the_day_of_finland() -> None:
    after_midnight = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    booking = replace(TODAY, start=after_midnight)

    assert decide((booking,), now=after_midnight) == admitted(booking)
    before = after_midnight - 31 * MINUTE
    assert decide((booking,), now=before) == TurnAside(Outcome.WRONG_DAY, after_midnight)


ids = st.sampled_from(["a", "b", "c"])
moments = st.integers(-3 * 24 * 12, 3 * 24 * 12).map(lambda fives: TEN + fives * 5 * MINUTE)
bookings = st.builds(
    Booking,
    id=ids,
    pass_id=st.just("p1"),
    rev=st.integers(0, 3),
    site=st.sampled_from([SITE, OTHER_SITE]),
    service=st.just("talk"),
    start=moments,
    minutes=st.just(30),
    channel=st.sampled_from(Channel),
    status=st.sampled_from(BookingStatus),
)
rows_shown = st.lists(bookings, max_size=3, unique_by=lambda booking: booking.id).map(tuple)
claims = st.none() | st.builds(
    PassClaim,
    pass_id=st.just("p1"),
    rev=st.integers(0, 3),
    site=st.sampled_from([0, SITE, OTHER_SITE]),
    starts=moments,
    ends=moments,
)
arrivals_before = st.lists(
    st.builds(came, st.sampled_from(["a", "b", "c", pass_key("p1")]), moments, st.booleans()),
    max_size=3,
    unique_by=lambda arrival: arrival.booking,
).map(tuple)
ages = st.sampled_from([None, FRESH, STALE])
of_today = st.integers(-110, 160).map(lambda fives: TEN + fives * 5 * MINUTE)
"""From a quarter to one in the night until a quarter past eleven in the evening."""
with_one_today = st.builds(
    lambda others, start: (*others, replace(TODAY, id="mine", start=start)), rows_shown, of_today
)


@given(rows_shown, claims, arrivals_before, moments, ages, st.booleans(), st.booleans())
def test_every_case_has_an_answer_that_fits_itself(
    rows: tuple[Booking, ...],
    claim: PassClaim | None,
    arrivals: tuple[Arrival, ...],
    now: datetime,
    age: timedelta | None,
    sure: bool,
    removed: bool,
) -> None:
    decision = decide(rows, claim, arrivals, now, age, sure=sure, removed=removed)

    match decision:
        case Admit(outcome, booking, notes):
            assert len(set(notes)) == len(notes)
            assert (outcome is Outcome.EARLY) == (Note.EARLY in notes)
            assert (outcome is Outcome.LATE) == (Note.LATE in notes)
            assert (Note.CLOCK_UNSURE in notes) == (not sure)
            assert {Note.OLD_PASS, Note.STALE_BOOKING} - set(notes)
            assert booking is not None or claim is not None
            assert outcome is not Outcome.RESCHEDULED or Note.OLD_PASS in notes
        case Here(arrival):
            assert arrival in arrivals
            assert not arrival.voided
        case TurnAside(outcome):
            assert sure or outcome is not Outcome.WRONG_DAY or len(rows) > 1


@given(with_one_today | st.just(()), of_today, ages, st.booleans())
def test_showing_the_same_again_gives_the_same_number_again(
    rows: tuple[Booking, ...], now: datetime, age: timedelta | None, sure: bool
) -> None:
    claim = None if rows else replace(RIGHT, starts=TEN - DAY, ends=TEN + DAY)
    age = age if rows else None
    decision = decide(rows, claim, (), now, age, sure=sure)
    assert isinstance(decision, Admit)
    key = decision.booking.id if decision.booking is not None else pass_key("p1")

    assert decide(rows, claim, (came(key, now),), now, age, sure=sure) == Here(came(key, now))


@given(with_one_today, claims, of_today, ages, st.booleans(), st.booleans())
def test_nobody_with_a_booking_here_today_is_turned_aside(
    rows: tuple[Booking, ...],
    claim: PassClaim | None,
    now: datetime,
    age: timedelta | None,
    sure: bool,
    removed: bool,
) -> None:
    decision = decide(rows, claim, (), now, age, sure=sure, removed=removed)

    assert isinstance(decision, Admit)
    assert decision.booking in rows


@given(rows_shown, claims, moments, ages, st.booleans())
def test_the_order_in_which_the_mirror_gives_bookings_changes_nothing(
    rows: tuple[Booking, ...],
    claim: PassClaim | None,
    now: datetime,
    age: timedelta | None,
    sure: bool,
) -> None:
    turned = tuple(reversed(rows))

    assert decide(turned, claim, (), now, age, sure=sure) == decide(
        rows, claim, (), now, age, sure=sure
    )
