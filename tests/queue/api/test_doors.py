"""Who may ask what: tokens, sessions, roles, forged pages; and how every refusal looks."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
import urllib3

from tests.queue.lobby_process import DISPLAY_TOKEN, KIOSK_TOKEN, PASSWORD
from tests.queue.real_lobby import RealLobby
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import TicketRequest
from vuoro.queue.client import LobbyRefused, StaffClient

KEY = {"Idempotency-Key": "0123456789abcdef"}
KIOSK = {"Authorization": f"Bearer {KIOSK_TOKEN}"}
DISPLAY = {"Authorization": f"Bearer {DISPLAY_TOKEN}"}
DEVICE_ROUTES = (
    ("POST", "/v1/kiosk/check-in", KIOSK),
    ("POST", "/v1/kiosk/tickets", KIOSK),
    ("GET", "/v1/kiosk/slips", KIOSK),
    ("POST", "/v1/kiosk/slips/job", KIOSK),
    ("POST", "/v1/kiosk/tickets/ticket/copy", KIOSK),
    ("GET", "/v1/kiosk/stream", KIOSK),
    ("GET", "/v1/board/stream", DISPLAY),
)
READS = ("line", "stream", "next?counter=p1", "tickets/nobody", "audit")
COMMANDS = (
    "next",
    "call",
    "walk-in",
    "merge",
    "counter",
    "lock",
    "emergency",
    "day",
    "done",
    "undo",
)


class Door:
    """Bare requests, as anybody may send them."""

    def __init__(self, lobby: RealLobby) -> None:
        self._pool, self._url = urllib3.PoolManager(retries=False, timeout=10.0), lobby.url

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: Any = None
    ) -> tuple[int, dict[str, Any]]:
        """Status and problem of an answer that must be a refusal."""
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body)
        answer = self._pool.request(method, self._url + path, body=data, headers=headers)
        assert answer.status >= 400, path
        assert answer.headers["content-type"] == "application/problem+json", path
        problem = json.loads(answer.data)
        assert problem["status"] == answer.status
        assert {"code", "title", "detail"} <= problem.keys()
        return answer.status, problem


@pytest.fixture
def door(lobby: RealLobby) -> Door:
    return Door(lobby)


def test_a_device_needs_its_own_token(door: Door) -> None:
    for method, path, good in DEVICE_ROUTES:
        wrong_kind = DISPLAY if good is KIOSK else KIOSK
        for headers in ({}, {"Authorization": KIOSK_TOKEN}, {"Authorization": "Bearer "},
                        {"Authorization": "Bearer of-somebody-else"}):  # fmt: skip
            assert door.ask(method, path, headers | KEY)[0] == 401
        assert door.ask(method, path, wrong_kind | KEY)[0] == 403


def test_staff_pages_need_a_session(door: Door) -> None:
    for what in READS:
        for cookie in ({}, {"Cookie": "vuoro_session=guessed"}, KIOSK):
            assert door.ask("GET", f"/v1/desk/{what}", cookie)[0] == 401


def test_staff_commands_need_session_page_role_and_key(door: Door, lobby: RealLobby) -> None:
    clerk = lobby.clerk(sits=False)
    session = {"Cookie": clerk.cookie}
    csrf = {"X-CSRF-Token": clerk._http.headers["X-CSRF-Token"]}
    for what in COMMANDS:
        path = f"/v1/desk/{what}"
        assert door.ask("POST", path, KEY, {})[0] == 401
        for forged in ({}, {"X-CSRF-Token": "guessed"}):
            assert door.ask("POST", path, session | KEY | forged, {})[1]["code"] == "bad_csrf"
        without = door.ask("POST", path, session | csrf, {})
        assert (without[0], without[1]["code"]) == (400, "no_idempotency_key")
        stale = door.ask("POST", path, session | csrf | KEY, {})
        assert (stale[0], stale[1]["code"]) == (409, "stale_session")
    clerk.close()


def test_a_key_that_is_missing_short_or_long_is_refused(door: Door) -> None:
    for key in ("", "short", "x" * 81, "é" * 10):
        headers = KIOSK | {"Idempotency-Key": key.encode("latin-1").decode("latin-1")}
        assert door.ask("POST", "/v1/kiosk/tickets", headers, {"service": "neuvonta"})[0] == 400


BODIES = (
    (b"", 422),
    (b"\xff\xfe\x00", 422),
    (b"[" * 10_000, 422),
    (b"null", 422),
    (b'{"service": 5}', 422),
    (b'{"service": "' + b"x" * 20_000 + b'"}', 413),
    (b"\x00" * 100_000, 413),
)


def test_bad_and_huge_bodies_are_refused_and_the_lobby_goes_on(
    door: Door, lobby: RealLobby
) -> None:
    for body, status in BODIES:
        assert door.ask("POST", "/v1/kiosk/tickets", KIOSK | KEY, body)[0] == status
    kiosk = lobby.kiosk()
    assert kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4()).slip is not None
    kiosk.close()


def test_a_form_of_another_page_is_no_command(door: Door) -> None:
    body = {"username": "staff1", "password": PASSWORD}
    for kind in ("text/plain", "application/x-www-form-urlencoded; charset=utf-8"):
        assert door.ask("POST", "/v1/session", {"Content-Type": kind}, body)[0] == 415


NOT_THERE = (
    ("POST", "/v1/desk/dance", 404),
    ("POST", "/v1/nowhere", 404),
    ("GET", "/v1/desk/done", 405),
    ("DELETE", "/v1/kiosk/tickets", 405),
    ("GET", "/v1/follow/guessed", 404),
    ("GET", "/v1/follow/guessed/stream", 404),
    ("GET", "/v1/desk/audit?before=secret-word", 422),
)


def test_what_is_not_there_is_told_in_the_same_form(door: Door) -> None:
    for method, path, status in NOT_THERE:
        answered, problem = door.ask(method, path, {}, {})
        assert answered == status, path
        assert "secret-word" not in json.dumps(problem)


def test_the_audit_log_can_be_asked_for_any_page(lobby: RealLobby) -> None:
    clerk = lobby.clerk()
    for before in ("0", "-5", "9223372036854775808", "1" + "0" * 40):
        clerk._http.ask("GET", f"/v1/desk/audit?before={before}&limit=99999", list)
    clerk.close()


def test_a_deadline_without_time_zone_is_refused(lobby: RealLobby, clock: SteppingClock) -> None:
    clerk = lobby.clerk()
    with pytest.raises(LobbyRefused) as refused:
        clerk.press("next", DeskCommand(counter="p1"), deadline=clock.now().replace(tzinfo=None))
    assert refused.value.problem.status == 422
    clerk.close()


def test_a_deadline_reaches_the_lobby(lobby: RealLobby, clock: SteppingClock) -> None:
    clerk = lobby.clerk()
    late = clock.now() - timedelta(seconds=1)
    with pytest.raises(LobbyRefused) as refused:
        clerk.press("next", DeskCommand(counter="p1"), deadline=late)
    assert refused.value.problem.code == "too_late"
    clerk.close()


def test_a_session_ends_by_time_and_by_signing_out(lobby: RealLobby, clock: SteppingClock) -> None:
    clerk, other = lobby.clerk(0), lobby.clerk(1)
    other._http.ask("DELETE", "/v1/session", None)
    with pytest.raises(LobbyRefused) as refused:
        other.line()
    assert refused.value.problem.code == "not_signed_in"
    clerk.line()
    clock.advance(timedelta(hours=10))
    with pytest.raises(LobbyRefused) as refused:
        clerk.line()
    assert refused.value.problem.code == "not_signed_in"
    for client in (clerk, other):
        client.close()


def test_five_wrong_passwords_lock_the_account_for_a_quarter(
    lobby: RealLobby, clock: SteppingClock
) -> None:
    client = StaffClient(lobby.url)
    codes = []
    for _ in range(6):
        with pytest.raises(LobbyRefused) as refused:
            client.sign_in("staff1", "wrong")
        codes.append(refused.value.problem.code)
    assert codes == ["wrong_sign_in"] * 5 + ["locked_out"]
    with pytest.raises(LobbyRefused) as refused:
        client.sign_in("staff1", PASSWORD)
    assert refused.value.problem.retry_after == 900
    clock.advance(timedelta(minutes=15, seconds=1))
    assert client.sign_in("staff1", PASSWORD).name == "Name of staff1"
    client.close()


def test_the_sign_in_cookie_is_out_of_reach_of_scripts_and_other_sites(lobby: RealLobby) -> None:
    with urllib3.PoolManager() as pool:
        body = json.dumps({"username": "staff1", "password": PASSWORD})
        answer = pool.request("POST", f"{lobby.url}/v1/session", body=body)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert answer.headers["cache-control"] == "no-store"


def test_a_locked_kiosk_gives_no_number(lobby: RealLobby) -> None:
    clerk, kiosk = lobby.clerk(), lobby.kiosk()
    device = next(row.id for row in clerk.line().devices if row.kind == "kiosk")
    clerk.press(f"devices/{device}/lock", DeskCommand(locked=True))
    with pytest.raises(LobbyRefused) as refused:
        kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4())
    assert refused.value.problem.code == "kiosk_locked"
    clerk.press(f"devices/{device}/lock", DeskCommand(locked=False))
    assert kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4()).slip is not None
    with pytest.raises(LobbyRefused):
        clerk.press("devices/nobody/lock", DeskCommand(locked=True))
    with pytest.raises(LobbyRefused):
        clerk.press(f"devices/{device}/lock", DeskCommand())
    for client in (clerk, kiosk):
        client.close()


def test_next_says_whom_it_would_call_or_that_nobody_waits(lobby: RealLobby) -> None:
    clerk, kiosk = lobby.clerk(), lobby.kiosk()
    assert clerk._http.ask("GET", "/v1/desk/next?counter=p1", object) is None
    kiosk.issue(TicketRequest("neuvonta"), uuid.uuid4())
    told = clerk._http.ask("GET", "/v1/desk/next?counter=p1", dict)
    assert (told["number"], told["why"]["code"]) == ("A001", "first_due")
    for client in (clerk, kiosk):
        client.close()


def test_the_openapi_document_tells_of_every_route(lobby: RealLobby) -> None:
    with urllib3.PoolManager() as pool:
        document = json.loads(pool.request("GET", f"{lobby.url}/openapi.json").data)
    assert document["openapi"].startswith("3.1")
    paths = document["paths"]
    assert {"/v1/kiosk/check-in", "/v1/board/stream", "/v1/desk/done", "/v1/desk/next"} <= {*paths}
    for path, operations in paths.items():
        for method, operation in operations.items():
            if method == "post" and path.startswith("/v1/desk"):
                assert "requestBody" in operation, path
                names = {each["name"] for each in operation["parameters"]}
                assert "Idempotency-Key" in names, path
    assert "#/$defs/" not in json.dumps(document), "every reference leads somewhere"
