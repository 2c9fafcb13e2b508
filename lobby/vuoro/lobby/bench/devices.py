"""Devices: what a slip costs, and looking at a camera frame with a code in it and without."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from time import monotonic, process_time

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import PrinterSettings
from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.kiosk import Slip
from vuoro.hardware.scanners.decoding import Effort, decode, load_decoder
from vuoro.hardware.scanners.show import photograph
from vuoro.lobby.bench.figures import Figure, spread

ROUNDS = 60
FIRST_DOTS_MS = 150
FRAME = (720, 1280)
Grey = npt.NDArray[np.uint8]


def measure() -> list[Figure]:
    """Processor time on this thread alone, and how long a visitor waits for the first dots."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication([])
    figures = [_slip(), _first_dots(), *_frames()]
    del application
    return figures


def _slip() -> Figure:
    now = SystemClock().now()
    times = []
    for number in range(ROUNDS):
        slip = _example(number, now - timedelta(minutes=number))
        times.append(_cost(partial(_printed, slip)))
    value, p95 = spread(times[5:])
    return Figure("slip: image, QR and bytes (CPU)", value, p95, "ms", None, "≤ 10 ms", value <= 10)


def _first_dots() -> Figure:
    """From the slip in the kiosk's hands, which the lobby has committed, to paper that moves."""
    from vuoro.hardware.printers.virtual import VirtualPrinter
    from vuoro.printer.press import press_for

    now = SystemClock().now()
    times = []
    with VirtualPrinter() as printer:
        settings = PrinterSettings(kind="network", host=printer.host, port=printer.port)
        press = press_for(settings, lambda slip, report: None)
        assert press is not None
        for number in range(ROUNDS // 2):
            start = monotonic()
            press.print(_example(number, now))
            assert printer.began is not None
            times.append(printer.began - start)
    value, p95 = spread(times)
    met = p95 <= FIRST_DOTS_MS
    return Figure("slip: first dots at the printer", value, p95, "ms", None, "≤ 150 ms", met)


def _printed(slip: Slip) -> bytes:
    from vuoro.printer.escpos import bands
    from vuoro.printer.raster import draw
    from vuoro.printer.slip import compose

    return b"".join(bands(draw(compose(slip, 80))))


def _example(number: int, now: datetime) -> Slip:
    return Slip(
        job=str(number),
        ticket=str(number),
        number=f"A{number:03d}",
        language="fi",
        office={"fi": "Tampereen seudun työllisyyspalvelut"},
        where={"fi": "Odota aulassa. Kutsumme sinut näytöllä ja kuulutuksella."},
        issued_at=now,
        receipt=f"1121-{number:04d}-AA",
        follow_url=f"http://192.0.2.1:8480/t/{number:026d}",
        ahead=3,
        wait=WaitInterval(10, 20),
    )


def _frames() -> list[Figure]:
    """Beside the bare decoder on the same frame: one look, no second."""
    load_decoder()
    empty = empty_lobby()
    with_code = empty.copy()
    picture = photograph("VU1" + "A7" * 74)
    height, width = (min(size, limit) for size, limit in zip(picture.shape, FRAME, strict=True))
    with_code[:height, :width] = picture[:height, :width]
    assert decode(with_code, Effort.QUICK)
    assert not decode(empty, Effort.CLOSER)
    return [
        _look("camera frame with a code (CPU)", with_code, Effort.QUICK),
        _look("empty camera frame (CPU)", empty, Effort.QUICK, 3.0),
        _look("empty camera frame, every 4th (CPU)", empty, Effort.CLOSER),
    ]


def _look(name: str, frame: Grey, effort: Effort, most: float | None = None) -> Figure:
    value, p95 = spread(_cost(partial(decode, frame, effort)) for _ in range(ROUNDS))
    limit, _ = spread(_cost(partial(_plain, frame)) for _ in range(ROUNDS))
    met = None if most is None else value <= most
    return Figure(name, value, p95, "ms", limit, "" if most is None else f"≤ {most:g} ms", met)


def _plain(frame: Grey) -> object:
    return zxingcpp.read_barcodes(
        frame, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )


def empty_lobby() -> Grey:
    """A wall, a floor and some furniture, out of focus, with the noise of a small sensor."""
    random = np.random.default_rng(1)
    scene = np.full(FRAME, 170.0)
    scene[460:] = 110
    for _ in range(24):
        y, x, h, w = random.integers((0, 0, 40, 40), (600, 1100, 260, 300))
        scene[y : y + h, x : x + w] = random.integers(40, 220)
    soft = cv2.GaussianBlur(scene, (0, 0), 3)
    return np.clip(soft + random.normal(0, 3, FRAME), 0, 255).astype(np.uint8)


def _cost(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start
