"""The demo as it runs: opens the house, says what to try, and closes it when told to."""

import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vuoro.core.clock import Clock
from vuoro.hardware.scanners.show import photograph
from vuoro.lobby.complaint import FAILED, Complaint
from vuoro.lobby.demo import programs, ready
from vuoro.lobby.demo.cast import artificial_identity_code
from vuoro.lobby.demo.house import House, Ports, Windows, build
from vuoro.lobby.demo.introduction import TRIES, introduction, picture_name
from vuoro.lobby.demo.programs import Running, clean_environment
from vuoro.lobby.serving import PortTaken, listen


def show(clock: Clock, ports: Ports, windows: Windows) -> int:
    """Run the demo until Ctrl-C. Raises Complaint."""
    check_ports(ports)
    with a_folder() as folder, Running(folder / "logs", clean_environment()) as running:
        print("Opening the office …", flush=True)
        house = build(folder, clock.now(), ports, windows)
        _photograph_passes(house)
        open_house(house, running)
        nobodys = artificial_identity_code(random.Random(len(house.clients)))
        print(introduction(house, nobodys), flush=True)
        _watch(running)
        print("\nClosing the office …", flush=True)
    return 0


def open_house(house: House, running: Running) -> None:
    """Start everything, in the order in which it needs one another. Raises Complaint."""
    open_backend_of(house, running)
    running.start(programs.lobby(house))
    running.start(programs.printer(house))
    ready.await_program("lobby", running, lambda: ready.lobby_answers(house))
    ready.await_program("printer", running, lambda: ready.printer_answers(house))
    running.start(programs.display(house))
    running.start(programs.kiosk(house))
    ready.await_program("kiosk", running, lambda: ready.device_connected(house, "kiosk"))
    ready.await_program("display", running, lambda: ready.device_connected(house, "display"))


def open_backend_of(house: House, running: Running) -> None:
    """Start the backend, its post office, and the cable to it. Raises Complaint."""
    for program in (programs.post_office, programs.booking, programs.cable):
        running.start(program(house))
    ready.await_program("booking", running, lambda: ready.backend_answers(house))
    ready.await_program("cable", running, lambda: ready.cable_answers(house))


def check_ports(ports: Ports) -> None:
    """Say which port is in use before anything starts. Raises Complaint."""
    wanted = (
        ("--port", ports.lobby),
        ("--printer-port", ports.printer),
        ("--paper-port", ports.paper),
        ("--booking-port", ports.booking),
        ("--cable-port", ports.cable),
        ("--switch-port", ports.switch),
        ("--mail-port", ports.mail),
        ("--sms-port", ports.sms),
    )
    errors = []
    for option, port in wanted:
        try:
            listen("127.0.0.1", port).close()
        except PortTaken:
            errors.append(
                f"Port {port} is in use. Stop the other program, or choose another with {option}."
            )
    if errors:
        raise Complaint(*errors, status=FAILED)


@contextmanager
def a_folder() -> Iterator[Path]:
    """A folder of its own, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="vuoro-demo-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _photograph_passes(house: House) -> None:
    import cv2

    for part, _ in TRIES:
        picture = photograph(house.client(part).pass_text)
        cv2.imwrite(str(house.folder / "passes" / picture_name(part)), picture)


def _watch(running: Running) -> None:
    """Wait for Ctrl-C, and tell when a program ends by itself: the others stand."""
    stop = "\0"
    signal.signal(signal.SIGTERM, lambda *_: running.ended.put(stop))
    try:
        while (name := running.ended.get()) != stop:
            status = running.status(name)
            print(f"The {name} has ended (status {status}). The others go on.", file=sys.stderr)
            said = running.log(name).read_text(encoding="utf-8", errors="replace").splitlines()
            if status and said:
                print(f"  It said: {said[-1]}", file=sys.stderr)
    except KeyboardInterrupt:
        pass
