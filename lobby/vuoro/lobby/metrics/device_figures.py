"""Figures of kiosks, displays and boxes at counters."""

from collections.abc import Iterator

from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from vuoro.core.wire.desk import DeviceRow
from vuoro.hardware.health import Trouble
from vuoro.hardware.part_state import PartState
from vuoro.lobby.metrics.families import gauges, states
from vuoro.printer.escpos import PrinterState
from vuoro.printer.outcome import Reason

PRINTER_STATES = tuple(dict.fromkeys((*PrinterState, *Reason, "none")))
SCANNER_STATES = ("ok", "offline", "covered", "none")
PARTS = ("light", "sound", "button", "tv", "screen")
"""Others are left out: what a device sends makes no new series."""

PART_STATES = (*PartState, "unknown", "ignores")
"""A television may not answer, or stay off although it was told."""

_KEY = ("device", "kind")


def device_figures(rows: tuple[DeviceRow, ...]) -> Iterator[Metric]:
    """Figures by device; those of a device that isn't connected are the last it told."""
    by_key = {(row.name or row.kind, row.kind): row for row in rows}
    kiosks = {key: row for key, row in by_key.items() if row.kind == "kiosk"}
    yield gauges(
        "vuoro_device_connected",
        "1 while the device follows the lobby",
        _KEY,
        {key: float(row.connected) for key, row in by_key.items()},
    )
    yield gauges(
        "vuoro_device_locked",
        "1 where staff have locked the kiosk",
        _KEY,
        {key: float(row.locked) for key, row in kiosks.items()},
    )
    yield states(
        "vuoro_printer_state",
        "How the printer of a kiosk is",
        PRINTER_STATES,
        {key: row.printer for key, row in kiosks.items()},
        _KEY,
    )
    yield gauges(
        "vuoro_printer_paper_left_meters",
        "Paper on the roll by the kiosk's own count",
        _KEY,
        {
            key: row.paper_left_mm / 1000
            for key, row in kiosks.items()
            if row.paper_left_mm is not None
        },
    )
    yield states(
        "vuoro_scanner_state",
        "How the scanner of a kiosk is",
        SCANNER_STATES,
        {key: row.scanner for key, row in kiosks.items()},
        _KEY,
    )
    yield states(
        "vuoro_part_state",
        "How lights, sounds, buttons and sets are",
        PART_STATES,
        {
            (*key, part): state
            for key, row in by_key.items()
            for part, state in row.parts
            if part in PARTS
        },
        (*_KEY, "part"),
    )
    yield _troubles(by_key)


def _troubles(rows: dict[tuple[str, str], DeviceRow]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "vuoro_host_trouble",
        "1 where a computer has this trouble",
        labels=(*_KEY, "trouble"),
    )
    for key, row in rows.items():
        for trouble in Trouble:
            family.add_metric((*key, trouble.value), float(trouble.value in row.host))
    return family
