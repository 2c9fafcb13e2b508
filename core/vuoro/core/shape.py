"""Whether the tables of a TOML file have the shape of dataclasses; every error told at once."""

import reprlib
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from difflib import get_close_matches
from typing import Any, get_args, get_type_hints

import msgspec


def complaints(table: dict[str, Any], kind: type[Any], place: str = "") -> Iterator[str]:
    """What is wrong with each entry of a table by itself; ``place`` stands before its name."""
    known = {field.name: field for field in fields(kind)}
    for key in table.keys() - known.keys():
        yield f"{place}{key}: there is no such entry. {_suggestion(key, list(known))}"
    hints = get_type_hints(kind, include_extras=True)
    for key, field in known.items():
        if key in table:
            yield from _entry_complaints(table[key], hints[key], place + key)
        elif _is_required(field):
            yield f"{place}{key}: is missing."


def _entry_complaints(value: Any, hint: Any, place: str) -> Iterator[str]:
    inner = get_args(hint)[0] if get_args(hint) else None
    if is_dataclass(hint) and isinstance(hint, type) and isinstance(value, dict):
        yield from complaints(value, hint, f"[{place}] ")
    elif isinstance(inner, type) and is_dataclass(inner) and isinstance(value, list):
        for position, entry in enumerate(value, start=1):
            if isinstance(entry, dict):
                yield from complaints(entry, inner, f"[[{place}]] {_label(entry, position)} ")
            else:
                yield f"[[{place}]] {position}: must be a table."
    else:
        try:
            msgspec.convert(value, hint)
        except msgspec.ValidationError as error:
            yield f"{place} = {reprlib.repr(value)}: {error}."


def _label(entry: dict[str, Any], position: int) -> str:
    return str(entry.get("id", position))


def _is_required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _suggestion(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
