"""The way in for a second kiosk: who may use it, and what it does with what makes no sense."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3

from tests.queue.lobby_process import DISPLAY_TOKEN, KIOSK_TOKEN, prepare, settings
from tests.queue.real_lobby import RealLobby, served
from vuoro.core.clock import SteppingClock
from vuoro.core.wire.sync import MOST_BYTES
from vuoro.lobby.service import lobby_app
from vuoro.queue.service import LobbyService, people

TOKEN = "token-of-the-second-kiosk"
PUSH: dict[str, Any] = {"proto": 1, "device": "d2", "epoch": 1, "server_epoch": "", "events": []}


@pytest.fixture
def lobby(tmp_path: Path, clock: SteppingClock) -> Iterator[RealLobby]:
    def leading(lobby: LobbyService) -> None:
        prepare(lobby)
        people.add_device(lobby, people.COMPANION, "Aula 2", TOKEN)

    with served(lobby_app(settings(tmp_path), clock, leading)) as running:
        yield running


def post(lobby: RealLobby, body: object, token: str = TOKEN) -> tuple[int, dict[str, Any]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with urllib3.PoolManager(retries=False, timeout=10.0) as pool:
        answer = pool.request("POST", f"{lobby.url}/v1/lan/push", body=data, headers=headers)
    return answer.status, json.loads(answer.data)


def event(**changed: object) -> dict[str, Any]:
    return {"seq": 1, "prev": "", "id": str(uuid.uuid4()), "type": "ticket.issued", "tv": 1,
            "day": "2026-11-23", "mono": 0, "wall": 0, "boot": "", "clk": "sync", "actor": "",
            "p": {}, **changed}  # fmt: skip


def test_only_a_second_kiosk_with_its_own_token_is_heard(lobby: RealLobby) -> None:
    assert post(lobby, PUSH)[0] == 200
    assert post(lobby, PUSH, "guessed")[0] == 401
    assert post(lobby, PUSH, "")[0] == 401
    for token in (KIOSK_TOKEN, DISPLAY_TOKEN):
        status, problem = post(lobby, PUSH, token)
        assert (status, problem["code"]) == (403, "wrong_device")


def test_its_token_is_good_for_nothing_else(lobby: RealLobby) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": "0123456789"}
    with urllib3.PoolManager(retries=False, timeout=10.0) as pool:
        for method, path in (("POST", "kiosk/tickets"), ("GET", "board/stream")):
            answer = pool.request(method, f"{lobby.url}/v1/{path}", headers=headers)
            assert answer.status == 403


def test_what_makes_no_sense_is_refused_or_noted_and_the_lobby_goes_on(lobby: RealLobby) -> None:
    for body in (b"", b"[]", b"null", {**PUSH, "events": [1]}, {**PUSH, "events": [{}]}):
        status, problem = post(lobby, body)
        assert (status, problem["code"]) == (422, "malformed")
    assert post(lobby, b" " * (2 * MOST_BYTES + 1))[0] == 413
    deep: Any = {}
    for _ in range(200):
        deep = {"ticket": deep}
    odd = [event(p=deep), event(id="no-uuid"), event(p={"arrival": [], "ticket": 5})]
    status, answer = post(lobby, {**PUSH, "events": odd})
    assert status == 200
    assert [result["status"] for result in answer["results"]] == ["noted"] * 3
    assert post(lobby, {**PUSH, "events": odd})[1]["results"] == answer["results"]


def test_what_follows_something_unknown_is_not_taken_in(lobby: RealLobby) -> None:
    status, answer = post(lobby, {**PUSH, "events": [event(prev=str(uuid.uuid4()))]})
    assert (status, answer["results"]) == (200, [])
