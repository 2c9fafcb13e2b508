"""People arrive."""

import random

from vuoro.core.wire.desk import TicketKind
from vuoro.lobby.demo.cast import artificial_identity_code
from vuoro.lobby.demo.ready import scanner_ready
from vuoro.lobby.tour.failing import expect, expect_that, wait_for
from vuoro.lobby.tour.stage import Stage
from vuoro.lobby.tour.steps.numbers import agreed, checked_in, done, number_on

INFO = "neuvonta"


def first_pictures(stage: Stage) -> str:
    """Every language's home, and the board of the morning."""
    stage.glass.await_screen("home")
    for language in ("sv", "en", "fi"):
        stage.glass.touch(f"language-{language}")
        stage.glass.await_language(language)
        stage.picture("kiosk", f"home-{language}")
    stage.board.await_scene("calls")
    stage.picture("display", "morning")
    frame = stage.frame()
    waiting = frame.lobby.waiting if frame.lobby is not None else 0
    return f"{len(frame.bookings)} bookings today, {waiting} clients waiting"


def walk_in(stage: Stage) -> str:
    """A number for a service; slip, glass and lobby agree."""
    before = stage.paper.count()
    _choose_services(stage)
    stage.picture("kiosk", "services")
    stage.glass.touch(f"service-{INFO}")
    number, row, slip, _ = agreed(stage, "issued", before)
    expect("kind of ticket", row.kind, TicketKind.WALK_IN)
    stage.picture("kiosk", "walk-in")
    done(stage)
    stage.numbers["walk-in"] = number
    return f"{number} on glass, paper and in the database; code leads to {slip.url[:24]}…"


def double_tap(stage: Stage) -> str:
    """Two quick taps on a service are one ticket."""
    before, tickets = stage.paper.count(), len(stage.frame().tickets)
    _choose_services(stage)
    stage.glass.touch(f"service-{INFO}", times=2)
    number, _, _, _ = agreed(stage, "issued", before)
    expect("new tickets", len(stage.frame().tickets) - tickets, 1)
    done(stage)
    stage.numbers["double tap"] = number
    return f"two taps, one ticket: {number}"


def identity_code_with_a_match(stage: Stage) -> str:
    """A client with a booking types an identity code."""
    client = stage.house.client("identity-code")
    number, texts = _typed_in(stage, client.identity, picture=True)
    row = stage.ticket(number)
    expect("booking", row.booking, client.booking)
    stage.numbers["identity-code"] = number
    stage.answers["match"] = texts
    return f"{number} belongs to the booking"


def identity_code_without_a_match(stage: Stage) -> str:
    """A person without a booking gets an answer that looks the same but for the number."""
    code = artificial_identity_code(random.Random(stage.house.folder.name))
    number, texts = _typed_in(stage, code, picture=False)
    row = stage.ticket(number)
    expect("booking", row.booking, None)
    expect("what the screen says", texts, stage.answers["match"])
    stage.numbers["no match"] = number
    return f"{number}, to the same words"


def pass_in_time(stage: Stage) -> str:
    """A pass held to the camera checks its client in."""
    wait_for("the scanner is ready", lambda: scanner_ready(stage.house), seconds=60)
    number, row = checked_in(stage, "in-time", "admitted")
    expect_that("a client in time is not late", "late" not in row.notes)
    stage.picture("kiosk", "checked-in")
    done(stage)
    return f"{number}, booked for {row.booked_start:%H:%M} UTC" if row.booked_start else number


def early(stage: Stage) -> str:
    """Too early: a number all the same, and a word about it."""
    number, row = checked_in(stage, "early", "early")
    expect_that("staff see that the client is early", "early" in row.notes)
    stage.picture("kiosk", "early")
    done(stage)
    return number


def late(stage: Stage) -> str:
    """Too late: a number, and staff see it."""
    number, row = checked_in(stage, "late", "late")
    expect_that("staff see that the client is late", "late" in row.notes)
    stage.picture("kiosk", "late")
    done(stage)
    return number


def already_here(stage: Stage) -> str:
    """The same pass again: the same number, and a slip only if asked for."""
    before = stage.paper.count()
    stage.hold_up(stage.house.client("in-time").pass_text)
    shown = stage.glass.await_screen("number-already-here-offered")
    expect("number", number_on(shown), stage.numbers["in-time"])
    expect("slips printed by themselves", stage.paper.count(), before)
    stage.picture("kiosk", "already-here")
    stage.glass.touch("reprint")
    stage.glass.await_screen("number-already-here-out")
    copy = stage.paper.await_slip(before + 1)
    expect("number on the copy", copy.number, stage.numbers["in-time"])
    done(stage)
    return f"{copy.number} again, and a copy when asked"


def _choose_services(stage: Stage) -> None:
    stage.glass.await_screen("home")
    stage.glass.touch("number")
    stage.glass.await_screen("services")


def _typed_in(stage: Stage, code: str, *, picture: bool) -> tuple[str, tuple[str, ...]]:
    """The number for an identity code, and what the screen says beside it."""
    before = stage.paper.count()
    stage.glass.touch("appointment")
    stage.glass.await_screen("show-code")
    stage.glass.touch("identity-code")
    stage.glass.await_screen("identity-code")
    stage.glass.key_in(code)
    if picture:
        stage.picture("kiosk", "identity-code")
    stage.glass.touch("confirm")
    number, _, _, shown = agreed(stage, "received", before)
    if picture:
        stage.picture("kiosk", "received")
    expect_that("nothing of the code is on the glass", not any(code in t for t in shown.texts))
    done(stage)
    return number, tuple(text for text in shown.texts if not _counts(text))


def _counts(text: str) -> bool:
    """The number, the clock and the seconds left differ from one answer to the next."""
    return any(character.isdigit() for character in text)
