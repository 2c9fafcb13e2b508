"""Codes that give no number: each with its words and a way forward, and nothing is printed."""

from vuoro.core import identity_code
from vuoro.core.catalogue import catalogue
from vuoro.lobby.tour.failing import expect_that
from vuoro.lobby.tour.stage import Stage
from vuoro.lobby.tour.steps.numbers import expect_no_slip

_FOREIGN = "https://www.example.org/menu?table=12"
_GARBAGE = "".join(map(chr, range(1, 32))) + "\x7f" + "😀" * 300


def wrong_identity_code(stage: Stage) -> str:
    """A mistyped identity code is told on the spot, and can't be sent."""
    before = stage.paper.count()
    stage.glass.touch("appointment")
    stage.glass.await_screen("show-code")
    stage.glass.touch("identity-code")
    stage.glass.await_screen("identity-code")
    right = stage.house.client("identity-code").identity
    wrong = next(each for each in identity_code.CHECK_CHARACTERS if each not in (right[-1], "Y"))
    stage.glass.key_in(right[:-1] + wrong)
    words = catalogue("vuoro.kiosk", "fi").text("identity.wrong_check")
    shown = stage.glass.await_that(
        "the kiosk says that something was mistyped", lambda shown: words in shown.texts
    )
    stage.picture("kiosk", "wrong-identity-code")
    expect_that("nothing of the code is on the glass", right[:10] not in "".join(shown.texts))
    stage.glass.touch("confirm")
    stage.glass.touch("start-again")
    stage.glass.await_screen("home")
    expect_no_slip(stage, before)
    return "told while typing, and not sent"


def foreign_code(stage: Stage) -> str:
    """Some other QR code."""
    return _refused(stage, _FOREIGN, "bad-pass", "foreign-code")


def garbage(stage: Stage) -> str:
    """Control characters and far too much of something."""
    return _refused(stage, _GARBAGE, "bad-pass", "garbage")


def another_office(stage: Stage) -> str:
    """A pass of another office."""
    return _refused(stage, stage.house.stranger, "wrong-office", "another-office")


def another_day(stage: Stage) -> str:
    """A pass for tomorrow."""
    return _refused(stage, stage.house.client("tomorrow").pass_text, "wrong-day", "another-day")


def cancelled(stage: Stage) -> str:
    """A booking that was cancelled."""
    return _refused(stage, stage.house.client("cancelled").pass_text, "cancelled", "cancelled")


def _refused(stage: Stage, code: str, outcome: str, name: str) -> str:
    before = stage.paper.count()
    stage.glass.await_screen("home")
    stage.hold_up(code)
    shown = stage.glass.await_screen(f"refused-{outcome}")
    stage.picture("kiosk", f"refused-{name}")
    ways = [each for each in ("take-number", "appointment", "try-again") if each in shown.targets]
    expect_that("there is a way forward", bool(ways))
    expect_no_slip(stage, before)
    stage.glass.touch("start-again")
    stage.glass.await_screen("home")
    return f"refused as {outcome}; the way forward: {', '.join(ways)}"
