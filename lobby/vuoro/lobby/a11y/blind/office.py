"""The demo's office with a kiosk whose screen is off: a keypad, a headset, and Arabic on offer."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import SpeechSettings
from vuoro.lobby.demo import programs, ready
from vuoro.lobby.demo.house import House, Windows, build
from vuoro.lobby.demo.program import a_folder, open_backend_of
from vuoro.lobby.demo.programs import Program, Running, clean_environment
from vuoro.lobby.settings_text import settings_text
from vuoro.lobby.tour.paper import Paper
from vuoro.lobby.tour.ports import free_ports

LANGUAGES = ("fi", "sv", "en", "ar")


@dataclass(frozen=True)
class Office:
    """An open office: where keys go in, where sound and slips come out."""

    house: House
    running: Running
    keypad: Path
    sound: Path
    transcript: Path
    paper: Paper


@contextmanager
def office(clock: Clock) -> Iterator[Office]:
    """The office until the context is left. Raises Complaint when it can't be opened."""
    with ExitStack() as stack:
        folder = stack.enter_context(a_folder()) / "house"
        folder.mkdir()
        house = _with_speech(build(folder, clock.now(), free_ports(), Windows(aloud=False)))
        environment = {**clean_environment(), "QT_QPA_PLATFORM": "offscreen"}
        running = stack.enter_context(Running(house.logs, environment))
        opened = Office(
            house,
            running,
            keypad=Path(house.settings.kiosk.speech.keypad),
            sound=house.settings.kiosk.speech.sound_folder,
            transcript=folder / "transcript.jsonl",
            paper=Paper(house.slips, f"http://127.0.0.1:{house.ports.paper}"),
        )
        _start(opened)
        yield opened


def _with_speech(house: House) -> House:
    """The same house; its kiosk is read aloud into a folder, and is used by keys."""
    folder = house.folder
    speech = SpeechSettings(
        sound="folder",
        sound_folder=folder / "speech",
        headset="none",
        keypad=str(folder / "keypad"),
    )
    kiosk = replace(house.settings.kiosk, speech=speech)
    settings = replace(house.settings, kiosk=kiosk)
    house.file.write_text(settings_text(settings, secrets=True), encoding="utf-8")
    _offer(folder / "office.toml")
    return replace(house, settings=settings)


def _offer(file: Path) -> None:
    """Few languages, so that the way to Arabic is short; nobody has checked it yet."""
    tags = ", ".join(f'"{tag}"' for tag in LANGUAGES)
    text = file.read_text(encoding="utf-8")
    text, count = re.subn(r"(?ms)^languages = \[.*?\]$", f"languages = [{tags}]", text)
    assert count == 1, "office.toml names its languages once"
    file.write_text(text, encoding="utf-8")


def _start(opened: Office) -> None:
    house, running = opened.house, opened.running
    open_backend_of(house, running)
    running.start(programs.lobby(house))
    running.start(programs.printer(house))
    ready.await_program("lobby", running, lambda: ready.lobby_answers(house))
    ready.await_program("printer", running, lambda: ready.printer_answers(house))
    kiosk = programs.kiosk(house)
    told = (("VUORO_TRANSCRIPT", str(opened.transcript)),)
    running.start(Program(kiosk.name, kiosk.command, (*kiosk.environment, *told)))
    ready.await_program("kiosk", running, lambda: ready.device_connected(house, "kiosk"))
