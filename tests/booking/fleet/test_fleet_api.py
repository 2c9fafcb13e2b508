"""The device API over real HTTP: bodies, signatures, long polls, and an epoch in every answer."""

import gzip
import json
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
import urllib3
from cryptography import x509
from fastapi import FastAPI

from tests.booking.fleet.lobbies import ADMIN, CODE, TENANT, Lobby, booked, key
from tests.booking.fleet.test_site_certificates import asks
from tests.served import served
from vuoro.booking.backend import Backend
from vuoro.booking.fleet import commands
from vuoro.booking.fleet.api import routes
from vuoro.booking.fleet.wire import LONGEST_BODY
from vuoro.core.wire.codec import decode, encode
from vuoro.core.wire.site_tls import AreaAuthority, CertificateAnswer
from vuoro.core.wire.sync import (
    BODY_CONTEXT,
    PREFIX,
    SESSION_CONTEXT,
    SIGNATURE_HEADER,
    EnrolRequest,
    Pulled,
    Pushed,
    SessionRequest,
    SnapshotEnd,
    SnapshotHead,
)

TODAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass
class Wire:
    """A device with a session, over HTTP."""

    lobby: Lobby
    url: str
    token: str = ""

    def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> urllib3.BaseHTTPResponse:
        with urllib3.PoolManager(retries=False, timeout=20) as pool:
            told = {k.replace("_", "-"): v for k, v in headers.items()}
            told.setdefault("Authorization", f"Device {self.token}")
            return pool.request(method, self.url + PREFIX + path, body=body or None, headers=told)

    def signed(self, path: str, body: bytes, **headers: str) -> urllib3.BaseHTTPResponse:
        message = BODY_CONTEXT + (PREFIX + path).encode() + b"\0" + sha256(body).digest()
        proof = b64encode(key(1).sign(message)).decode()
        packed = gzip.compress(body)
        told = {"Content-Encoding": "gzip", SIGNATURE_HEADER: proof} | headers
        return self.ask("POST", path, packed, **told)

    def packed(self, body: bytes) -> urllib3.BaseHTTPResponse:
        return self.ask("POST", "/push", body, Content_Encoding="gzip")

    def enter(self, *, drain: bool = False) -> dict[str, Any]:
        nonce = self.ask("GET", f"/session?device={self.lobby.id}").json()["nonce"]
        said = "\0".join((nonce, self.lobby.id, "1", "boot-1", "0.3")).encode()
        proof = b64encode(key(1).sign(SESSION_CONTEXT + said)).decode()
        hello = SessionRequest(1, self.lobby.id, nonce, 1, "boot-1", "0.3", proof, drain)
        begun: dict[str, Any] = self.ask("POST", "/session", encode(hello)).json()
        self.token = begun.get("token", "")
        return begun


@pytest.fixture
def wire(sqlite_lobby: Lobby) -> Iterator[Wire]:
    app = FastAPI()
    app.include_router(routes(sqlite_lobby.backend))
    with served(app) as url:
        yield Wire(sqlite_lobby, url)


def test_a_device_enters_pushes_and_pulls(wire: Wire) -> None:
    begun = wire.enter()
    assert begun["epoch"] == 1
    wire.lobby.admit()

    told = wire.signed("/push", encode(wire.lobby.batch()))

    pushed = decode(told.data, Pushed)
    assert (told.status, pushed.acked_through) == (200, 1)
    page = decode(wire.ask("GET", "/pull?cursor=0&limit=10").data, Pulled)
    assert [change.kind for change in page.changes] == ["keys", "visit"]
    wire.ask("GET", f"/pull?cursor={page.next}")
    wire.lobby.later(seconds=20)
    wire.ask("GET", f"/pull?cursor={page.next}")
    digest = wire.ask("GET", "/digest").json()
    assert digest["as_of"] == page.next
    assert len(wire.ask("GET", "/day-keys").json()["keys"]) == 8


def test_a_snapshot_is_lines_with_an_end(wire: Wire) -> None:
    wire.enter()
    booked(wire.lobby.backend, TODAY)
    told = wire.ask("GET", "/snapshot", Accept_Encoding="gzip")
    assert told.headers["Content-Encoding"] == "gzip"
    head, *rows, end = told.data.splitlines()
    assert decode(head, SnapshotHead).as_of > 0
    assert decode(end, SnapshotEnd).rows == len(rows) == 2


def test_a_long_poll_ends_with_the_news(wire: Wire) -> None:
    wire.enter()
    cursor = decode(wire.ask("GET", "/pull?cursor=0").data, Pulled).next
    got: list[Pulled] = []

    def poll() -> None:
        got.append(decode(wire.ask("GET", f"/pull?cursor={cursor}&wait=15").data, Pulled))

    polling = threading.Thread(target=poll)
    began = time.monotonic()
    polling.start()
    view = booked(wire.lobby.backend, TODAY)
    polling.join(20)

    assert time.monotonic() - began < 10
    assert [change.id for change in got[0].changes] == [view.id]


def test_a_long_poll_hears_of_what_another_process_has_written(wire: Wire) -> None:
    wire.enter()
    cursor = decode(wire.ask("GET", "/pull?cursor=0").data, Pulled).next
    other = Backend(
        wire.lobby.backend.db, wire.lobby.backend.clock, wire.lobby.backend.ids,
        wire.lobby.backend.vault,
    )  # fmt: skip
    got: list[Pulled] = []

    def poll() -> None:
        got.append(decode(wire.ask("GET", f"/pull?cursor={cursor}&wait=15").data, Pulled))

    polling = threading.Thread(target=poll)
    began = time.monotonic()
    polling.start()
    booked(other, TODAY)
    polling.join(20)
    assert got[0].changes
    assert time.monotonic() - began < 10


def test_a_poll_without_news_ends_with_an_empty_page(wire: Wire) -> None:
    wire.enter()
    cursor = decode(wire.ask("GET", "/pull?cursor=0").data, Pulled).next
    page = decode(wire.ask("GET", f"/pull?cursor={cursor}&wait=1").data, Pulled)
    assert (page.changes, page.next, page.more) == ((), cursor, False)


def test_every_refusal_says_which_backend_it_is_of(wire: Wire) -> None:
    epoch = wire.lobby.server_epoch
    enrolled = EnrolRequest(1, b64encode(key(1).public()).decode(), CODE)
    again = wire.ask("POST", "/enrol", encode(enrolled))
    assert (again.status, again.json()["device"]) == (200, wire.lobby.id)
    cases = [
        (wire.ask("GET", "/pull?cursor=0"), 401, "session_over"),
        (wire.ask("POST", "/enrol", b"{"), 422, "malformed"),
        (wire.ask("GET", "/pull?cursor=x"), 422, None),
        (wire.packed(b"x"), 401, "session_over"),
    ]
    wire.enter()
    wire.lobby.admit()
    body = encode(wire.lobby.batch())
    cases += [
        (wire.ask("POST", "/push", body), 401, "bad_signature"),
        (wire.signed("/push", b"{}"), 422, "malformed"),
        (wire.packed(b"x"), 422, "malformed"),
        (wire.packed(gzip.compress(body)[:-9]), 422, "malformed"),
        (wire.packed(gzip.compress(bytes(9 * LONGEST_BODY))), 413, "too_large"),
        (wire.signed("/push", encode(wire.lobby.batch(epoch=7))), 409, "fork"),
        (wire.ask("GET", "/pull?cursor=99999"), 410, "cursor_too_old"),
        (wire.ask("GET", "/time?nonce=short"), 422, "bad_nonce"),
    ]  # fmt: skip
    for reply, status, code in cases:
        told = json.loads(reply.data)
        assert reply.status == status, told
        assert told["server_epoch"] == epoch, told
        assert code is None or told["code"] == code, told
        assert reply.headers["Content-Type"] == "application/problem+json"


def test_a_revoked_device_drains_and_reads_nothing(wire: Wire) -> None:
    wire.enter()
    wire.lobby.admit()
    commands.revoke(wire.lobby.backend, ADMIN, wire.lobby.id)
    assert wire.ask("GET", "/pull?cursor=0").json()["code"] == "session_over"
    assert wire.enter()["code"] == "device_revoked"
    assert wire.enter(drain=True)["drain_only"] is True

    assert wire.signed("/push", encode(wire.lobby.batch())).status == 200
    for path in ("/pull?cursor=0", "/snapshot", "/digest", "/day-keys"):
        refused = wire.ask("GET", path)
        assert (refused.status, refused.json()["code"]) == (401, "device_revoked")


def test_a_failure_of_ours_is_a_refusal_too(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    wire.enter()

    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the database")

    monkeypatch.setattr("vuoro.booking.fleet.pulling.looking", fail)
    told = wire.ask("GET", "/pull?cursor=0")
    assert (told.status, told.json()["code"]) == (500, "bug")
    assert b"secret" not in told.data
    assert TENANT not in told.data.decode()


def test_a_certificate_is_signed_for_and_no_revoked_device_gets_one(wire: Wire) -> None:
    wire.enter()
    body = encode(asks())

    given = wire.signed("/site-certificate", body)
    chain = x509.load_pem_x509_certificates(decode(given.data, CertificateAnswer).chain.encode())
    known = decode(wire.ask("GET", "/site-authority").data, AreaAuthority).certificate
    assert chain[1] == x509.load_pem_x509_certificate(known.encode())
    assert wire.ask("POST", "/site-certificate", body).status == 401
    assert wire.signed("/site-certificate", b'{"request":"' + b"x" * 9_000 + b'"}').status == 422

    commands.revoke(wire.lobby.backend, ADMIN, wire.lobby.id)
    wire.enter(drain=True)
    refused = wire.signed("/site-certificate", body)
    assert (refused.status, refused.json()["code"]) == (401, "device_revoked")
    assert wire.ask("GET", "/site-authority").status == 401
