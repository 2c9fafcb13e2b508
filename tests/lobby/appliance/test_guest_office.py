"""The office of the test image, lived in for a moment: a code checks in, its slip is on paper."""

import asyncio
import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.raspberrypi.emulator.faults.account import Slip as Printed
from deploy.raspberrypi.emulator.faults.account import account
from deploy.raspberrypi.emulator.faults.database import read_books
from deploy.raspberrypi.emulator.faults.reading import Reader, read_seen
from deploy.raspberrypi.emulator.guest.codes import next_code
from deploy.raspberrypi.emulator.guest.drawing import NoSlip, drawn
from deploy.raspberrypi.emulator.guest.ledger import Ledger, end
from deploy.raspberrypi.emulator.guest.ledger import slips as written
from deploy.raspberrypi.emulator.guest.office import Places, build
from deploy.raspberrypi.emulator.guest.paper import code_on, number
from deploy.raspberrypi.emulator.guest.printer import serve
from vuoro.core.clock import SteppingClock
from vuoro.core.settings.load import load_settings
from vuoro.core.settings.schema import LobbySettings, PrinterSettings, SyncSettings
from vuoro.core.wire.codec import decode
from vuoro.core.wire.kiosk import (
    ArrivalResult,
    CheckInBy,
    CheckInRequest,
    Outcome,
    Slip,
    SlipReport,
)
from vuoro.hardware.printers.virtual.tcp_port import TcpPort
from vuoro.lobby.keeping_in_touch import prepare_keys
from vuoro.lobby.opening import open_lobby
from vuoro.printer.outcome import Printed as Out
from vuoro.printer.press import press_for
from vuoro.queue.service import people, slips
from vuoro.queue.service.arriving import check_in
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.lobby import Press

NIGHT = datetime(2026, 11, 22, 22, 10, tzinfo=UTC)
"""Ten past midnight in Helsinki."""


@contextmanager
def printing(ledger: Path) -> Iterator[int]:
    """The printer of the test image, in a thread; gives its port."""
    port, loop, up = TcpPort("127.0.0.1", 0), asyncio.new_event_loop(), threading.Event()

    async def run() -> None:
        task = asyncio.ensure_future(serve(Ledger(ledger, 1 << 18), port, None))
        while not port.port:
            await asyncio.sleep(0)
        stop.append(task.cancel)
        up.set()
        await asyncio.wait((task,))

    stop: list[Callable[[], object]] = []
    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert up.wait(10)
    try:
        yield port.port
    finally:
        loop.call_soon_threadsafe(stop[0])
        thread.join()
        loop.close()


def test_a_client_with_a_code_leaves_paper_that_the_books_agree_with(
    tmp_path: Path, qapp: object
) -> None:
    at, clock = Places(tmp_path / "root"), SteppingClock(NIGHT)
    build(at, clock, hours=1)
    lobby_settings = LobbySettings(
        data=at.data, office=at.settings / "office.toml", public_url="http://127.0.0.1:8480"
    )
    booked = [
        (datetime.fromisoformat(start), text) for start, text in json.loads(at.codes.read_text())
    ]
    code = next_code(booked, set(), clock.now())
    assert code is not None
    with open_lobby(lobby_settings, clock) as lobby:
        prepare_keys(lobby, SyncSettings(day_keys="file"))
        ensure_day(lobby)
        kiosk = next(device.id for device in people.devices(lobby) if device.kind == "kiosk")
        press = Press(str(uuid.uuid4()), kiosk)
        answer = check_in(lobby, CheckInRequest(CheckInBy.PASS, code, "fi"), press)
        assert isinstance(answer, bytes)
        result = decode(answer, ArrivalResult)
        assert result.outcome is Outcome.ADMITTED
        assert result.slip is not None

        def tell(slip: Slip, report: SlipReport) -> None:
            slips.report(lobby, slip.job, report, kiosk)

        with printing(tmp_path / "paper") as port:
            printer = press_for(PrinterSettings(kind="network", port=port), tell)
            assert printer is not None
            assert isinstance(printer.print(result.slip), Out)
    ledger = (tmp_path / "paper").read_bytes()
    paper = Reader(tmp_path / "slips").read(ledger[: end(ledger)])
    token = result.slip.follow_url.rpartition("/")[2]
    assert paper == (Printed(result.slip.number, token),)
    slip = drawn(next(written(ledger)))
    assert code_on(slip) == result.slip.follow_url
    assert number(code_on(slip), at.data / "lobby.db") == result.slip.number
    books = read_books(at.data / "lobby.db")
    found = account(books, paper, read_seen(f"{result.slip.number}\nA0".encode()))
    assert found.faults == ()
    assert (found.tickets, found.slips, found.seen) == (1, 1, 1)


def test_the_settings_of_the_image_are_settings(tmp_path: Path) -> None:
    at = Places(tmp_path)
    build(at, SteppingClock(NIGHT), hours=1)
    for name in ("lobby", "kiosk", "display"):
        load_settings(at.settings / f"{name}.toml", {})
    assert len(json.loads(at.codes.read_text())) == 8
    assert at.codes.stat().st_mode & 0o077 == 0


def test_bytes_that_make_no_slip_are_none() -> None:
    with pytest.raises(NoSlip, match="0 slips"):
        drawn(b"\x1b@\x1d\x72\x01")
