"""Settings from a TOML file, with the environment over it.

``VUORO_LOBBY_PORT=9000`` stands over ``port`` in ``[lobby]``, ``VUORO_KIOSK_PRINTER_HOST`` over
``host`` in ``[kiosk.printer]``; a list is written with commas.
"""

import reprlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from vuoro.core.settings.entries import Entry, all_entries, entries, tables
from vuoro.core.settings.rules import broken_rules
from vuoro.core.settings.schema import PrinterSettings, ScannerSettings, Settings

T = TypeVar("T")


class BadSettings(ValueError):
    """The settings can't be used; ``errors`` holds every reason, one sentence each."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def load_settings(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """The settings of this computer. Raises BadSettings with all that is wrong with them.

    Relative paths are taken from the folder of the file.
    """
    errors: dict[str, str] = {}
    tree = _read(file, errors) if file is not None else {}
    errors |= _unknown_variables(environment)
    settings = _build(Settings, tree, environment, "", errors)
    for path, sentence in broken_rules(settings):
        errors.setdefault(path, f"{path} {sentence}")
    if errors:
        raise BadSettings(tuple(errors.values()))
    return settings if file is None else _rooted(settings, file.resolve().parent)


def _read(file: Path, errors: dict[str, str]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        errors[""] = f"{file}: can't be read ({error.strerror}). Check the path and permissions."
    except UnicodeDecodeError:
        errors[""] = f"{file}: is not UTF-8 text. Save it as UTF-8."
    except tomllib.TOMLDecodeError as error:
        errors[""] = f"{file}: is not TOML: {error}."
    return {}


def _build(
    kind: type[T], tree: Any, environment: Mapping[str, str], path: str, errors: dict[str, str]
) -> T:
    """A table of the settings. What is wrong goes to ``errors`` by path, its default stands in."""
    if not isinstance(tree, dict):
        errors[path] = f"{path} = {reprlib.repr(tree)}: must be a table. Write [{path}] above it."
        tree = {}
    errors |= _unknown_names(tree, kind, path)
    values: dict[str, Any] = {}
    for entry in entries(kind, path):
        try:
            if entry.variable in environment:
                values[entry.name] = _from_text(environment[entry.variable], entry)
            elif entry.name in tree:
                values[entry.name] = _convert(tree[entry.name], entry, strict=True)
        except msgspec.ValidationError:
            errors[entry.path] = _complaint(entry, tree, environment)
    for table in tables(kind, path):
        inner = tree.get(table.name, {})
        values[table.name] = _build(table.kind, inner, environment, table.path, errors)
    return kind(**values)


def _from_text(text: str, entry: Entry) -> Any:
    parts = [part.strip() for part in text.split(",")] if entry.several else text
    return _convert(parts, entry, strict=False)


def _convert(value: Any, entry: Entry, *, strict: bool) -> Any:
    if value == "" and entry.optional:
        return None
    return msgspec.convert(value, entry.hint, strict=strict, dec_hook=_path)


def _path(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str) and value:
        return Path(value)
    raise msgspec.ValidationError("Expected a path")


def _complaint(entry: Entry, tree: dict[str, Any], environment: Mapping[str, str]) -> str:
    in_environment = entry.variable in environment
    value = environment[entry.variable] if in_environment else tree[entry.name]
    source = f"{entry.path} (from {entry.variable})" if in_environment else entry.path
    shown = "" if entry.secret else f" = {reprlib.repr(value)}"
    return f"{source}{shown}: must be {entry.wanted}. {entry.description}."


def _unknown_names(tree: dict[str, Any], kind: type[Any], path: str) -> dict[str, str]:
    known = [item.name for item in fields(kind)]
    places = {name: f"{path}.{name}" if path else name for name in tree if name not in known}
    return {
        at: f"{at}: there is no such setting. {_suggestion(name, known)}"
        for name, at in places.items()
    }


def _unknown_variables(environment: Mapping[str, str]) -> dict[str, str]:
    known = [entry.variable for entry in all_entries(Settings)]
    ours = tuple(f"VUORO_{table.name.upper()}_" for table in tables(Settings))
    return {
        name: f"{name}: there is no such setting. {_suggestion(name, known)}"
        for name in environment
        if name.startswith(ours) and name not in known
    }


def _suggestion(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    return "docs/settings.md lists them all." if len(known) > 20 else f"Known: {', '.join(known)}."


def _rooted(value: T, folder: Path) -> T:
    changes = dict(_rooted_fields(value, folder))
    return replace(value, **changes)  # type: ignore[type-var]  # T is a dataclass


def _rooted_fields(value: Any, folder: Path) -> Iterator[tuple[str, Any]]:
    for item in fields(value):
        current = getattr(value, item.name)
        if is_dataclass(current):
            yield item.name, _rooted(current, folder)
        elif isinstance(current, Path):
            yield item.name, folder / current
    if isinstance(value, ScannerSettings) and value.kind in ("video", "folder"):
        yield "source", str(folder / value.source)
    if isinstance(value, PrinterSettings | ScannerSettings) and value.profile.endswith(".toml"):
        yield "profile", str(folder / value.profile)
