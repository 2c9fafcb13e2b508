"""What works behind the glass: controller, errands, scanner keys, the map for outside drivers."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickView

from vuoro.core.at_rest import AtRest
from vuoro.core.catalogue import catalogue
from vuoro.core.clock import SystemClock
from vuoro.core.ids import RandomIds
from vuoro.core.languages import ENDONYMS, Language
from vuoro.core.settings.schema import KioskSettings
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.controller import Controller
from vuoro.kiosk.earcon import Earcon
from vuoro.kiosk.errands import Errands, World
from vuoro.kiosk.flow.state import Config
from vuoro.kiosk.flow.wishes import Reach
from vuoro.kiosk.glass import Glass
from vuoro.kiosk.listening import Listening
from vuoro.kiosk.map_writer import MapWriter
from vuoro.kiosk.painter import Painter
from vuoro.kiosk.resting import Resting
from vuoro.kiosk.speech.talking import Talking
from vuoro.kiosk.workers import Worker

OTHER_LANGUAGES_MS = 1000
BETWEEN_LANGUAGES_MS = 200
HELD_MARGIN = 2.0
"""Seconds beyond the scanner's own before a code in view counts as shown anew."""
Parts = tuple[tuple[str, str], ...]


class Running(QObject):
    """One kiosk at work."""

    def __init__(
        self,
        settings: KioskSettings,
        token: str,
        glass: Glass,
        view: QQuickView,
        parts: Callable[[], Parts] = tuple,
    ) -> None:
        super().__init__()
        self._parts = parts
        self._settings, self._token, self._glass = settings, token, glass
        self._clock = SystemClock()
        config = config_of(settings)
        painter = Painter(glass, self._clock, config)
        new_press = RandomIds(self._clock).event
        self.controller = Controller(self._clock, config, new_press, painter.paint)
        self._errands = Errands(self._world, self._clock, self.controller.post)
        self.controller.errands = self._errands
        self._talking = Talking(settings.speech, self._clock, self.controller.post)
        self.controller.talking = self._talking
        self._earcon = Earcon() if settings.scanner.sound else None
        self._listening = Listening(self._errands.listen, self._on_taken)
        self.controller.changed.connect(lambda: self._listening.follow(self.controller.state))
        self._resting = Resting(AtRest("kiosk"), camera=config.camera)
        self.controller.changed.connect(lambda: self._resting.follow(self.controller.state))
        glass.say(camera=config.camera)
        path = os.environ.get("VUORO_SCREEN_MAP")
        self._map = MapWriter(Path(path), view, self.controller) if path else None
        view.installEventFilter(self)

    def start(self) -> None:
        """Begin to live: time, lobby, printer, scanner."""
        self.controller.start()
        self._errands.start()
        self._talking.start()
        if self._earcon is not None:
            self._earcon.start()
        QTimer.singleShot(OTHER_LANGUAGES_MS, _load_languages)

    def close(self) -> None:
        """End every thread."""
        self.controller.stop()
        self._talking.close()
        self._errands.close()
        if self._earcon is not None:
            self._earcon.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys go to a scanner that types; what it takes as the end of a code goes no further."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._errands.key(event.text(), event.timestamp() / 1000)
        return super().eventFilter(watched, event)

    def _on_taken(self) -> None:
        if self._earcon is not None:
            self._earcon.play()

    def _world(self, reports: Worker) -> World:
        """Everything slow to load is loaded here, on a thread."""
        from vuoro.kiosk.lobby_link import ClientLink

        settings = self._settings
        link = ClientLink(settings.lobby_url, self._token, settings.lobby_authority)

        from vuoro.hardware.health import HealthWatch, probe
        from vuoro.kiosk.codes import load_encoder
        from vuoro.kiosk.devices import open_press
        from vuoro.kiosk.reader import open_reader

        reader = open_reader(self._settings.scanner, self._clock)
        self._glass.viewfinder.preview = reader.preview
        printer = open_press(self._settings, self._clock, link.report_slip, reports)
        load_encoder()
        folder = self._settings.token_file.parent
        watch = HealthWatch(lambda: probe(self._clock, folder), self._clock)
        return World(link, printer, reader, watch.look, self._parts)


def config_of(settings: KioskSettings) -> Config:
    """What the flow needs of the settings."""
    return Config(
        idle=settings.idle_seconds,
        warn=settings.warn_seconds,
        result=settings.result_seconds,
        pin=settings.pin,
        has_printer=settings.printer.kind != "none",
        counts_paper=settings.printer.kind != "none" and settings.printer.roll_m > 0,
        held=settings.scanner.same_code_seconds + HELD_MARGIN,
        own_phone=settings.own_phone,
        hand=Reach(settings.hand),
        rate=settings.speech.rate,
        volume=settings.speech.volume,
        camera=_shows_camera(settings),
    )


def _shows_camera(settings: KioskSettings) -> bool:
    """Whether the glass has a living picture to aim with."""
    scanner = settings.scanner
    return scanner.kind == "camera" and scanner.preview and not settings.still


def _load_languages(waiting: tuple[Language, ...] = tuple(ENDONYMS)) -> None:
    """One at a time between two pictures, so that a change of language waits for nothing."""
    catalogue(PACKAGE, waiting[0])
    if others := waiting[1:]:
        QTimer.singleShot(BETWEEN_LANGUAGES_MS, partial(_load_languages, others))
