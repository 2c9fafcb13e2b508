"""Event streams: a snapshot, then deltas; who missed some gets just those, also after a restart."""

import threading
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3

from tests.queue.lobby_process import DISPLAY_TOKEN, KIOSK_TOKEN, prepare, settings
from tests.queue.real_lobby import RealLobby, served
from tests.queue.world import START
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.board import BoardFrame
from vuoro.core.wire.codec import decode
from vuoro.core.wire.common import LobbyMode
from vuoro.core.wire.desk import DeskCommand, DeskFrame, TicketRow, TicketState
from vuoro.core.wire.follow import FollowFrame, FollowState
from vuoro.core.wire.kiosk import KioskFrame, TicketRequest
from vuoro.lobby.service import lobby_app
from vuoro.queue.client import Feed, LobbyRefused, LobbyUnreachable, StaffClient


class Follower:
    """A feed and all it has said, to be waited for."""

    def __init__(
        self, lobby: RealLobby, path: str, kind: type[Any], token: str = "", cookie: str = ""
    ) -> None:
        self.frames: list[Any] = []
        self.links: list[bool] = []
        self._more = threading.Condition()
        headers = {"Cookie": cookie} if cookie else None
        self._feed = Feed(lobby.url, path, token, kind, self._frame, self._link, headers)
        self._feed.start()

    def _frame(self, frame: Any) -> None:
        with self._more:
            self.frames.append(frame)
            self._more.notify_all()

    def _link(self, up: bool) -> None:
        with self._more:
            self.links.append(up)
            self._more.notify_all()

    def until(self, wanted: Callable[["Follower"], bool]) -> None:
        with self._more:
            assert self._more.wait_for(lambda: wanted(self), 15), (self.links, self.frames[-2:])

    def calls(self) -> list[str]:
        return [call.number for frame in self.frames for call in frame.calls]

    def close(self) -> None:
        self._feed.close()


def issue(lobby: RealLobby) -> str:
    kiosk = lobby.kiosk()
    slip = kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4()).slip
    kiosk.close()
    assert slip is not None
    return slip.follow_url.rpartition("/")[2]


def serve_next(clerk: StaffClient) -> TicketRow:
    ticket = clerk.press("next", DeskCommand(counter="p1")).ticket
    assert ticket is not None
    clerk.press("done", DeskCommand(ticket=ticket.id))
    return ticket


def missed(lobby: RealLobby, path: str, since: int, cookie: str) -> DeskFrame:
    """The first message of a desk's stream for one who has this version."""
    headers = {"Cookie": cookie, "Last-Event-ID": str(since)}
    with urllib3.PoolManager() as pool:
        answer = pool.request("GET", lobby.url + path, headers=headers, preload_content=False)
        text = b""
        while b"\n\n" not in text:
            text += answer.read1()
        with suppress(OSError):
            answer.close()
    return decode(text.partition(b"data: ")[2].partition(b"\n")[0], DeskFrame)


def test_a_board_gets_a_snapshot_and_then_each_call_once(lobby: RealLobby) -> None:
    board = Follower(lobby, "/v1/board/stream", BoardFrame, DISPLAY_TOKEN)
    board.until(lambda it: bool(it.frames))
    assert board.frames[0].full
    issue(lobby)
    clerk = lobby.clerk()
    ticket = clerk.press("next", DeskCommand(counter="p1")).ticket
    board.until(lambda it: it.calls() == ["A001"])
    call = board.frames[-1].calls[0] if board.frames[-1].calls else None
    assert call is None or (call.counter_label, call.times) == ("1", 1)
    assert ticket is not None
    clerk.press("undo", DeskCommand(ticket=ticket.id))
    board.until(lambda it: any(call.gone for frame in it.frames for call in frame.calls))
    board.close()
    clerk.close()


def test_a_kiosk_hears_of_a_lock_and_a_phone_of_its_call(lobby: RealLobby) -> None:
    token, clerk = issue(lobby), lobby.clerk()
    kiosk = Follower(lobby, "/v1/kiosk/stream", KioskFrame, KIOSK_TOKEN)
    phone = Follower(lobby, f"/v1/follow/{token}/stream", FollowFrame)
    phone.until(lambda it: bool(it.frames) and it.frames[0].state is FollowState.WAITING)
    clerk.press("lock", DeskCommand(locked=True, message={"fi": "Palaamme pian."}))
    kiosk.until(lambda it: any(f.lobby and f.lobby.mode is LobbyMode.LOCKED for f in it.frames))
    clerk.press("next", DeskCommand(counter="p1"))
    phone.until(lambda it: it.frames[-1].state is FollowState.CALLED)
    assert phone.frames[-1].counter_label == "1"
    for each in (kiosk, phone):
        each.close()
    clerk.close()


def test_a_phone_is_told_when_the_day_is_over(tmp_path: Path) -> None:
    clock = SteppingClock(START)
    with served(lobby_app(settings(tmp_path), clock, prepare)) as lobby:
        phone = Follower(lobby, f"/v1/follow/{issue(lobby)}/stream", FollowFrame)
        board = Follower(lobby, "/v1/board/stream", BoardFrame, DISPLAY_TOKEN)
        clerk = lobby.clerk()
        clerk.press("next", DeskCommand(counter="p1"))
        board.until(lambda it: it.calls() == ["A001"])
        clock.advance(timedelta(hours=9))
        clock.advance(timedelta(hours=15))
        issue(lobby)
        phone.until(lambda it: it.frames[-1].state is FollowState.OVER)
        board.until(lambda it: it.frames[-1].lobby.service_day == "2026-11-24")
        assert any(frame.full and not frame.calls for frame in board.frames[1:])
        for each in (phone, board):
            each.close()
        clerk.close()


def test_who_was_away_gets_just_what_was_missed_also_after_a_restart(tmp_path: Path) -> None:
    clock = SteppingClock(START)
    with served(lobby_app(settings(tmp_path), clock, prepare)) as lobby:
        clerk = lobby.clerk()
        issue(lobby)
        serve_next(clerk)
        had = clerk.line().version
        issue(lobby)
        issue(lobby)
        second = serve_next(clerk)
        cookie = clerk.cookie
        away = missed(lobby, "/v1/desk/stream", had, cookie)
        clerk.close()
    with served(lobby_app(settings(tmp_path), clock, prepare)) as lobby:
        again = missed(lobby, "/v1/desk/stream", had, cookie)
        for frame in (away, again):
            assert not frame.full
            assert {row.number: row.state for row in frame.tickets} == {
                second.number: TicketState.DONE,
                "A003": TicketState.WAITING,
            }
        assert missed(lobby, "/v1/desk/stream", again.version, cookie).tickets == ()
        for unusable in (0, again.version + 1000):
            assert missed(lobby, "/v1/desk/stream", unusable, cookie).full


def test_a_feed_finds_back_by_itself_when_the_lobby_does(tmp_path: Path) -> None:
    clock = SteppingClock(START)
    with served(lobby_app(settings(tmp_path), clock, prepare)) as lobby:
        port = int(lobby.url.rpartition(":")[2])
        board = Follower(lobby, "/v1/board/stream", BoardFrame, DISPLAY_TOKEN)
        board.until(lambda it: it.links == [True])
        issue(lobby)
    board.until(lambda it: it.links == [True, False])
    with served(lobby_app(settings(tmp_path), clock, prepare), port) as lobby:
        board.until(lambda it: it.links == [True, False, True])
        clerk = lobby.clerk()
        clerk.press("next", DeskCommand(counter="p1"))
        board.until(lambda it: it.calls() == ["A001"])
        board.close()
        clerk.close()


def test_a_desks_stream_ends_when_its_session_does(lobby: RealLobby, clock: SteppingClock) -> None:
    clerk = lobby.clerk()
    desk = Follower(lobby, "/v1/desk/stream", DeskFrame, cookie=clerk.cookie)
    desk.until(lambda it: bool(it.frames))
    clerk._http.ask("DELETE", "/v1/session", None)
    issue(lobby)
    desk.until(lambda it: it.links == [True, False])
    assert not any(row.number == "A001" for frame in desk.frames for row in frame.tickets)
    desk.close()
    clerk.close()


def test_a_frame_that_cannot_be_handled_is_asked_for_again(lobby: RealLobby) -> None:
    frames: list[BoardFrame] = []
    again = threading.Event()

    def take(frame: BoardFrame) -> None:
        frames.append(frame)
        if len(frames) == 1:
            raise LookupError("a bug in the program that follows")
        again.set()

    feed = Feed(lobby.url, "/v1/board/stream", DISPLAY_TOKEN, BoardFrame, take, lambda up: None)
    feed.start()
    assert again.wait(10)
    assert frames[1].full
    feed.close()


@pytest.mark.parametrize("token", ["", "of-nobody", KIOSK_TOKEN])
def test_a_feed_with_a_bad_token_is_never_linked(lobby: RealLobby, token: str) -> None:
    follower = Follower(lobby, "/v1/board/stream", BoardFrame, token)
    follower.until(lambda it: it.links == [False])
    assert follower.frames == []
    follower.close()


def test_a_client_says_when_nobody_answers_and_when_the_answer_is_no(lobby: RealLobby) -> None:
    kiosk = RealLobby("http://127.0.0.1:9").kiosk()
    with pytest.raises(LobbyUnreachable):
        kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4())
    kiosk.close()
    kiosk = lobby.kiosk()
    with pytest.raises(LobbyRefused) as refused:
        kiosk.copy_slip("nobody", uuid.uuid4())
    assert refused.value.problem.status == 404
    kiosk.close()
