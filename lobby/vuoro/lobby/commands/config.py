"""`vuoro config`: check the settings, or show those in force."""

import argparse
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from vuoro.core.settings.schema import PrinterSettings
from vuoro.lobby.command import settings_argument
from vuoro.lobby.complaint import Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    """``check`` and ``show``."""
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    for name, run, summary in (
        ("check", check, "say everything that is wrong with the settings and the office file"),
        ("show", show, "print the settings in force, from file, environment and defaults"),
    ):
        part = parts.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        settings_argument(part)
        part.set_defaults(run=run)


def check(options: argparse.Namespace) -> int:
    """Every error of the settings and of the office file at once, or that there is none."""
    from vuoro.core.settings.load import BadSettings, load_settings
    from vuoro.lobby.settings_file import chosen

    file = chosen(options.settings, os.environ)
    try:
        settings = load_settings(file, os.environ)
    except BadSettings as error:
        raise Complaint(*error.errors, *_office_errors(office_named(file, os.environ))) from None
    errors = [
        *_theme_errors(settings.lobby.theme),
        *profile_errors(settings.kiosk.printer),
        *_office_errors(settings.lobby.office),
    ]
    if errors:
        raise Complaint(*errors)
    where = file if file is not None else "no file, so the defaults and the environment"
    print(f"The settings are good ({where}), and so is the office ({settings.lobby.office}).")
    return 0


def show(options: argparse.Namespace) -> int:
    """The settings as TOML that could be read again, but for secrets."""
    from vuoro.lobby.settings_file import settings_of
    from vuoro.lobby.settings_text import settings_text

    print(settings_text(settings_of(options), secrets=False), end="")
    return 0


def _theme_errors(theme: Path | None) -> tuple[str, ...]:
    from vuoro.core.look import BadTheme, load

    try:
        load(theme)
    except BadTheme as error:
        return tuple(str(error).splitlines())
    return ()


def profile_errors(printer: PrinterSettings) -> tuple[str, ...]:
    """What is wrong with the profile of the kiosk's printer, if there is a printer."""
    from vuoro.hardware.printers.profile import profile_for
    from vuoro.hardware.printers.profile_files import BadProfile

    if printer.kind == "none":
        return ()
    try:
        profile_for(printer)
    except BadProfile as error:
        return error.errors
    return ()


def office_named(file: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The office file that broken settings name, if they say that much."""
    from vuoro.core.settings.schema import LobbySettings

    try:
        text = file.read_text(encoding="utf-8") if file is not None else ""
        named = tomllib.loads(text).get("lobby", {}).get("office", LobbySettings().office)
    except (OSError, ValueError, AttributeError):
        return None
    named = environment.get("VUORO_LOBBY_OFFICE", named)
    folder = file.resolve().parent if file is not None else Path()
    return folder / named if isinstance(named, str | Path) else None


def _office_errors(file: Path | None) -> tuple[str, ...]:
    from vuoro.queue.office_file import BadOffice, load_office

    if file is None:
        return ()
    try:
        load_office(file)
    except BadOffice as error:
        return error.errors
    return ()
