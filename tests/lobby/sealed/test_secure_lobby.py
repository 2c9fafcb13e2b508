"""A lobby service with TLS: own programs, a desk, a phone, and who must not get in, for real."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from uuid import UUID

import pytest
import urllib3

from tests.booking.certificates import certificate_in
from tests.lobby.conftest import Vuoro
from tests.lobby.sealed.test_tls import AUTHORITY, another
from tests.queue.lobby_process import CLERKS, DISPLAY_TOKEN, KIOSK_TOKEN, PASSWORD
from tests.queue.world import START
from vuoro.core import pinned
from vuoro.core.pki.names import Names
from vuoro.core.wire.board import BoardFrame
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import TicketRequest
from vuoro.kiosk.lobby_link import ClientLink
from vuoro.lobby.tls import authority as pki
from vuoro.lobby.tls.fetching import NotFetched, understood
from vuoro.queue.client import Feed, KioskClient, LobbyUnreachable, StaffClient
from vuoro.queue.client.pools import pool_of
from vuoro.sync.http import HttpTransport
from vuoro.sync.transport import Ask, NoAnswer

ROOT = Path(__file__).parents[3]
PATIENCE = 20


@dataclass(frozen=True)
class Lobby:
    plain: str
    secure: str
    door: str
    authority: Path
    data: Path

    def get(self, url: str, **headers: str) -> urllib3.BaseHTTPResponse:
        with pool_to(self.authority) as pool:
            return pool.request("GET", url, headers=headers, redirect=False)


@contextmanager
def pool_to(authority: Path) -> Iterator[urllib3.PoolManager]:
    pool = pool_of(authority)
    yield pool
    pool.clear()


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    data = tmp_path_factory.mktemp("lobby")
    ports = free_ports()
    words = [sys.executable, "-m", "tests.lobby.sealed.secure_lobby", str(data), *map(str, ports)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        plain = process.stdout.readline().strip()
        try:
            authority = data / "fetched.pem"
            door = f"http://127.0.0.1:{ports[1]}"
            authority.write_bytes(urllib3.request("GET", f"{door}/trust/vuoro.pem").data)
            yield Lobby(plain, f"https://127.0.0.1:{ports[0]}", door, authority, data)
        finally:
            process.terminate()
    assert process.returncode == 0, "it ends in good order, with TLS lines open"


def free_ports() -> tuple[int, int]:
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as two,
    ):
        return one.getsockname()[1], two.getsockname()[1]


def press(number: int) -> UUID:
    return UUID(int=number, version=4)


def test_a_second_kiosk_gives_numbers_over_tls(lobby: Lobby) -> None:
    with closing(KioskClient(lobby.secure, KIOSK_TOKEN, authority=lobby.authority)) as kiosk:
        slip = kiosk.issue(TicketRequest("neuvonta"), press(1)).slip

    assert slip is not None


def test_a_display_follows_over_tls(lobby: Lobby) -> None:
    frames: SimpleQueue[BoardFrame] = SimpleQueue()
    feed = Feed(
        lobby.secure, "/v1/board/stream", DISPLAY_TOKEN, BoardFrame, frames.put, print,
        authority=lobby.authority,
    )  # fmt: skip
    feed.start()
    try:
        assert frames.get(timeout=PATIENCE).full
    finally:
        feed.close()


def test_a_clerk_signs_in_over_tls(lobby: Lobby) -> None:
    name, counter = CLERKS[0]
    with closing(StaffClient(lobby.secure, authority=lobby.authority)) as clerk:
        clerk.sign_in(name, PASSWORD)
        clerk.press("counter", DeskCommand(counter=counter))

        assert clerk.line().counters


def test_the_leader_of_a_second_lobby_is_trusted_the_same_way(lobby: Lobby) -> None:
    ask = Ask("GET", "/v1/health", {}, b"", 5.0, prefix="")

    assert HttpTransport(lobby.secure, "test", authority=lobby.authority).send(ask).status == 200
    with pytest.raises(NoAnswer):
        HttpTransport(lobby.secure, "test").send(ask)


def test_another_lobby_is_not_believed(lobby: Lobby, tmp_path: Path) -> None:
    other = another(tmp_path)
    link = ClientLink(lobby.secure, KIOSK_TOKEN, other)
    with (
        closing(link),
        closing(KioskClient(lobby.secure, KIOSK_TOKEN, authority=other)) as kiosk,
        pytest.raises(LobbyUnreachable),
    ):
        kiosk.own_phone()


def test_without_an_authority_only_those_of_the_computer_are_believed(lobby: Lobby) -> None:
    with (
        closing(KioskClient(lobby.secure, KIOSK_TOKEN)) as kiosk,
        pytest.raises(LobbyUnreachable),
    ):
        kiosk.own_phone()


def test_own_programs_on_the_same_computer_need_no_certificate(lobby: Lobby) -> None:
    with closing(KioskClient(lobby.plain, KIOSK_TOKEN)) as kiosk:
        assert kiosk.open_slips() is not None


@pytest.mark.parametrize("old", ["TLSv1", "TLSv1_1"])
def test_old_ways_to_encrypt_are_refused(lobby: Lobby, old: str) -> None:
    import ssl
    import warnings

    context = pinned.context(lobby.authority)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = getattr(ssl.TLSVersion, old)
    port = int(lobby.secure.rpartition(":")[2])
    with (
        socket.create_connection(("127.0.0.1", port), 5) as plain,
        pytest.raises((ssl.SSLError, ConnectionError)),
    ):
        context.wrap_socket(plain, server_hostname=pinned.NAME)


def test_the_sign_in_cookie_stays_within_tls(lobby: Lobby) -> None:
    body = f'{{"username": "staff1", "password": "{PASSWORD}"}}'
    headers = {"Content-Type": "application/json"}
    with pool_to(lobby.authority) as pool:
        far = pool.request("POST", f"{lobby.secure}/v1/session", body=body, headers=headers)
        near = pool.request("POST", f"{lobby.plain}/v1/session", body=body, headers=headers)

    assert far.status == near.status == 200
    assert "Secure" in far.headers["set-cookie"]
    assert "Secure" not in near.headers["set-cookie"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/trust", 200),
        ("/trust/vuoro.crt", 200),
        ("/trust/vuoro.key", 404),
        ("/t/no-such-number-000000", 404),
        ("/desk", 307),
        ("/desk/sign-in?lang=sv", 307),
        ("/k/7K4MQ2XB", 307),
        ("/v1/health", 307),
        ("/v1/desk/line", 307),
        ("/openapi.json", 307),
        ("/metrics", 307),
    ],
)
def test_the_plain_door_shows_numbers_and_how_to_trust(
    lobby: Lobby, path: str, status: int
) -> None:
    answer = lobby.get(lobby.door + path)

    assert answer.status == status
    if status == 307:
        assert answer.headers["location"] == lobby.secure + path


def test_led_here_from_port_80_one_is_sent_to_443(lobby: Lobby) -> None:
    answer = lobby.get(f"{lobby.door}/desk", Host="aula.example.fi")

    assert answer.headers["location"] == "https://aula.example.fi/desk"


@pytest.mark.parametrize("host", ["evil.example/", "a b", "[::1", "x:y", "käyttäjä"])
def test_nobody_is_sent_to_a_host_that_is_none(lobby: Lobby, host: str) -> None:
    answer = lobby.get(f"{lobby.door}/desk", Host=host)

    assert answer.status in (400, 403)


@pytest.mark.parametrize("path", ["/v1/session", "/v1/kiosk/tickets", "/desk/sign-in"])
def test_nothing_is_typed_at_the_plain_door(lobby: Lobby, path: str) -> None:
    answer = urllib3.request("POST", lobby.door + path, json={}, redirect=False)

    assert answer.status == 403


@pytest.mark.parametrize(("tag", "title"), [
    ("fi", "Luota tähän aulapalveluun"),
    ("sv", "Lita på den här lobbytjänsten"),
    ("en", "Trust this lobby service"),
])  # fmt: skip
def test_staff_are_told_how_to_trust_in_their_language(lobby: Lobby, tag: str, title: str) -> None:
    der = lobby.get(f"{lobby.door}/trust/vuoro.crt")
    page = lobby.get(f"{lobby.door}/trust?lang={tag}").data.decode()

    assert title in page
    assert " ".join(pinned.words_of(der.data)) in page
    assert der.headers["content-type"] == "application/x-x509-ca-cert"


def test_a_lobby_without_an_area_has_no_authority_of_one(lobby: Lobby) -> None:
    assert lobby.get(lobby.door + "/trust/area.crt").status == 404
    assert lobby.get(lobby.door + "/trust/vuoro.key").status == 404
    assert "/trust/vuoro.crt" in lobby.get(lobby.door + "/trust").data.decode()


def test_no_key_leaves_the_lobby(lobby: Lobby) -> None:
    for path in ("/trust", "/trust/vuoro.crt", "/trust/vuoro.pem"):
        assert b"PRIVATE" not in lobby.get(lobby.door + path).data


def test_another_device_trusts_once_the_words_are_the_same(
    lobby: Lobby, tmp_path: Path, vuoro: Vuoro
) -> None:
    settings, to = tmp_path / "lobby.toml", tmp_path / "trusted.pem"
    settings.write_text(f'[lobby]\ndata = "{lobby.data}"\npublic_url = "http://neu.example.fi"\n')
    told = vuoro("appliance", "authority", "--settings", settings).out
    words = told.splitlines()[0].removeprefix("Words").strip()

    wrong = vuoro("appliance", "trust", lobby.secure, "--words", "ahven " * 8, "--to", to)
    assert (wrong.status, to.exists()) == (1, False)
    right = vuoro("appliance", "trust", lobby.secure, "--words", words.upper(), "--to", to)

    assert right.status == 0, right.err
    assert words in right.out
    assert to.read_bytes() == lobby.authority.read_bytes()
    assert "Not in it  neu.example.fi" in told
    assert "browsers warn there" in told


def test_nobody_there_is_told(tmp_path: Path, vuoro: Vuoro) -> None:
    said = vuoro("appliance", "trust", "https://127.0.0.1:9", "--to", tmp_path / "x.pem")

    assert said.status == 1
    assert "does not answer" in said.err


def test_a_page_that_is_no_authority_is_not_kept(tmp_path: Path) -> None:
    certificate, _ = certificate_in(tmp_path, "aula.example.fi")
    leaf = pki.issue(AUTHORITY, Names((pinned.NAME,), ()), START)

    assert understood(certificate.read_bytes()).words
    for text in (b"", b"<html>", leaf.public, certificate.read_bytes()[:200]):
        with pytest.raises(NotFetched):
            understood(text)
