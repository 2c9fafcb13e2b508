"""What visitors come for: the kiosk on one screen, the board on the other, a number, a check-in."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

from deploy.raspberrypi.emulator.lobby import BOARD, GUEST, KIOSK, LATE_SECONDS, SIZES, Lobby
from deploy.raspberrypi.emulator.picture import Picture
from deploy.raspberrypi.emulator.steps import NotShown, Steps

LEAST_CHANGED = 0.05
"""Share of the glass that is another when a number is on it."""
FEWEST_COLOURS = 12
"""Of a screen that shows letters with smooth edges."""


def screens_are_right(lobby: Lobby, steps: Steps) -> None:
    """Each program on its own output, full size, with something on it."""
    for head, name, screen in ((KIOSK, "kiosk", "home"), (BOARD, "board", "")):
        with steps.step(f"the {name} is on output {head + 1}") as step:
            picture = lobby.settled(head, screen, f"{name}-start")
            size = (picture.width, picture.height)
            if size != SIZES[head]:
                raise NotShown(f"the output is {size[0]} × {size[1]}")
            if picture.colours() < FEWEST_COLOURS:
                raise NotShown(f"only {picture.colours()} colours are to be seen")
            shown = lobby.glass(head)
            step.seen = f"{size[0]} × {size[1]}, {picture.colours()} colours, {shown['screen']}"


def touch_takes_a_ticket(lobby: Lobby, steps: Steps) -> None:
    """Finger, compositor, window, service, printer."""
    number, bytes_before = "", 0
    with steps.step("a touch takes a ticket") as step:
        bytes_before = int(lobby.paper()["bytes"])
        before = lobby.settled(KIOSK, "home", "kiosk-before-touch")
        with ThreadPoolExecutor(1) as another:
            visiting = another.submit(lobby.visit)
            changed = _watched(lobby, before, visiting)
            number = visiting.result()
        if changed < LEAST_CHANGED:
            raise NotShown(f"{number} was taken, but only {changed:.0%} of the screen changed")
        step.seen = f"{number}, on a screen of which {changed:.0%} changed"
    with steps.step("bytes arrive at the printer") as step:
        paper = lobby.paper()
        numbers = [slip["number"] for slip in paper["slips"]]
        if not number or number not in numbers:
            raise NotShown(f"{paper['bytes']} bytes, with the numbers {numbers}")
        step.seen = f"{int(paper['bytes']) - bytes_before} bytes, a slip with {number}"


def _watched(lobby: Lobby, before: Picture, visiting: Future[str]) -> float:
    """The share of the glass that the number changes; the last picture of it is kept."""
    changed = 0.0
    while not visiting.done():
        if not str(lobby.glass(KIOSK)["screen"]).startswith("number-"):
            continue
        picture = lobby.machine.picture(KIOSK)
        if str(lobby.glass(KIOSK)["screen"]).startswith("number-"):
            picture.png(lobby.report / "kiosk-number.png")
            changed = picture.differs_from(before)
    return changed


def scan_checks_in(lobby: Lobby, steps: Steps) -> None:
    """A code of somebody with a booking, typed by the scanner."""
    with steps.step("a scan checks in") as step:
        lobby.wait_for_screen(KIOSK, "home", 120)
        before = _checked_in(lobby)
        code = lobby.machine.shell(f"{GUEST}/code")
        lobby.machine.shell(f"{GUEST}/wedge '{code}'")
        lobby.wait_for_screen(KIOSK, "(number|checked|welcome|arrived)", 90)
        time.sleep(LATE_SECONDS)
        lobby.picture(KIOSK, "kiosk-checked-in")
        if _checked_in(lobby) != before + 1:
            raise NotShown(f"{before} were checked in before, {_checked_in(lobby)} after")
        step.seen = str(lobby.glass(KIOSK)["screen"])


def _checked_in(lobby: Lobby) -> int:
    return int(lobby.asked("select count(*) from arrival where booking is not null and not voided"))
