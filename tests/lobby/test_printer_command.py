"""`vuoro printer` as a person types it, with virtual printers at the other end."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lobby.conftest import Vuoro
from vuoro.core.settings import Settings
from vuoro.core.settings.load import load_settings
from vuoro.hardware.printers.profile import profile_for
from vuoro.hardware.printers.virtual import VirtualPrinter
from vuoro.hardware.printers.virtual.models import MODELS, Model
from vuoro.lobby.settings_text import settings_text
from vuoro.printer.counting import PaperCount

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with VirtualPrinter(model=MODELS["epson-tm-t20iii"], pty=tmp_path / "tty-printer") as virtual:
        yield virtual


@pytest.fixture
def with_printer(settings: Settings, printer: VirtualPrinter, tmp_path: Path) -> Path:
    """A settings file that names the printer."""
    there = replace(
        settings.kiosk.printer,
        kind="network",
        port=printer.port,
        profile="epson-tm-t20iii",
        roll_m=30.0,
    )
    file = tmp_path / "vuoro.toml"
    named = replace(settings, kiosk=replace(settings.kiosk, printer=there))
    file.write_text(settings_text(named, secrets=True), encoding="utf-8")
    return file


def test_probe_says_what_a_host_is(vuoro: Vuoro, printer: VirtualPrinter) -> None:
    said = vuoro("printer", "probe", printer.host, "--port", str(printer.port))

    assert said.status == 0
    assert "EPSON TM-T20III" in said.out
    assert "12 12 12 12, ready" in said.out
    assert "profile epson-tm-t20iii" in said.out


def test_probe_finds_the_speed_of_a_serial_printer(vuoro: Vuoro, printer: VirtualPrinter) -> None:
    said = vuoro("printer", "probe", str(printer.pty))

    assert said.status == 0
    assert "at 38400 baud" in said.out


def test_probe_searches_a_network_that_is_named(vuoro: Vuoro, printer: VirtualPrinter) -> None:
    said = vuoro("printer", "probe", "127.0.0.0/28", "--port", str(printer.port))

    assert said.out.count("profile epson-tm-t20iii") == 1
    assert f"{printer.host}:{printer.port}" in said.out


def test_probe_without_a_printer_says_so(vuoro: Vuoro) -> None:
    said = vuoro("printer", "probe", "127.0.0.1", "--port", "9")

    assert said.status == 1
    assert "No printer answered" in said.out


@pytest.mark.parametrize("where", ["10.0.0.0/8", "what is this/24"])
def test_probe_refuses_what_it_can_not_search(vuoro: Vuoro, where: str) -> None:
    said = vuoro("printer", "probe", where)

    assert said.status == 2
    assert said.err.startswith("vuoro: ")


def test_what_probe_writes_are_settings_that_print(
    vuoro: Vuoro, printer: VirtualPrinter, tmp_path: Path
) -> None:
    file = tmp_path / "new.toml"

    vuoro("printer", "probe", printer.host, "--port", str(printer.port), "--write", file)
    written = load_settings(file, {}).kiosk.printer
    said = vuoro("printer", "test", "--settings", file)

    assert (written.kind, written.profile) == ("network", "epson-tm-t20iii")
    assert said.status == 0
    assert "printed and cut, the printer says" in said.out
    assert len(printer.slips) == 1


def test_a_printer_that_we_do_not_know_gets_a_profile_of_what_it_was_seen_to_do(
    vuoro: Vuoro, tmp_path: Path
) -> None:
    unknown = Model("generic-80", "ACME", "POS 80", tells_changes=False, confirms=False)
    file = tmp_path / "new.toml"
    with VirtualPrinter(model=unknown) as printer:
        said = vuoro("printer", "probe", printer.host, "--port", str(printer.port), "--write", file)
        settings = load_settings(file, {}).kiosk.printer
        profile = profile_for(settings)

    assert "check paper_mm, dots and cut" in said.out
    assert settings.profile == str(tmp_path / "acme-pos-80.toml")
    assert (profile.model, profile.status) == ("ACME POS 80", "poll")
    assert (profile.done_request, profile.clear) == (False, False)


def test_probe_adds_to_a_settings_file_and_never_writes_over_a_printer(
    vuoro: Vuoro, printer: VirtualPrinter, tmp_path: Path
) -> None:
    file = tmp_path / "vuoro.toml"
    file.write_text('[kiosk]\nname = "Ovi"\n')
    probe = ("printer", "probe", printer.host, "--port", str(printer.port), "--write", file)

    first = vuoro(*probe)
    again = vuoro(*probe)

    tree = tomllib.loads(file.read_text())
    assert first.status == 0
    assert tree["kiosk"]["name"] == "Ovi"
    assert tree["kiosk"]["printer"]["port"] == printer.port
    assert again.status == 2
    assert "has [kiosk.printer] already" in again.err
    assert 'profile = "epson-tm-t20iii"' in again.err


def test_of_a_printer_with_its_cover_open_nothing_is_written(
    vuoro: Vuoro, printer: VirtualPrinter, tmp_path: Path
) -> None:
    printer.cover_open()
    file = tmp_path / "new.toml"

    said = vuoro("printer", "probe", printer.host, "--port", str(printer.port), "--write", file)

    assert said.status == 1
    assert "probe again" in said.err
    assert not file.exists()


def test_the_test_page_comes_out_in_the_language_asked_for(
    vuoro: Vuoro, printer: VirtualPrinter, with_printer: Path
) -> None:
    for language in ("fi", "sv"):
        said = vuoro("printer", "test", "--settings", with_printer, "--language", language)
        assert said.status == 0

    first, second = printer.slips
    assert first.rows != second.rows


def test_a_test_page_that_does_not_come_out_says_what_to_do(
    vuoro: Vuoro, printer: VirtualPrinter, with_printer: Path
) -> None:
    printer.paper_out()

    said = vuoro("printer", "test", "--settings", with_printer)

    assert said.status == 1
    assert "State    out of paper: put a new roll in" in said.out
    assert "Page     not printed: out of paper" in said.out


def test_without_a_printer_in_the_settings_it_is_said_how_to_find_one(
    vuoro: Vuoro, settings_file: Path
) -> None:
    said = vuoro("printer", "test", "--settings", settings_file)

    assert said.status == 2
    assert "vuoro printer probe" in said.err


def test_a_new_roll_is_counted_from_its_beginning(vuoro: Vuoro, with_printer: Path) -> None:
    count = PaperCount(with_printer.parent, 30.0)
    count.fed(10_000)

    said = vuoro("printer", "roll", "--settings", with_printer)

    assert said.out == "A new roll of 30 m is in the printer.\n"
    assert count.left_mm == 30_000


def test_where_paper_is_not_counted_a_new_roll_is_nothing_to_tell(
    vuoro: Vuoro, settings_file: Path
) -> None:
    said = vuoro("printer", "roll", "--settings", settings_file)

    assert said.status == 2
    assert "roll_m" in said.err


@pytest.mark.parametrize("words", [("config", "check"), ("kiosk",), ("printer", "test")])
def test_a_profile_that_can_not_be_used_is_told_before_anything_starts(
    vuoro: Vuoro,
    with_printer: Path,
    tmp_path: Path,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The kiosk turns the collector off, for the process that is to be its own.
    monkeypatch.setattr("gc.disable", lambda: None)
    profile = tmp_path / "mine.toml"
    profile.write_text('model = "Mine"\ndots = 1\n')
    text = with_printer.read_text().replace('"epson-tm-t20iii"', f'"{profile}"')
    with_printer.write_text(text)

    said = vuoro(*words, "--settings", with_printer)

    assert said.status == 2
    assert "mine: dots = 1: must be a whole number from 320 to 832." in said.err
    assert "mine: source: is missing." in said.err


@pytest.mark.parametrize("words", [("printer",), ("printer", "virtual")])
def test_the_virtual_printer_starts_with_and_without_its_word(
    vuoro: Vuoro, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    started: list[tuple[int, str]] = []

    def run(options: object) -> int:
        started.append((getattr(options, "port", 0), getattr(options, "model", "")))
        return 0

    monkeypatch.setattr("vuoro.hardware.printers.virtual.program.run", run)

    assert vuoro(*words, "--port=9411", "--model", "xprinter-xp80").status == 0
    assert started == [(9411, "xprinter-xp80")]
