"""What desks are told of devices: the last report, and each trouble of a shared computer once."""

import pytest

from tests.queue.world import World
from vuoro.core.wire.desk import DeviceRow
from vuoro.core.wire.kiosk import DeviceReport
from vuoro.queue.api.device_reports import kept
from vuoro.queue.reading.view import LOBBY, DeviceStatus, View

REPORT = DeviceReport(
    "paper_low", "covered", "1.2", 2400, ("undervoltage",), (("light", "offline"),)
)


@pytest.fixture
def view() -> View:
    lobby = World().lobby
    view = View(lobby.office, lobby.clock, lobby.line, "s")
    view.devices = {"k": DeviceStatus("k", "Aula 1", "kiosk", streams=1)}
    return view


def own(view: View) -> DeviceRow:
    """The row of the lobby service's own computer."""
    (row,) = [row for row in view.device_rows() if row.kind == LOBBY]
    return row


def test_a_row_says_what_the_device_has_reported(view: View) -> None:
    view.devices["k"].report = REPORT
    assert list(view.device_rows()) == [
        DeviceRow(
            "k", "Aula 1", "kiosk", True, "paper_low", "covered", 0,
            paper_left_mm=2400, host=("undervoltage",), parts=(("light", "offline"),),
        )
    ]  # fmt: skip


def test_a_computer_that_nobody_watches_has_no_row(view: View) -> None:
    assert [row.kind for row in view.device_rows()] == ["kiosk"]
    view.hear_host(())
    assert own(view).host == ()


def test_what_a_connected_device_tells_of_its_computer_is_not_said_twice(view: View) -> None:
    view.hear_host(("disk_low", "undervoltage"))
    view.devices["k"].report = REPORT
    assert own(view).host == ("disk_low",)

    view.devices["k"].streams = 0
    assert own(view).host == ("disk_low", "undervoltage")


def test_desks_are_woken_when_the_health_of_the_computer_changes_and_only_then(view: View) -> None:
    woken: list[object] = []
    view.listeners.append(woken.append)
    for troubles in ((), (), ("hot",), ("hot",), ()):
        view.hear_host(troubles)
    assert len(woken) == 3


def test_of_an_endless_report_only_what_a_device_of_ours_would_say_is_kept() -> None:
    long = "x" * 500
    endless = DeviceReport(long, long, long, 10**12, (long,) * 500, ((long, long),) * 500)
    told = kept(endless)

    assert max(map(len, (told.printer, told.scanner, told.program, *told.host))) == 40
    assert (len(told.host), len(told.parts)) == (16, 16)
    assert max(len(word) for part in told.parts for word in part) == 40
    assert told.paper_left_mm == 1_000_000
    assert kept(DeviceReport(paper_left_mm=-5)).paper_left_mm == 0
    assert kept(REPORT) == REPORT
