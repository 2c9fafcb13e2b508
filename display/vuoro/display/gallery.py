"""Pictures of the board in its states: ``python -m vuoro.display.gallery OUT``."""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from vuoro.core.settings import DisplaySettings
from vuoro.core.wire.board import BoardCall, BoardFrame
from vuoro.core.wire.common import Lobby, LobbyMode
from vuoro.display.link import Link
from vuoro.display.stage import Framed, Linked, Passed, Stage, step
from vuoro.display.view import View, picture

NOON = datetime(2026, 3, 4, 8, 42, tzinfo=UTC)
OFFICE = {"fi": "Tampereen työllisyyspalvelut", "sv": "Sysselsättningstjänster i Tammerfors"}
LOBBY = Lobby(
    mode=LobbyMode.OPEN,
    office=OFFICE,
    waiting=12,
    opens_at=None,
    closes_at=None,
    message={},
    languages=("fi", "sv", "en"),
    info_service="info",
    service_day="2026-03-04",
)
LANGUAGES = ("fi", "sv")


def call(
    number: str, counter: str, ago: int, *, name: dict[str, str] | None = None, times: int = 1
) -> BoardCall:
    """A call made ``ago`` seconds before noon of the gallery."""
    return BoardCall(
        id=number,
        number=number,
        counter_label=counter,
        counter=name or {"fi": f"Palvelupiste {counter}", "sv": f"Disk {counter}"},
        called_at=NOON - timedelta(seconds=ago),
        times=times,
        language="fi",
        version=100_000 - ago,
    )


CALLS = tuple(
    call(number, counter, ago)
    for number, counter, ago in (
        ("A017", "3", 5), ("C104", "1", 100), ("A016", "5", 190), ("B032", "2", 320),
        ("A015", "3", 400), ("C103", "4", 600), ("A014", "1", 800), ("B031", "2", 900),
        ("A013", "5", 1100),
    )
)  # fmt: skip
NAMED = tuple(
    call(number, name, ago, name={"fi": name, "sv": name})
    for number, name, ago in (
        ("A017", "Palveluneuvojan huone 12", 5), ("C104", "Neuvonta", 100),
        ("A016", "Kokoushuone Näsinneula", 190), ("B032", "Palveluneuvojan huone 4", 320),
        ("A015", "Neuvonta", 400),
    )
)  # fmt: skip
WIDE = tuple(
    call(item.number, f"1{item.counter_label}", (NOON - item.called_at).seconds) for item in CALLS
)


def on(
    lobby: Lobby,
    calls: tuple[BoardCall, ...] = (),
    *,
    lost_minutes: int = 0,
    languages: tuple[str, ...] = LANGUAGES,
) -> View:
    """The board of an office with these calls; with the connection lost so many minutes ago."""
    start = NOON - timedelta(minutes=lost_minutes)
    stage = Stage(Link(since=0.0, at=start))
    events = (Linked(True), Framed(BoardFrame(9, True, NOON, lobby, calls)))
    mono = 30.0
    for event in (*events, Linked(False)) if lost_minutes else events:
        stage = step(stage, event, now=start, mono=mono, speaking=False)
    mono += 60 * lost_minutes
    stage = step(stage, Passed(), now=NOON, mono=mono, speaking=False)
    return picture(stage, languages, now=NOON, mono=mono)


def closed(opens_at: datetime) -> Lobby:
    """The office after its hours."""
    return replace(LOBBY, mode=LobbyMode.CLOSED, waiting=0, opens_at=opens_at)


def pictures(languages: tuple[str, ...] = LANGUAGES) -> dict[str, View]:
    """The board's states by name, in one or two languages."""
    show = partial(on, languages=languages)
    told = {"fi": "Työpaja klo 13 kokoustila Näsissä", "sv": "Verkstad kl. 13"}
    return {
        "empty": show(LOBBY),
        "one": show(LOBBY, CALLS[:1]),
        "two": show(LOBBY, CALLS[:2]),
        "full": show(LOBBY, CALLS),
        "wide-counters": show(LOBBY, WIDE),
        "names": show(LOBBY, NAMED),
        "names-mixed": show(LOBBY, (*CALLS[:1], *NAMED[1:])),
        "lost": show(LOBBY, CALLS, lost_minutes=3),
        "never": replace(show(LOBBY), lost=show(LOBBY, lost_minutes=3).lost),
        "message": show(replace(LOBBY, message=told), CALLS),
        "closed": show(closed(NOON + timedelta(days=5, hours=-2))),
        "closing": show(replace(closed(NOON + timedelta(days=1)), waiting=3), CALLS),
        "locked": show(replace(LOBBY, mode=LobbyMode.LOCKED, waiting=0)),
    }


SIZES = {"hd": "1920x1080", "4k": "3840x2160"}


def main(folder: Path) -> None:
    """Paint every picture into a folder, as ``full-hd.png``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    from PySide6.QtGui import QGuiApplication

    from vuoro.display.window import BoardWindow

    folder.mkdir(parents=True, exist_ok=True)
    app = QGuiApplication.instance() or QGuiApplication([])
    far = DisplaySettings(full_screen=False)
    near = replace(far, distance_m=5.0)
    for size, window in SIZES.items():
        for reach, settings in (("", far), ("-5m", near)):
            for name, view in pictures().items():
                board = BoardWindow(replace(settings, window=window))
                board.open(view)
                app.processEvents()
                board.window.grabWindow().save(str(folder / f"{name}{reach}-{size}.png"))
                board.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
