"""The program ``vuoro display``: the board, its sound, and the stream that feeds both."""

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from vuoro.core.at_rest import AtRest
from vuoro.core.clock import Clock, SystemClock
from vuoro.core.service_manager import ServiceManager
from vuoro.core.settings import DisplaySettings
from vuoro.core.wire.board import BoardCall, BoardFrame
from vuoro.hardware.screen.starting import before_qt

if TYPE_CHECKING:
    from vuoro.display.aloud import Aloud
    from vuoro.display.director import Director
    from vuoro.display.reporting import Reporter
    from vuoro.display.tv_watch import TvWatch
    from vuoro.display.view import View
    from vuoro.display.window import BoardWindow

STREAM = "/v1/board/stream"
SCREEN_MAP = "VUORO_SCREEN_MAP"

log = logging.getLogger(__name__)


class Feed(Protocol):
    """The stream of the board; its callbacks come on a thread of its own."""

    def start(self) -> None: ...

    def close(self) -> None: ...


OpenFeed = Callable[[Callable[[BoardFrame], None], Callable[[bool], None]], Feed]


class NoToken(Exception):
    """The token of this display can't be read; the message says what to do."""


def run(settings: DisplaySettings, *, clock: Clock | None = None) -> int:
    """Show the board until the window is closed or the program is told to stop. The exit status."""
    try:
        token = read_token(settings.token_file)
    except NoToken as error:
        print(error, file=sys.stderr)
        return 1
    return _run(settings, clock or SystemClock(), token)


def read_token(file: Path) -> str:
    """The secret by which the lobby service knows this display. Raises NoToken."""
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NoToken(
            f"The display's token can't be read from {file}: {error}.\n"
            "The lobby service makes it; check [display] token_file in the settings."
        ) from error


def lobby_feed(url: str, token: str, authority: Path | None = None) -> OpenFeed:
    """The stream of a lobby service."""
    from vuoro.queue.client.feed import Feed as Stream

    def open_feed(on_frame: Callable[[BoardFrame], None], on_link: Callable[[bool], None]) -> Feed:
        return Stream(url, STREAM, token, BoardFrame, on_frame, on_link, authority=authority)

    return open_feed


def _run(settings: DisplaySettings, clock: Clock, token: str) -> int:
    # A waiting-room computer need not have a GPU, and the board is still for most of the time.
    rendering = before_qt(os.environ, clock)
    from PySide6.QtGui import QGuiApplication

    from vuoro.display.director import Director
    from vuoro.display.resting import Resting
    from vuoro.display.stage import Framed, Linked, Passed
    from vuoro.display.stopping import Stopper
    from vuoro.display.window import BoardWindow

    app = QGuiApplication(["vuoro-display"])
    app.setApplicationDisplayName("Vuoro")
    window = BoardWindow(settings, manager=ServiceManager())
    voice = _LateVoice()
    resting = Resting(AtRest("display"), window.show)
    window.painted.connect(resting.painted)
    director = Director(clock, settings.languages, resting.show, voice)
    _write_maps(window, director)
    window.open(director.picture())
    window.citizen.watch(rendering)
    window.citizen.keep_hours(settings.hours, clock, off=settings.dark == "off")
    tv = _television(settings, clock)
    reporter = _reporter(settings, clock, token, tv, window)

    def linked(up: bool) -> None:
        director.happened.emit(Linked(up))
        reporter.linked(up)

    open_feed = lobby_feed(settings.lobby_url, token, settings.lobby_authority)
    feed = open_feed(lambda frame: director.happened.emit(Framed(frame)), linked)
    feed.start()
    reporter.start()
    voice.aloud = _aloud(settings, clock, lambda: director.happened.emit(Passed()))
    stopper = Stopper(app)
    try:
        return app.exec()
    finally:
        stopper.close()
        feed.close()
        reporter.close()
        if tv is not None:
            tv.close()
        if voice.aloud is not None:
            voice.aloud.close()
        window.close()


class _LateVoice:
    """The voice, found after the first picture; silent until then and where there is none."""

    def __init__(self) -> None:
        self.aloud: Aloud | None = None

    @property
    def speaking(self) -> bool:
        return self.aloud is not None and self.aloud.speaking

    def announce(self, call: BoardCall) -> None:
        if self.aloud is not None:
            self.aloud.announce(call)


def _aloud(
    settings: DisplaySettings, clock: Clock, on_silence: Callable[[], None]
) -> "Aloud | None":
    """The loudspeaker of these settings; without one the board goes on in silence."""
    if settings.sound == "none":
        return None
    from vuoro.display.aloud import Aloud
    from vuoro.hardware.sound import SpeakerError, open_speaker, open_voice
    from vuoro.hardware.sound.transcript import transcript_of

    try:
        speaker = open_speaker(settings, clock)
    except SpeakerError as error:
        log.warning("calls are shown without sound", extra={"reason": str(error)})
        return None
    aloud = Aloud(
        speaker,
        open_voice(settings.voice.engine, settings.voice.voices, settings.voice.loudness_dbfs),
        clock,
        languages=settings.languages,
        quiet_hours=settings.quiet_hours,
        on_silence=on_silence,
        loudness=settings.voice.loudness_dbfs,
        transcript=transcript_of(os.environ, clock),
    )
    aloud.start()
    return aloud


def _television(settings: DisplaySettings, clock: Clock) -> "TvWatch | None":
    """What keeps the hours of the set; None where people switch it."""
    if settings.tv.kind == "none":
        return None
    from vuoro.core.on_hours import week_of
    from vuoro.display.tv_watch import TvWatch
    from vuoro.hardware.tv import open_tv

    watch = TvWatch(open_tv(settings.tv), week_of(settings.tv.hours), clock)
    watch.start()
    return watch


def _reporter(
    settings: DisplaySettings,
    clock: Clock,
    token: str,
    tv: "TvWatch | None",
    window: "BoardWindow",
) -> "Reporter":
    """What tells the lobby service how this computer and its television are."""
    from vuoro.display.reporting import Reporter
    from vuoro.hardware.health import HealthWatch, probe
    from vuoro.queue.client import KioskClient

    folder = settings.token_file.parent
    watch = HealthWatch(lambda: probe(clock, folder), clock)

    def parts() -> tuple[tuple[str, str], ...]:
        television = (("tv", tv.state),) if tv is not None else ()
        return (*television, *window.citizen.parts)

    client = KioskClient(settings.lobby_url, token, authority=settings.lobby_authority)
    return Reporter(client, watch.look, parts)


def _write_maps(window: "BoardWindow", director: "Director") -> None:
    """Tell the tour and the bench what has been painted, if they asked for it."""
    path = os.environ.get(SCREEN_MAP)
    if not path:
        return
    from vuoro.display import screen_map

    def write(view: "View") -> None:
        texts = screen_map.visible_texts(window.window.contentItem())
        screen_map.write(Path(path), view, texts, director.stage.board.version)

    window.painted.connect(write)
