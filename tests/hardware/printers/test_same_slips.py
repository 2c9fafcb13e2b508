"""The slips of a morning are the same bytes on whichever line they go to the printer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.hardware.printers.conftest import TWO_WAY, MakeRig
from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.kiosk import Slip, SlipReport
from vuoro.hardware.printers.cups import CupsPrinter
from vuoro.hardware.printers.cups_simulated import QUEUE, SimulatedCups
from vuoro.hardware.printers.file import FilePrinter
from vuoro.hardware.printers.profile_files import profile_named
from vuoro.hardware.printers.transport import Printer
from vuoro.hardware.printers.virtual import CutSlip
from vuoro.hardware.printers.virtual.machine import Machine
from vuoro.hardware.printers.virtual.models import MODELS
from vuoro.printer.outcome import Printed
from vuoro.printer.press import Press

pytestmark = pytest.mark.usefixtures("qapp")

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OFFICE = {
    "fi": "Tampereen työllisyyspalvelut, Keskusta",
    "sv": "Tammerfors sysselsättningstjänster, Centrum",
    "en": "Tampere Employment Services, City centre",
    "ar": "خدمات التوظيف في تامبيري، المركز",
}
WHERE = {
    "fi": "Odota aulassa. Kutsumme sinut näytöllä ja kuulutuksella.",
    "sv": "Vänta i aulan. Vi kallar dig på skärmen och med utrop.",
    "en": "Wait in the lobby. We call you on the screen and by speech.",
    "ar": "انتظر في القاعة. سنناديك على الشاشة وبالصوت.",
}


def slips() -> Iterator[Slip]:
    """As in the tour: all languages, with and without figures, a copy."""
    for count, language in enumerate(OFFICE):
        slip = Slip(
            job=f"019{count}",
            ticket=f"029{count}",
            number=f"A{17 + count:03}",
            language=language,
            office=OFFICE,
            where=WHERE,
            issued_at=NOON + timedelta(minutes=count),
            receipt="7KQ4-M2XD",
            follow_url=f"http://192.0.2.20:8480/t/abcdefghijklmnopqrstuvwx{count:02}",
            ahead=count,
            wait=WaitInterval(likely=10 * count, at_most=20 * count + 5),
        )
        yield slip
        yield replace(slip, ahead=None, wait=None)
    yield replace(slip, copy=1)


def print_all(printer: Printer, model: str) -> list[str]:
    from vuoro.printer.raster import draw

    def tell(slip: Slip, report: SlipReport) -> None:
        pass

    press = Press(printer, draw, tell, profile=profile_named(model), seconds=30.0)
    return [type(press.print(slip)).__name__ for slip in slips()]


def interpreted(data: bytes, model: str) -> list[CutSlip]:
    """What a machine makes of bytes that went one way."""
    cut: list[CutSlip] = []
    machine = Machine(keep=cut.append, model=MODELS[model])
    for at in range(0, len(data), 1000):
        machine.receive(data[at : at + 1000])
        while machine.step() is not None:
            pass
    return cut


@pytest.mark.parametrize("model", ["generic-80", "epson-tm-t20iii", "xprinter-xp80"])
def test_the_slips_are_the_same_bytes_on_every_line(
    make_rig: MakeRig, tmp_path: Path, model: str
) -> None:
    printed: dict[str, tuple[CutSlip, ...]] = {}
    for kind in TWO_WAY:
        rig = make_rig(kind, profile_named(model))
        assert set(print_all(rig.line, model)) == {Printed.__name__}
        printed[kind] = rig.slips

    (tmp_path / "slips.bin").touch()
    print_all(FilePrinter(str(tmp_path / "slips.bin")), model)
    printed["plain file"] = tuple(interpreted((tmp_path / "slips.bin").read_bytes(), model))
    cups = SimulatedCups(tmp_path / "cups")
    print_all(CupsPrinter(QUEUE, path=cups.path), model)
    printed["cups"] = tuple(interpreted(b"".join(cups.jobs), model))

    expected = printed["network"]
    assert len(expected) == len(list(slips()))
    assert len({slip.data for slip in expected}) == len(expected)
    for kind, slips_there in printed.items():
        assert [slip.data for slip in slips_there] == [slip.data for slip in expected], kind
        assert [slip.rows for slip in slips_there] == [slip.rows for slip in expected], kind
