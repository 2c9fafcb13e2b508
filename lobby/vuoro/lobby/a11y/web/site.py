"""The demo's office with its web pages up and every language on offer."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import urllib3

from vuoro.core.clock import Clock
from vuoro.lobby.demo import programs, ready
from vuoro.lobby.demo.house import House, Windows, build
from vuoro.lobby.demo.program import a_folder, open_backend_of
from vuoro.lobby.demo.programs import Running, clean_environment
from vuoro.lobby.settings_text import settings_text
from vuoro.lobby.tour.ports import free_ports


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are."""

    house: House
    lobby: str
    booking: str


@contextmanager
def site(clock: Clock) -> Iterator[Site]:
    """The office until the context is left. Raises Complaint when it can't be opened."""
    with ExitStack() as stack:
        folder = stack.enter_context(a_folder()) / "house"
        folder.mkdir()
        windows = Windows(aloud=False)
        house = _with_every_page(build(folder, clock.now(), free_ports(), windows))
        running = stack.enter_context(Running(house.logs, clean_environment()))
        open_backend_of(house, running)
        running.start(programs.lobby(house))
        ready.await_program("lobby", running, lambda: ready.lobby_answers(house))
        ports = house.ports
        yield Site(house, f"http://127.0.0.1:{ports.lobby}", f"http://127.0.0.1:{ports.booking}")


def a_number(at: Site, service: str = "neuvonta") -> str:
    """Take a number as the kiosk does; the address behind its slip's code."""
    answer = _ask(at, "POST", "/v1/kiosk/tickets", {"service": service, "language": "fi"})
    slip = answer["slip"]
    assert isinstance(slip, dict)
    return str(slip["follow_url"])


def a_phone_door(at: Site) -> str:
    """The address behind the kiosk's code for a visitor's own phone."""
    return str(_ask(at, "GET", "/v1/kiosk/phone", None)["url"])


def _ask(at: Site, method: str, path: str, body: dict[str, str] | None) -> dict[str, object]:
    token = at.house.settings.kiosk.token_file.read_text("ascii").strip()
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"a11y-{path}-{method}"}
    answer = urllib3.request(method, at.lobby + path, json=body, headers=headers, timeout=10.0)
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path}: {answer.status} {answer.data[:200]!r}")
    told: dict[str, object] = answer.json()
    return told


def _with_every_page(house: House) -> House:
    """Booking offers languages that nobody has checked, too; the lobby has a certificate to trust,
    as on a device of its own."""
    booking = replace(house.settings.booking, unchecked_translations=True)
    lobby = replace(house.settings.lobby, tls_port=free_ports().lobby)
    settings = replace(house.settings, booking=booking, lobby=lobby)
    Path(house.file).write_text(settings_text(settings, secrets=True), encoding="utf-8")
    return replace(house, settings=settings)
