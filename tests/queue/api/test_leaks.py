"""The leak test of the queue.

Nothing personal in streams, slips, logs, problems or the database.
"""

import logging
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3

from tests.queue.leaks import Secrets
from tests.queue.real_lobby import RealLobby, served
from tests.queue.world import DAY_KEY, KEYS, SITE, START, TENANT, a_pass, index, page, pass_id
from vuoro.core.clock import SteppingClock
from vuoro.core.ids import seeded_ids
from vuoro.core.wire.codec import encode
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest, Outcome
from vuoro.core.wire.sync import ChangeTold, Op
from vuoro.queue.api import create_app
from vuoro.queue.api.app import Options
from vuoro.queue.client import Feed, KioskClient, StaffClient
from vuoro.queue.office_file import office_of
from vuoro.queue.service import LobbyService, people
from vuoro.queue.service.mirror import take_page
from vuoro.queue.store import Store

WHO = Secrets()
BOOKED = START + timedelta(minutes=10)
OFFICE: dict[str, Any] = {
    "site": SITE, "tenant": str(TENANT), "name": {"fi": "Toimisto"}, "where": {"fi": "Aula"},
    "info_service": "neuvonta", "hours": {"mon-fri": "08:00-16:00"}, "languages": ["fi"],
    "services": [
        {"id": "neuvonta", "letter": "A", "name": {"fi": "Neuvonta"}},
        {"id": WHO.service, "letter": "A", "name": {"fi": WHO.service_name}, "at_kiosk": False},
    ],
    "counters": [
        {"id": "p1", "label": "1", "name": {"fi": "Piste 1"}, "services": ["neuvonta"]},
        {"id": "p2", "label": "2", "name": {"fi": "Huone 2"}, "services": [WHO.service]},
    ],
}  # fmt: skip
TOKENS = ("kiosk-token-of-the-test", "display-token-of-the-test")


def prepare(lobby: LobbyService) -> None:
    lobby.keys, lobby.day_keys = KEYS, {"2026-11-23": DAY_KEY}
    for kind, token in zip(("kiosk", "display"), TOKENS, strict=True):
        people.add_device(lobby, kind, kind, token)
    people.add_staff(lobby, WHO.specialist_id, "T. E.", "salasana-123", people.ROLES, "staff9")
    booking = {
        "pass_id": str(pass_id("b1")), "site": SITE, "service": WHO.service, "minutes": 30,
        "start": BOOKED.isoformat(), "specialist": "staff9", "specialist_name": WHO.specialist,
        "code": WHO.booking_code, "identity_index": index(WHO.identity_code), "note": WHO.matter,
        "client_name": WHO.name, "phone": WHO.phone, "identity_code": WHO.identity_code,
    }  # fmt: skip
    take_page(lobby, page(1, ChangeTold(1, "booking", "b1", 1, Op.PUT, booking)))


@pytest.fixture
def lobby(tmp_path: Path) -> Iterator[RealLobby]:
    clock = SteppingClock(START)
    ids = seeded_ids(clock, 7)

    def opened(publish: Any) -> LobbyService:
        store = Store(tmp_path / "lobby.db", clock, ids)
        lobby = LobbyService(
            office_of(OFFICE, "office"), store, clock, ids, public_url="http://v", publish=publish
        )
        prepare(lobby)
        return lobby

    with served(create_app(opened, Options())) as running:
        yield running


class Tap:
    """Everything that a stream sends, as it comes over the wire."""

    def __init__(self, url: str, path: str, token: str = "") -> None:
        self.heard: list[bytes] = []
        self._more = threading.Condition()
        self._feed = Feed(url, path, token, dict, self._take, lambda up: None)
        self._feed.start()

    def _take(self, frame: object) -> None:
        with self._more:
            self.heard.append(encode(frame))
            self._more.notify_all()

    def until(self, text: bytes) -> None:
        with self._more:
            assert self._more.wait_for(lambda: any(text in each for each in self.heard), 10)

    def close(self) -> bytes:
        self._feed.close()
        return b"\n".join(self.heard)


@pytest.mark.parametrize("by", list(CheckInBy))
def test_nothing_personal_leaves_the_desk(
    lobby: RealLobby, tmp_path: Path, caplog: pytest.LogCaptureFixture, by: CheckInBy
) -> None:
    caplog.set_level(logging.DEBUG)
    board = Tap(lobby.url, "/v1/board/stream", TOKENS[1])
    screen = Tap(lobby.url, "/v1/kiosk/stream", TOKENS[0])
    kiosk = KioskClient(lobby.url, TOKENS[0])
    shown = {
        CheckInBy.PASS: a_pass("b1", BOOKED),
        CheckInBy.BOOKING_CODE: WHO.booking_code,
        CheckInBy.IDENTITY_CODE: WHO.identity_code,
    }[by]
    result = kiosk.check_in(CheckInRequest(by, shown), uuid.uuid4())
    assert result.slip is not None
    phone = Tap(lobby.url, f"/v1/follow/{result.slip.follow_url.rpartition('/')[2]}/stream")
    clerk = StaffClient(lobby.url)
    clerk.sign_in(WHO.specialist_id, "salasana-123")
    clerk.press("counter", DeskCommand(counter="p2"))
    called = clerk.press("next", DeskCommand(counter="p2"))
    assert called.ticket is not None
    for tap in (board, phone):
        tap.until(b'"counter_label":"2"')
    copy = kiosk.copy_slip(result.slip.ticket, uuid.uuid4())
    card = clerk.card(called.ticket.id)
    assert card.note == WHO.matter, "the test would see it if it were elsewhere"
    staff_see = encode(clerk.line())

    seen = {"board": board.close(), "kiosk": screen.close(), "phone": phone.close()}
    outputs = {
        **seen, "result": encode(result), "slip": encode(copy), 
        "open slips": encode(kiosk.open_slips()),
        "log": caplog.text.encode(), "log values": repr([vars(r) for r in caplog.records]).encode(),
    }  # fmt: skip
    assert all(seen.values())
    assert {name: found for name, text in outputs.items() if (found := WHO.found_in(text))} == {}
    assert WHO.found_in(staff_see, staff_may_read=True) == []
    kiosk.close()
    clerk.close()
    for file in tmp_path.iterdir():
        assert WHO.found_in(file.read_bytes(), staff_may_read=True) == [], file.name


def test_the_leak_test_sees_what_is_there() -> None:
    text = f"<p>{WHO.name.upper()}, {WHO.identity_code.replace('-', '')}, {WHO.specialist}</p>"
    assert WHO.found_in(text) == sorted(
        [*WHO.name.split(), WHO.identity_code, "Topias", "Erikoisvirta"]
    )
    assert WHO.found_in("A001 2") == []


@pytest.mark.parametrize(
    "body",
    [
        f'{{"by":"identity_code","text":{{"{WHO.identity_code}":1}}}}',
        f'{{"by":"{WHO.identity_code}","text":"x"}}',
        f'{{"by":"pass","text":"{WHO.identity_code}" ',
        f'"{WHO.name}"',
        f'{{"by":"pass","text":"{WHO.identity_code}\\ud800"}}',
    ],
)
def test_no_refusal_repeats_what_was_sent(
    lobby: RealLobby, caplog: pytest.LogCaptureFixture, body: str
) -> None:
    caplog.set_level(logging.DEBUG)
    headers = {"Authorization": f"Bearer {TOKENS[0]}", "Idempotency-Key": str(uuid.uuid4())}
    with urllib3.PoolManager() as pool:
        answer = pool.request(
            "POST", f"{lobby.url}/v1/kiosk/check-in", body=body.encode(), headers=headers
        )
    assert answer.status == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert WHO.found_in(answer.data) == []
    assert WHO.found_in(caplog.text) == []


def test_a_code_of_nobody_is_not_logged(lobby: RealLobby, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    kiosk = KioskClient(lobby.url, TOKENS[0])
    for text in (a_pass("unknown", BOOKED), "VU1" + "A" * 148):
        result = kiosk.check_in(CheckInRequest(CheckInBy.PASS, text), uuid.uuid4())
        assert result.outcome in (Outcome.SEE_STAFF, Outcome.BAD_PASS)
        assert text[8:40] not in caplog.text
    kiosk.close()
