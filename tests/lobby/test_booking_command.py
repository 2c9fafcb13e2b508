"""`vuoro booking`: areas, accounts and keys, whether or not the backend is being served."""

import signal
import socket
import subprocess
import sys
import time
import tomllib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest
from cryptography import x509

from tests.lobby.conftest import Said, Vuoro
from tests.served import served
from vuoro.booking.opening import opened
from vuoro.booking.serving import booking_app
from vuoro.booking.store.throwaway import throwaway_postgres
from vuoro.core.clock import SystemClock
from vuoro.core.pinned import words_of
from vuoro.core.settings.schema import BookingSettings
from vuoro.lobby.backend.side_door import open_side_door

AREA_FILE = Path(__file__).parents[1] / "booking" / "area.toml"
PASSWORD = "kolme-hevosta-42"
"""Of nobody."""


@pytest.fixture
def backend_file(tmp_path: Path) -> Path:
    """Settings of a backend with a data folder of its own."""
    file = tmp_path / "vuoro.toml"
    port = free_port()
    file.write_text(f'[booking]\ndata = "data"\nport = {port}\n', encoding="utf-8")
    return file


@pytest.fixture(params=["alone", "while it serves"])
def booking(vuoro: Vuoro, backend_file: Path, request: pytest.FixtureRequest) -> Iterator[Vuoro]:
    """The command, with the database to itself or beside the process that serves it."""

    def run(*words: str | Path) -> Said:
        return vuoro("booking", *words, "--settings", backend_file)

    if request.param == "alone":
        yield run
        return
    settings = BookingSettings(data=backend_file.parent / "data")
    with opened(settings, SystemClock()) as backend:
        app = booking_app(settings, backend)
        open_side_door(app, backend, settings.data)
        with served(app):
            yield run


def test_an_area_an_account_and_a_key_are_made_and_listed(booking: Vuoro, tmp_path: Path) -> None:
    (tmp_path / "password").write_text(f"{PASSWORD}\n", encoding="utf-8")

    came = booking("area", AREA_FILE)
    made = booking(
        "account", "add", "aino", "--name", "Aino Salo", "--password-file", tmp_path / "password"
    )
    key = booking("key", "add", "Asiointi", "--scopes", "times:read, bookings:read")

    assert came.out == "Pirkanmaan työllisyysalue: 2 offices, 3 services, 3 specialists.\n"
    assert made.out == "aino may sign in now, with the roles book, see_clients.\n"
    assert key.out.startswith("vuoro_")
    assert "shown this once" in key.err
    accounts, keys = booking("account", "list").out, booking("key", "list").out
    assert "aino" in accounts
    assert "book, see_clients" in accounts
    assert f"{key.out[:12]}…" in keys
    assert "never" in keys
    assert key.out.strip() not in keys


def test_a_key_that_is_revoked_is_listed_as_such(booking: Vuoro) -> None:
    booking("area", AREA_FILE)
    key = booking("key", "add", "Asiointi", "--scopes", "all").out

    gone = booking("key", "revoke", key[:12])

    assert gone.out == f'The key {key[:12]}… of "Asiointi" is of no use any more.\n'
    assert "revoked 20" in booking("key", "list").out
    assert booking("key", "revoke", "vuoro_000000").status == 2


def test_a_pass_key_in_wrong_hands_is_replaced(booking: Vuoro) -> None:
    booking("area", AREA_FILE)

    turned = booking("pass-key", "rotate").out
    gone = booking("pass-key", "revoke", "2").out
    rows = [line.split()[:2] for line in booking("pass-key", "list").out.splitlines()[1:]]

    assert "signed with key 2 from now on" in turned
    assert "No lobby believes key 2" in gone
    assert "signed with key 3." in " ".join(gone.split())
    assert [row for row in rows if row and row[0].isdigit()] == [
        ["1", "old"], ["2", "revoked"], ["3", "active"], ["4", "next"],
    ]  # fmt: skip
    assert booking("pass-key", "revoke", "99").status == 2


def test_what_is_wrong_is_said_in_sentences(booking: Vuoro, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(AREA_FILE.read_text(encoding="utf-8").replace("site = 18", "site = 17"))
    (tmp_path / "short").write_text("lyhyt\n", encoding="utf-8")

    assert "There is no area yet." in booking("account", "list").err
    assert 'site "17": is there twice.' in booking("area", bad).err
    assert "can't be read" in booking("area", tmp_path / "nowhere.toml").err
    booking("area", AREA_FILE)
    weak = booking("account", "add", "aino", "--password-file", tmp_path / "short")
    assert (weak.status, "10 or more" in weak.err) == (2, True)
    assert "scopes of: " in booking("key", "add", "Asiointi", "--scopes", "everything").err
    elsewhere = booking("key", "add", "A", "--scopes", "all", "--area", "x")
    assert (elsewhere.status, "area" in elsewhere.err) == (2, True)
    assert "no_such" not in elsewhere.err


def test_a_password_is_given_anew(booking: Vuoro, tmp_path: Path) -> None:
    (tmp_path / "password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    booking("area", AREA_FILE)
    booking("account", "add", "aino", "--password-file", tmp_path / "password")

    changed = booking("account", "password", "aino", "--password-file", tmp_path / "password")
    nobody = booking("account", "password", "eino", "--password-file", tmp_path / "password")

    assert "aino has another password" in changed.out
    assert "no account eino" in nobody.err


def test_a_restored_database_begins_a_new_epoch(booking: Vuoro) -> None:
    booking("migrate")
    before = booking("status").out

    said = booking("restored")

    epoch = said.out.split("begun: ")[1].partition(".")[0]
    assert epoch not in before
    assert f"epoch {epoch}" in booking("status").out


def test_the_status_counts_what_there_is(booking: Vuoro) -> None:
    assert "There is no area yet." in booking("status").out
    booking("area", AREA_FILE)

    told = booking("status").out

    assert "SQLite, revision 0" in told
    assert "2 offices, 3 services, 3 specialists" in told
    assert "0 messages waiting, 0 that need a person" in told


def test_workers_need_postgresql(vuoro: Vuoro, backend_file: Path) -> None:
    said = vuoro("booking", "serve", "--workers", "2", "--settings", backend_file)

    assert (said.status, "Several workers need PostgreSQL" in said.err) == (2, True)


def test_it_serves_until_it_is_told_to_stop_and_leaves_a_whole_database(
    vuoro: Vuoro, backend_file: Path
) -> None:
    with serving(backend_file) as (url, process):
        assert httpx.get(f"{url}/health").json() == {"status": "ok", "failing_jobs": []}
        assert httpx.get(f"{url}/api/v1/services").status_code == 401
        # A second one says why it doesn't start.
        second = vuoro("booking", "--settings", backend_file)
        assert (second.status, "in use by another process" in second.err) == (1, True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0

    data = backend_file.parent / "data"
    assert sorted(file.name for file in data.iterdir()) == [
        "booking.db", "booking.lock", "secret",
    ]  # fmt: skip


@pytest.mark.long
def test_workers_on_postgresql_answer_at_one_address_and_one_that_dies_is_replaced(
    backend_file: Path,
) -> None:
    with throwaway_postgres(Path(f"/tmp/vuoro-pg-{uuid.uuid4().hex[:8]}")) as address:
        text = backend_file.read_text(encoding="utf-8")
        backend_file.write_text(f'{text}database = "{address}"\n', encoding="utf-8")
        with serving(backend_file, "--workers", "2") as (url, process):
            workers = children(process.pid)
            assert len(workers) == 2
            workers[0].kill()
            while workers[0].is_running() or len(children(process.pid)) < 2:
                time.sleep(0.1)
            wait_for(url)
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0


@contextmanager
def serving(file: Path, *more: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The real program at work; its address."""
    port = tomllib.loads(file.read_text(encoding="utf-8"))["booking"]["port"]
    words = ("booking", "serve", *more, "--settings", str(file))
    process = subprocess.Popen(
        [sys.executable, "-m", "vuoro.lobby", *words], stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(url, process)
        yield url, process
    finally:
        process.kill()
        process.wait()


def wait_for(url: str, process: "subprocess.Popen[bytes] | None" = None) -> None:
    """Until it answers; fails when the process has ended."""
    while process is None or process.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the backend ended with {process.returncode}")


def children(pid: int) -> list[psutil.Process]:
    """The workers of a process."""
    found = psutil.Process(pid).children()
    return [child for child in found if "spawn_main" in " ".join(child.cmdline())]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def test_the_authority_of_an_area_is_shown_kept_and_rotated(booking: Vuoro, tmp_path: Path) -> None:
    booking("area", AREA_FILE)
    pem, der, nothing = (tmp_path / name for name in ("lobbies.pem", "lobbies.crt", "lobbies.txt"))

    shown = booking("authority", "show", "--to", pem).out
    booking("authority", "show", "--to", der)
    assert booking("authority", "show", "--to", nothing).status == 2
    assert booking("authority", "show", "--next").status == 2
    assert booking("authority", "rotate").status == 2

    first = x509.load_pem_x509_certificate(pem.read_bytes())
    assert first == x509.load_der_x509_certificate(der.read_bytes())
    assert " ".join(words_of(der.read_bytes())) in shown
    assert "internal, home.arpa, local" in shown
    assert "rotate" in booking("authority", "prepare").out
    assert booking("authority", "show", "--to", pem).out.endswith(f"Kept in {pem}.\n")
    assert x509.load_pem_x509_certificate(pem.read_bytes()) == first
    booking("authority", "show", "--next", "--to", pem)
    booking("authority", "rotate")
    following = x509.load_pem_x509_certificate(pem.read_bytes())
    booking("authority", "show", "--to", pem)
    assert first != following == x509.load_pem_x509_certificate(pem.read_bytes())
    assert "given up" in booking("authority", "rotate", "--stolen").out
