"""Settings as the text of a file that can be read again."""

import json
from collections.abc import Iterator
from typing import Any

from vuoro.core.settings.entries import entries, tables
from vuoro.core.settings.schema import Settings

HIDDEN = "(hidden)"


def settings_text(settings: Settings, *, secrets: bool) -> str:
    """TOML; without ``secrets`` a word stands for each."""
    return "\n".join(_lines(settings, "", secrets)).lstrip("\n") + "\n"


def _lines(value: Any, path: str, secrets: bool) -> Iterator[str]:
    for entry in entries(type(value), path):
        held = getattr(value, entry.name)
        shown = HIDDEN if entry.secret and held and not secrets else held
        yield f"{entry.name} = {toml_value(shown)}"
    for table in tables(type(value), path):
        yield f"\n[{table.path}]"
        yield from _lines(getattr(value, table.name), table.path, secrets)


def toml_value(value: Any) -> str:
    """A value as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case None:
            return '""'
        case tuple():
            return "[" + ", ".join(toml_value(item) for item in value) + "]"
        case _:
            # TOML's basic strings take every escape that JSON writes.
            return json.dumps(str(value), ensure_ascii=False)
