"""The lobby service by way of its client: exceptions become events."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from vuoro.core.wire.kiosk import DeviceReport, KioskFrame, OpenSlip, SlipReport
from vuoro.kiosk.flow.effects import CheckIn, Copy, Issue, Wish
from vuoro.kiosk.flow.events import (
    Answered,
    CopyFailed,
    CopyReady,
    Declined,
    DoorMissing,
    DoorShown,
    LinkChanged,
    LobbyChanged,
    Unanswered,
    WishKept,
    WishNotKept,
)
from vuoro.kiosk.ports import Post
from vuoro.queue.client import Feed, KioskClient, LobbyRefused, LobbyUnreachable

log = logging.getLogger(__name__)
T = TypeVar("T")
_SERVER_FAILED = 500
_LOCKED = "kiosk_locked"


class ClientLink:
    """A LobbyLink over HTTP."""

    def __init__(self, url: str, token: str, authority: Path | None = None) -> None:
        self._url, self._token, self._authority = url, token, authority
        self._asking = KioskClient(url, token, authority=authority)
        # Reports have a line of their own: they must not hold up a visitor.
        self._reporting = KioskClient(url, token, authority=authority)
        self._feed: Feed[KioskFrame] | None = None

    def ask(self, effect: CheckIn | Issue) -> Answered | Unanswered | Declined:
        try:
            match effect:
                case CheckIn(request=request, press=press):
                    return Answered(press, self._asking.check_in(request, press))
                case Issue(request=request, press=press):
                    return Answered(press, self._asking.issue(request, press))
        except LobbyUnreachable:
            return Unanswered(effect.press)
        except LobbyRefused as error:
            problem = error.problem
            log.warning("refused", extra={"code": problem.code, "status": problem.status})
            if problem.status >= _SERVER_FAILED:
                return Unanswered(effect.press)
            locked = problem.code == _LOCKED
            return Declined(effect.press, problem.retry_after, locked=locked)

    def copy(self, effect: Copy) -> CopyReady | CopyFailed:
        try:
            return CopyReady(self._asking.copy_slip(effect.ticket, effect.press))
        except (LobbyUnreachable, LobbyRefused) as error:
            log.warning("no copy", extra={"reason": type(error).__name__})
            return CopyFailed(effect.ticket)

    def door(self) -> DoorShown | DoorMissing:
        try:
            door = self._asking.own_phone()
            return DoorShown(door.url, door.seconds)
        except (LobbyUnreachable, LobbyRefused) as error:
            log.warning("no code for phones", extra={"reason": type(error).__name__})
            return DoorMissing()

    def wish(self, effect: Wish) -> WishKept | WishNotKept:
        try:
            kept = self._asking.wish(effect.ticket, effect.wish, effect.press)
            return WishKept(effect.press, kept)
        except (LobbyUnreachable, LobbyRefused) as error:
            log.warning("wish lost", extra={"reason": type(error).__name__})
            return WishNotKept(effect.press)

    def open_slips(self) -> tuple[OpenSlip, ...] | None:
        return self._quietly(self._reporting.open_slips)

    def report_slip(self, job: str, report: SlipReport) -> None:
        self._quietly(lambda: self._reporting.report_slip(job, report))

    def report_devices(self, report: DeviceReport) -> None:
        self._quietly(lambda: self._reporting.report_device(report))

    def follow(self, post: Post) -> None:
        self._feed = Feed(
            self._url,
            "/v1/kiosk/stream",
            self._token,
            KioskFrame,
            on_frame=lambda frame: post(LobbyChanged(frame)),
            on_link=lambda up: post(LinkChanged(up)),
            authority=self._authority,
        )
        self._feed.start()

    def close(self) -> None:
        if self._feed is not None:
            self._feed.close()
        self._asking.close()
        self._reporting.close()

    def _quietly(self, report: Callable[[], T]) -> T | None:
        """What doesn't get through is logged; the errands tell it again when the lobby is back."""
        try:
            return report()
        except (LobbyUnreachable, LobbyRefused) as error:
            log.warning("report lost", extra={"reason": type(error).__name__})
            return None
