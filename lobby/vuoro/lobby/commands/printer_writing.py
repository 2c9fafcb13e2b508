"""Writes [kiosk.printer] into a settings file, and a profile beside it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from vuoro.core.settings.schema import PrinterSettings
from vuoro.hardware.printers.profile import PrinterProfile
from vuoro.hardware.printers.profile_files import profile_text
from vuoro.lobby.complaint import FAILED, Complaint


def write(
    file: Path, settings: PrinterSettings, profile: PrinterProfile, *, is_ours: bool
) -> Iterator[str]:
    """Write, and say what. Raises Complaint where something of that name is there already."""
    profile_file = file.resolve().parent / f"{profile.name}.toml"
    table = table_of(settings, profile.name if is_ours else str(profile_file))
    _refuse_a_second(file, table)
    try:
        if not is_ours:
            with profile_file.open("x", encoding="utf-8") as opened:
                opened.write(profile_text(profile))
            yield f"The profile is in {profile_file}: check paper_mm, dots and cut by its manual."
        with file.open("a", encoding="utf-8") as opened:
            opened.write(f"\n{table}" if opened.tell() else table)
    except FileExistsError:
        raise Complaint(f"{profile_file} is there already. Move it away.") from None
    except OSError as error:
        raise Complaint(f"{file} can't be written ({error.strerror}).", status=FAILED) from None
    yield f"[kiosk.printer] is in {file}. Try it: vuoro printer test --settings {file}"


def table_of(settings: PrinterSettings, profile: str) -> str:
    """The table with what this kind of printer needs."""
    entries: dict[str, str | int] = {"kind": settings.kind}
    if settings.kind == "network":
        entries |= {"host": settings.host, "port": settings.port}
    else:
        entries["device"] = settings.device
    if settings.kind == "serial":
        entries["baud"] = settings.baud
    entries |= {"profile": profile, "paper_mm": settings.paper_mm}
    lines = (f"{name} = {_toml(value)}" for name, value in entries.items())
    return "\n".join(("[kiosk.printer]", *lines, ""))


def _refuse_a_second(file: Path, table: str) -> None:
    try:
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Complaint(f"{file} can't be read as TOML ({error}).") from None
    kiosk = tree.get("kiosk", {})
    if isinstance(kiosk, dict) and "printer" in kiosk:
        raise Complaint(f"{file} has [kiosk.printer] already. Put this in its place:\n\n{table}")


def _toml(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
