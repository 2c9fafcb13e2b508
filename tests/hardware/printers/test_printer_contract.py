"""What every line to a printer must do; a new driver joins by one more name in ``TWO_WAY``."""

import pytest

from tests.hardware.printers.conftest import TWO_WAY, MakeRig, Rig
from vuoro.hardware.printers.contract import check
from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.profile_files import profile_named
from vuoro.hardware.printers.transport import PrinterLost, PrinterStuck, PrinterUnreachable
from vuoro.hardware.printers.virtual.models import MODELS

ASK_PAPER = b"\x10\x04\x04"
ANSWER_OK = b"\x12"
LINE_AND_CUT = b"\x1b@\x1dv0\x00\x48\x00\x01\x00" + b"\xff" * 72 + b"\x1dV\x00"
ASK_DONE = b"\x1dr\x01"
A_MOMENT = 0.01
LONG = 5.0


@pytest.fixture(params=TWO_WAY)
def rig(request: pytest.FixtureRequest, make_rig: MakeRig) -> Rig:
    return make_rig(request.param)


def write_on(rig: Rig, *, times: int) -> None:
    """The first bytes to a printer that is gone may still be taken from us."""
    for _ in range(times):
        rig.line.write(bytes(200), LONG)
        rig.line.read(0.1)


@pytest.mark.parametrize("name", sorted(MODELS))
@pytest.mark.parametrize("kind", TWO_WAY)
def test_it_keeps_the_contract_that_real_printers_are_held_to(
    make_rig: MakeRig, kind: str, name: str
) -> None:
    profile = profile_named(name)
    rig = make_rig(kind, profile)

    checks = list(check(rig.line, profile))

    assert [each for each in checks if not each.ok] == []
    names = {each.name for each in checks}
    assert {"opens", "is_quiet", "tells_paper", "closed_is_lost", "tells_again"} <= names
    assert ("tells_unasked" in names) is (profile.status == "asb")
    assert ("clears" in names) is profile.clear


def test_a_printer_that_never_answers_breaks_the_contract(
    rig: Rig, profile: PrinterProfile
) -> None:
    rig.mute()

    checks = check(rig.line, profile, patience=0.1)
    broken = {each.name: each.words for each in checks if not each.ok}

    assert broken["tells_paper"] == "It leaves DLE EOT 4 unanswered."
    assert {"tells_printer", "tells_done", "clears", "tells_again"} <= broken.keys()


def test_of_a_printer_that_is_off_only_that_is_told(rig: Rig, profile: PrinterProfile) -> None:
    rig.unplug()

    (only,) = check(rig.line, profile)

    assert (only.name, only.ok) == ("opens", False)


def test_what_is_written_arrives_and_is_answered(rig: Rig) -> None:
    rig.line.open()

    rig.line.write(LINE_AND_CUT + ASK_DONE, LONG)

    assert rig.line.read(LONG) == b"\x00"
    assert rig.slips[0].data == LINE_AND_CUT


def test_opening_an_open_line_changes_nothing(rig: Rig) -> None:
    rig.line.open()
    rig.line.write(ASK_PAPER, LONG)

    rig.line.open()

    assert rig.line.read(LONG) == ANSWER_OK


def test_a_silent_printer_is_no_error(rig: Rig) -> None:
    rig.line.open()

    assert rig.line.read(A_MOMENT) == b""


def test_a_printer_that_is_off_is_unreachable(rig: Rig) -> None:
    rig.unplug()

    with pytest.raises(PrinterUnreachable):
        rig.line.open()


def test_switching_off_is_felt_as_a_lost_line(rig: Rig) -> None:
    rig.line.open()
    rig.line.write(ASK_PAPER, LONG)
    rig.line.read(LONG)

    rig.unplug()

    with pytest.raises(PrinterLost):
        rig.line.read(LONG)


def test_a_printer_that_is_gone_takes_nothing(rig: Rig) -> None:
    rig.line.open()
    rig.unplug()

    with pytest.raises(PrinterLost):
        write_on(rig, times=100)


def test_after_a_power_cycle_the_line_opens_again(rig: Rig) -> None:
    rig.line.open()
    rig.unplug()
    rig.plug()
    rig.line.close()

    rig.line.open()
    rig.line.write(ASK_PAPER, LONG)

    assert rig.line.read(LONG) == ANSWER_OK


def test_a_line_from_before_the_power_cycle_is_lost(rig: Rig) -> None:
    rig.line.open()
    rig.unplug()
    rig.plug()

    with pytest.raises(PrinterLost):
        rig.line.read(LONG)


def test_a_cable_pulled_in_the_middle_is_a_lost_line(rig: Rig) -> None:
    rig.unplug_after(100)
    rig.line.open()

    with pytest.raises(PrinterLost):
        write_on(rig, times=3)


def test_a_printer_that_takes_nothing_is_stuck(rig: Rig) -> None:
    rig.freeze()
    rig.line.open()

    with pytest.raises(PrinterStuck):
        rig.line.write(bytes(32_000_000), 0.1)


def test_a_stuck_printer_is_let_go_of_at_once_and_works_again_when_it_thaws(rig: Rig) -> None:
    rig.freeze()
    rig.line.open()
    with pytest.raises(PrinterStuck):
        rig.line.write(bytes(32_000_000), 0.1)

    rig.line.close(drop=True)
    rig.freeze(on=False)
    rig.line.open()
    rig.line.write(LINE_AND_CUT + ASK_PAPER, LONG)

    assert rig.line.read(LONG) == ANSWER_OK


def test_a_closed_line_carries_nothing(rig: Rig) -> None:
    rig.line.open()
    rig.line.close()
    rig.line.close(drop=True)

    with pytest.raises(PrinterLost):
        rig.line.write(ASK_PAPER, LONG)
    with pytest.raises(PrinterLost):
        rig.line.read(A_MOMENT)


def test_what_was_said_to_somebody_else_is_not_heard(rig: Rig) -> None:
    rig.line.open()
    rig.line.write(ASK_PAPER + ASK_PAPER, LONG)
    rig.line.read(LONG)
    rig.line.close()

    rig.line.open()
    rig.line.write(ASK_DONE, LONG)

    assert rig.line.read(LONG) == b"\x00"
