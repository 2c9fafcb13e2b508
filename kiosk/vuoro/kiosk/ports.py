"""What the kiosk needs from the world; the real ones and the fakes of the tests fit these."""

from collections.abc import Callable
from typing import Protocol

from vuoro.core.wire.kiosk import DeviceReport, OpenSlip, Slip, SlipReport
from vuoro.kiosk.flow.effects import CheckIn, Copy, Issue, Wish
from vuoro.kiosk.flow.events import (
    Answered,
    CopyFailed,
    CopyReady,
    Declined,
    DoorMissing,
    DoorShown,
    Event,
    SlipNotPrinted,
    SlipPrinted,
    TrialPrinted,
    Unanswered,
    WishKept,
    WishNotKept,
)

Post = Callable[[Event], None]
"""Hands an event to the kiosk, from any thread."""


class LobbyLink(Protocol):
    """The lobby service as a kiosk uses it. Every method blocks; none raises for a lost service."""

    def ask(self, effect: CheckIn | Issue) -> Answered | Unanswered | Declined: ...

    def copy(self, effect: Copy) -> CopyReady | CopyFailed: ...

    def door(self) -> DoorShown | DoorMissing:
        """The code that lets visitors' own phones in."""
        ...

    def wish(self, effect: Wish) -> WishKept | WishNotKept: ...

    def open_slips(self) -> tuple[OpenSlip, ...] | None:
        """The slips whose end the lobby doesn't know; None where it doesn't answer."""
        ...

    def report_slip(self, job: str, report: SlipReport) -> None: ...

    def report_devices(self, report: DeviceReport) -> None: ...

    def follow(self, post: Post) -> None:
        """Begin to tell the news of the lobby and of the link."""
        ...

    def close(self) -> None: ...


class SlipPrinter(Protocol):
    """The printer as a kiosk uses it. Every method blocks."""

    def print(self, slip: Slip) -> SlipPrinted | SlipNotPrinted: ...

    def print_trial(self, language: str) -> TrialPrinted: ...

    def state(self) -> str:
        """``ok`` or a reason such as ``paper_out``."""
        ...

    def left_undone(self) -> None:
        """A kiosk before this one died while it sent a slip, a piece of which may hang in it."""
        ...

    def new_roll(self) -> None:
        """Somebody has put a new roll in."""
        ...

    def paper_left_mm(self) -> int | None:
        """By our own count; None where nobody counts."""
        ...


class CodeReader(Protocol):
    """The scanner as a kiosk uses it."""

    def start(self, post: Post) -> None: ...

    def state(self) -> str:
        """``ok`` or a reason such as ``offline``."""
        ...

    def listen(self, listens: bool) -> None:
        """Whether a code would be of use now; a camera is off while it would not."""
        ...

    def key(self, text: str, at: float) -> bool:
        """A key of a scanner that types, at so many seconds; True when it ended a code."""
        ...

    def close(self) -> None: ...
