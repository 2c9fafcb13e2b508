"""From enrolment to the browser: a lobby service in a process of its own, and a backend served."""

import http.client
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select

from tests.lobby.conftest import Vuoro
from tests.lobby.sealed.test_secure_lobby import PATIENCE, ROOT, free_ports
from tests.lobby.sealed.tls_line import browser, line_to, shown
from tests.queue.lobby_process import KIOSK_TOKEN
from tests.served import served
from tests.sync.conftest import area, backend, memory
from tests.sync.pair import device_app, enrol
from vuoro.booking.backend import Backend
from vuoro.booking.fleet.area_authority import authorities
from vuoro.booking.service import directory
from vuoro.booking.store.tables import staff
from vuoro.core import pinned
from vuoro.core.clock import SteppingClock, SystemClock
from vuoro.core.pinned import words_of
from vuoro.core.pki.certificates import read_der
from vuoro.core.wire.codec import encode
from vuoro.lobby.demo.ready import until
from vuoro.lobby.tls.fetching import fetch
from vuoro.queue.client import KioskClient
from vuoro.sync.device_key import KEY_FILE, DeviceKey, write_seed

__all__ = ["area", "backend", "memory"]
SEED = bytes(range(32))


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock(SystemClock().now())


@dataclass(frozen=True)
class Served:
    """A lobby service; ``authority``: what the municipality's IT gave its desks."""

    port: int
    authority: Path
    data: Path

    def get(self, path: str) -> tuple[int, str]:
        """A page as a browser at a desk gets it, which trusts the area alone."""
        context = browser(self.authority)
        with closing(line_to(self.port, context, "aula.internal")) as line:
            connection = http.client.HTTPConnection("aula.internal")
            connection.sock = line
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


@pytest.fixture
def lobby(backend: Backend, tmp_path: Path) -> Iterator[Served]:
    data = tmp_path / "data"
    write_seed(data / KEY_FILE, SEED)
    (data / "enrolled.json").write_bytes(encode(enrol(backend, DeviceKey(None, SEED), "Aula 1")))
    port = free_ports()[0]
    with served(device_app(backend)) as url:
        words = [sys.executable, "-m", "tests.lobby.sealed.secure_enrolled_lobby", str(data)]
        with subprocess.Popen(
            [*words, str(port), url], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline()
            try:
                yield Served(port, tmp_path / "area.pem", data)
            finally:
                process.terminate()
    assert process.returncode == 0


def test_a_desk_that_trusts_the_area_opens_a_lobby_that_was_enrolled_just_now(
    lobby: Served, backend: Backend, vuoro: Vuoro, tmp_path: Path
) -> None:
    tenant = directory.areas(backend)[0].id
    (authority,) = authorities(backend, tenant)
    lobby.authority.write_bytes(read_der(authority.der).public_bytes(Encoding.PEM))

    issuer = read_der(authority.der).subject
    assert until(lambda: shown(lobby.port, "aula.internal").issuer == issuer, PATIENCE)

    assert lobby.get("/v1/health")[0] == 200
    page = lobby.get("/trust")[1]
    words = " ".join(words_of(authority.der))
    assert words in page
    assert "/trust/area.crt" in page
    assert "kerran kaikille alueen auloille" in page
    status, handed_out = lobby.get("/trust/area.pem")
    assert (status, handed_out) == (200, lobby.authority.read_text())

    own = tmp_path / "own.pem"
    own.write_text(lobby.get("/trust/vuoro.pem")[1])
    assert own.read_text() != handed_out
    with closing(line_to(lobby.port, pinned.context(own), pinned.NAME)):
        pass
    secure = f"https://127.0.0.1:{lobby.port}"
    with closing(KioskClient(secure, KIOSK_TOKEN, authority=own)) as kiosk:
        assert kiosk.open_slips() is not None

    file = tmp_path / "lobby.toml"
    file.write_text(f'[lobby]\ndata = "{lobby.data}"\ntls_port = {lobby.port}\n')
    told = vuoro("appliance", "authority", "--settings", file).out
    assert words in told
    assert " ".join(fetch(secure).words) in told
    assert "aula.internal, 10.20.30.5" in told
    assert "certificate from the backend, until" in vuoro("status", "--settings", file).out
    with backend.read() as sql:
        noted = sql.execute(select(staff.audit.c.action)).scalars().all()
    assert noted.count("certificate.issued") == 1
