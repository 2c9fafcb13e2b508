"""Printer profiles as TOML files, ours and those an office writes; every error told at once."""

import reprlib
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from difflib import get_close_matches
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec

from vuoro.core.settings.entries import Entry, entries
from vuoro.hardware.printers.profile import PrinterProfile

_SUFFIX = ".toml"


class BadProfile(ValueError):
    """A profile can't be used; ``errors`` holds every reason, a sentence each."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def shipped() -> tuple[str, ...]:
    """The names of our profiles."""
    files = (file.name for file in _folder().iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in files if name.endswith(_SUFFIX)))


def profile_named(name: str) -> PrinterProfile:
    """A profile of ours by its name, or one by the path of its file. Raises BadProfile."""
    if "/" in name or name.endswith(_SUFFIX):
        return _read(Path(name))
    known = shipped()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
        raise BadProfile((f"There is no printer profile {name!r}. {hint}",))
    return _read(_folder() / f"{name}{_SUFFIX}")


def profile_of(tree: dict[str, Any], name: str) -> PrinterProfile:
    """The profile that a parsed file holds. Raises BadProfile."""
    known = {entry.name: entry for entry in entries(PrinterProfile) if entry.name != "name"}
    errors = [_stranger(key, list(known)) for key in tree if key not in known]
    values: dict[str, Any] = {"name": name}
    for entry in known.values():
        try:
            if entry.name in tree:
                values[entry.name] = msgspec.convert(tree[entry.name], entry.hint)
            elif entry.default is None:
                errors.append(f"{entry.name}: is missing. It {_wanted(entry)}")
        except msgspec.ValidationError:
            errors.append(f"{entry.name} = {reprlib.repr(tree[entry.name])}: {_wanted(entry)}")
    errors.extend(_contradictions(tree, values))
    if errors:
        raise BadProfile(tuple(f"{name}: {error}" for error in errors))
    return PrinterProfile(**values)


def profile_text(profile: PrinterProfile) -> str:
    """A profile as the text of its file; what is as in most printers is left out."""
    return "".join(f"{line}\n" for line in _lines(profile))


def _lines(profile: PrinterProfile) -> Iterator[str]:
    for field in fields(profile):
        value = getattr(profile, field.name)
        if field.name != "name" and value != field.default:
            yield f"{field.name} = {_toml(value)}"


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case tuple():
            return f"[{', '.join(_toml(each) for each in value)}]"
        case _:
            # What a printer says of itself may hold anything.
            plain = "".join(char for char in str(value) if char.isprintable())
            escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'


def _read(file: Traversable) -> PrinterProfile:
    try:
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        sentence = f"{file}: can't be read ({error.strerror}). Check profile in [kiosk.printer]."
        raise BadProfile((sentence,)) from None
    except UnicodeDecodeError:
        raise BadProfile((f"{file}: is not UTF-8 text. Save it as UTF-8.",)) from None
    except tomllib.TOMLDecodeError as error:
        raise BadProfile((f"{file}: is not TOML ({error}).",)) from None
    return profile_of(tree, file.name.removesuffix(_SUFFIX))


def _contradictions(tree: dict[str, Any], values: dict[str, Any]) -> Iterator[str]:
    """What can't be true together of one printer."""
    if values.get("status") == "none" and tree.get("done_request") is True:
        yield (
            'done_request = true: contradicts status = "none". Write done_request = false, or '
            'status = "poll" for a printer that answers.'
        )
    if values.get("cut") == "none" and "cut_without_feed" in values.get("quirks", ()):
        yield 'quirks: "cut_without_feed" needs a cutter. Leave it out, or write cut = "partial".'


def _stranger(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
    return f"{name}: there is no such entry. {hint}"


def _wanted(entry: Entry) -> str:
    return f"must be {entry.wanted}. {entry.description}."


def _folder() -> Traversable:
    return resources.files(__package__).joinpath("profiles")
