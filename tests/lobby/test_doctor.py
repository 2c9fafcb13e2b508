"""A device looked at from top to bottom, in words that say what to do."""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.lobby.conftest import MONDAY, Vuoro
from vuoro.core.clock import ClockState, SteppingClock, SystemClock
from vuoro.core.settings import Settings
from vuoro.core.settings.schema import (
    CounterSettings,
    PrinterSettings,
    ScannerSettings,
    TvSettings,
)
from vuoro.hardware.health import Disk, Health, Trouble
from vuoro.hardware.health.simulated import SimulatedComputer
from vuoro.hardware.printers.virtual import VirtualPrinter
from vuoro.hardware.simulated_usb import SimulatedUsb
from vuoro.hardware.usb_identity import UsbName
from vuoro.lobby.doctor import computer, parts, printer, program, rights, scanner, screen, sound
from vuoro.lobby.doctor.examinations import examinations
from vuoro.lobby.doctor.examining import carry_out
from vuoro.lobby.doctor.finding import Examination, Finding, Group
from vuoro.lobby.doctor.programs import runs
from vuoro.lobby.doctor.roles import Role, roles
from vuoro.printer.escpos import PrinterState

MEGABYTE = 1_000_000
CLOCK = SteppingClock(MONDAY)


def the_one(findings: Iterator[Finding], matter: str = "") -> Finding:
    """The only finding, or the only one of a matter."""
    (found,) = [each for each in findings if matter in ("", each.matter)]
    return found


# Program and computer.


def test_an_old_sqlite_is_explained() -> None:
    finding = program.sqlite((3, 40, 1))

    assert finding.well
    assert finding.words.startswith("3.40.1: older than 3.51.3")


def test_languages_that_an_office_names_in_vain_are_told() -> None:
    assert program.languages(("fi", "ar"), []) == Finding("Languages", True, "fi, ar")

    held_back = program.languages(("fi",), ["ar", "th"])

    assert not held_back.well
    assert "nobody has checked all their words: ar, th." in held_back.words
    assert "unchecked_translations = true" in held_back.words


def test_a_new_sqlite_needs_no_words() -> None:
    assert program.sqlite((3, 51, 3)).words == "3.51.3"


def test_a_folder_that_may_not_be_written_to_is_to_be_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program.data_folder(tmp_path).words == str(tmp_path)
    assert program.data_folder(tmp_path / "data").words.endswith("data (not yet)")

    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everywhere
    assert not program.data_folder(tmp_path / "data").well


@pytest.mark.parametrize(
    ("health", "matter", "words"),
    [
        (Health(disk=Disk(free=499 * MEGABYTE)), "Disk", "499 MB free for x: is nearly full"),
        (Health(undervoltage=True), "Power", "the voltage: is too weak"),
        (Health(undervoltage=False), "", ""),
        (Health(celsius=81.4, hot_at=80.0), "Temperature", "81 °C: is so high"),
        (Health(memory=4_000 * MEGABYTE, memory_free=9 * MEGABYTE), "Memory", "9 of 4000 MB free"),
        (Health(clock=ClockState.UNSET), "Clock", "timedatectl set-ntp true"),
        (Health(clock_checked=False, uptime=900.0), "Clock", "timedatectl timesync-status"),
        (
            Health(disk=Disk(errors=2, life_used=110, free=MEGABYTE)),
            "Disk",
            "has counted errors. Copy the data folder and replace the disk soon; is nearly full",
        ),
    ],
)
def test_what_ails_a_computer_is_told_with_what_to_do(
    health: Health, matter: str, words: str
) -> None:
    told = [one for one in computer.told(health, CLOCK, Path("x")) if not one.well]

    assert [one.matter for one in told] == ([matter] if matter else [])
    assert all(words in one.words for one in told)


def test_every_trouble_of_a_computer_has_a_matter_and_words() -> None:
    assert computer.WHAT_TO_DO.keys() == set(Trouble)
    assert printer.IN_WORDS.keys() == set(PrinterState)


def test_a_clock_that_was_never_set_is_to_be_mended(tmp_path: Path) -> None:
    unset = SteppingClock(datetime(1970, 1, 1, tzinfo=UTC), ClockState.UNSET)

    assert not the_one(computer.computer(unset, tmp_path, tmp_path), "Clock").well
    assert the_one(computer.computer(CLOCK, tmp_path, tmp_path), "Clock").words == (
        "23.11.2026 10:00 in Finland"
    )


def test_what_is_missing_is_named_with_its_package() -> None:
    for finding, package in (
        (sound.voice(None), "espeak-ng"),
        (sound.player(None), "alsa-utils"),
    ):
        assert not finding.well
        assert f"Install {package}." in finding.words


# Screens.


@pytest.fixture
def pi(tmp_path: Path) -> SimulatedComputer:
    return SimulatedComputer(tmp_path / "pi")


def test_letters_that_come_out_as_boxes_are_told_script_by_script() -> None:
    told = list(sound.letters(frozenset({"Noto Sans", "Noto Sans Thai"})))

    assert [(one.matter, one.well, one.words.partition(":")[0]) for one in told] == [
        ("Letters", True, "Cyrillic"),
        ("Letters", False, "Arabic"),
        ("Letters", True, "Thai"),
        ("Letters", False, "Chinese"),
    ]
    assert "Install fonts-noto-cjk." in told[-1].words
    assert all(one.well for one in sound.sound() if one.matter == "Letters")


def test_a_screen_that_is_plugged_in_is_named(pi: SimulatedComputer) -> None:
    assert the_one(screen.screens(pi.root)).well

    pi.write("sys/class/drm/card1-HDMI-A-1/status", "disconnected")
    assert "none is plugged in" in the_one(screen.screens(pi.root)).words
    pi.write("sys/class/drm/card1-HDMI-A-2/status", "connected")
    assert the_one(screen.screens(pi.root)).words == "HDMI-A-2"


def test_a_mouse_is_no_touch_screen(pi: SimulatedComputer) -> None:
    pi.write("sys/class/input/event0/device/name", "USB Mouse")
    pi.write("sys/class/input/event0/device/properties", "0")
    assert not the_one(screen.touch(pi.root)).well

    pi.write("sys/class/input/event1/device/name", "ILITEK Multi-Touch")
    pi.write("sys/class/input/event1/device/properties", "2")
    assert the_one(screen.touch(pi.root)).words == "ILITEK Multi-Touch"


# Devices.


def test_a_printer_that_is_ready_is_asked_and_prints_nothing(tmp_path: Path) -> None:
    with VirtualPrinter() as there:
        settings = PrinterSettings(kind="network", port=there.port)
        found = the_one(printer.printer(settings, tmp_path), "Printer")
        there.paper_out()
        out = the_one(printer.printer(settings, tmp_path), "Printer")
        assert there.slips == ()

    assert (found.well, found.words) == (True, f"127.0.0.1:{there.port}: ready")
    assert not out.well
    assert "Put a new roll in" in out.words
    gone = the_one(printer.printer(settings, tmp_path), "Printer")
    assert "Check its power switch" in gone.words


def test_a_printer_on_a_cable_that_is_not_there_is_told_with_what_is(tmp_path: Path) -> None:
    SimulatedUsb(tmp_path).plug(UsbName("04b8", "0e28"), "usbmisc", "lp0")
    settings = PrinterSettings(kind="serial", device="usb:1a86:7523")

    found = the_one(printer.printer(settings, tmp_path), "Printer")

    assert not found.well
    assert "is not there: unplugged" in found.words
    assert "Plugged in: usb:04b8:0e28" in found.words


def test_a_profile_that_is_none_of_ours_is_told(tmp_path: Path) -> None:
    found = the_one(printer.printer(PrinterSettings(kind="network", profile="zebra"), tmp_path))

    assert (found.matter, found.well) == ("Profile", False)
    assert "zebra" in found.words


def test_devices_that_a_running_kiosk_has_are_left_to_it(pi: SimulatedComputer) -> None:
    assert not runs("kiosk", pi.root)
    pi.write("proc/812/cmdline", "/opt/vuoro/bin/python\0-m\0vuoro.lobby\0kiosk\0--settings\0x")
    pi.write("proc/9/cmdline", "/usr/bin/vuoro\0lobby\0")

    assert runs("kiosk", pi.root)
    assert runs("lobby", pi.root)
    assert not runs("display", pi.root)
    settings = PrinterSettings(kind="network", port=9)
    found = the_one(printer.printer(settings, pi.root), "Printer")
    assert (found.well, "the kiosk runs and has it" in found.words) == (True, True)
    scan = the_one(scanner.scanner(ScannerSettings(kind="serial"), CLOCK, pi.root))
    assert (scan.well, "the kiosk runs and has it" in scan.words) == (True, True)


def test_a_serial_scanner_is_found_and_its_absence_told(tmp_path: Path) -> None:
    master, slave = os.openpty()
    try:
        settings = ScannerSettings(kind="serial", source=os.ttyname(slave))
        found = the_one(scanner.scanner(settings, SystemClock(), Path("/")))
    finally:
        os.close(master)
        os.close(slave)
    assert (found.well, found.words) == (True, f"serial {settings.source}: ready")


def test_a_scanner_that_is_not_there_is_told_with_what_is(tmp_path: Path) -> None:
    settings = ScannerSettings(kind="serial", source="usb:0c2e:0b6a")

    found = the_one(scanner.scanner(settings, SystemClock(), tmp_path, patience=0.2))
    assert not found.well
    assert "is not there" in found.words
    assert "Nothing that could be it is plugged in" in found.words

    SimulatedUsb(tmp_path).plug(UsbName("05f9", "4204"), "tty", "ttyACM0")
    found = the_one(scanner.scanner(settings, SystemClock(), tmp_path, patience=0.2))
    assert "Plugged in: usb:05f9:4204" in found.words


def test_a_right_that_is_missing_is_told_with_the_group_that_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path / "lp0"
    device.touch()
    assert rights.missing_right(device) == ""

    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(rights, "_group_of", lambda path: "lp")
    assert "sudo usermod -aG lp" in rights.missing_right(device)


def test_parts_that_are_not_set_up_are_not_looked_at(tmp_path: Path) -> None:
    assert list(parts.light(CounterSettings(), tmp_path)) == []
    assert list(parts.button(CounterSettings(), tmp_path)) == []
    assert list(parts.television(TvSettings(), tmp_path)) == []


def test_a_light_that_could_not_exist_is_told(tmp_path: Path) -> None:
    odd = CounterSettings(light="gpio", light_device="pin 17")
    assert not the_one(parts.light(odd, tmp_path)).well


# All of it.


def test_examinations_do_not_wait_for_each_other() -> None:
    both = threading.Barrier(2)

    def met(name: str) -> list[Finding]:
        both.wait(5)
        return [Finding(name, True, "met")]

    asked = (
        Examination(Group.PROGRAM, "a", lambda: met("a")),
        Examination(Group.SCREEN, "b", lambda: met("b")),
    )
    assert [(group, one.words) for group, one in carry_out(asked)] == [
        (Group.PROGRAM, "met"),
        (Group.SCREEN, "met"),
    ]


def test_what_hangs_or_breaks_is_a_finding_too() -> None:
    go_on = threading.Event()

    def hangs() -> list[Finding]:
        go_on.wait(30)
        return []

    def breaks() -> list[Finding]:
        raise OSError("no such thing")

    asked = (
        Examination(Group.PRINTER, "Printer", hangs, seconds=0.05),
        Examination(Group.SCANNER, "Scanner", breaks),
    )
    told = [finding for _, finding in carry_out(asked)]
    go_on.set()

    assert [one.well for one in told] == [False, False]
    assert "it hangs" in told[0].words
    assert "could not be looked at (OSError: no such thing)" in told[1].words


@pytest.mark.parametrize(
    ("part", "changed", "role"),
    [
        ("kiosk", {"scanner": ScannerSettings(kind="wedge")}, Role.KIOSK),
        ("display", {"tv": TvSettings(kind="cec")}, Role.DISPLAY),
        ("counter", {"button": "usb:1189:8890"}, Role.COUNTER),
    ],
)
def test_a_computer_is_for_what_its_settings_name(
    part: str,
    changed: dict[str, object],
    role: Role,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    assert roles(settings) == {Role.LOBBY}
    one = replace(settings, **{part: replace(getattr(settings, part), **changed)})
    assert roles(one) == {role}


def test_a_kiosk_is_looked_at_from_top_to_bottom(
    settings: Settings, pi: SimulatedComputer, running: str
) -> None:
    kiosk = replace(
        settings.kiosk, lobby_url=running, printer=PrinterSettings(kind="network", port=9)
    )
    kiosk.token_file.write_text("no token of theirs", encoding="ascii")
    found = list(carry_out(examinations(replace(settings, kiosk=kiosk), CLOCK, None, pi.root)))

    assert [group for group, _ in found] == sorted(
        (group for group, _ in found), key=list(Group).index
    )
    matters = {finding.matter: finding for _, finding in found}
    assert not matters["Touch"].well
    assert matters["Power"].words == "the voltage is enough"
    assert "doesn't know the token of this kiosk" in matters["Lobby, kiosk"].words
    assert "vuoro device add kiosk NAME" in matters["Lobby, kiosk"].words
    assert "none is set up" in matters["Scanner"].words


def test_the_lobby_service_is_asked_whether_it_knows_this_device(
    settings: Settings, vuoro: Vuoro, settings_file: Path, running: str
) -> None:
    from vuoro.lobby.doctor.lobby import Way, device

    for kind, path in (("kiosk", "/v1/kiosk/slips"), ("display", "/v1/board")):
        token = settings.lobby.data.parent / f"{kind}.token"
        way = Way(running, path, token, None)
        assert not the_one(device(kind, way)).well
        vuoro(
            "device", "add", kind, f"My {kind}", "--token-file", token, "--settings", settings_file
        )
        found = the_one(device(kind, way))
        assert (found.well, found.words) == (True, f"{running} knows this {kind}")
    wrong = the_one(device("kiosk", Way(running, "/v1/kiosk/slips", token, None)))
    assert "the token is not one of a kiosk" in wrong.words
    nowhere = Way("http://127.0.0.1:9", "/v1/kiosk/slips", token, None)
    away = the_one(device("kiosk", nowhere))
    assert "no answer at http://127.0.0.1:9" in away.words


def test_the_doctor_looks_at_everything(vuoro: Vuoro, settings_file: Path) -> None:
    said = vuoro("doctor", "--settings", settings_file)

    for matter in (
        "Vuoro", "Python", "SQLite", "Settings", "Office", "Clock", "Disk", "Power", "Temperature",
        "Memory", "Letters", "Speech", "Sound",
    ):  # fmt: skip
        assert f" {matter} " in said.out
    assert said.status == int("MEND" in said.out)


def test_the_doctor_tells_programs_the_same(vuoro: Vuoro, settings_file: Path) -> None:
    said = vuoro("doctor", "--json", "--settings", settings_file)
    told = json.loads(said.out)

    assert told["well"] is (said.status == 0)
    assert {
        "group": "Program",
        "matter": "Settings",
        "well": True,
        "words": str(settings_file),
    } in (told["findings"])
