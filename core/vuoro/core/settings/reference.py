"""The settings as a page for people: ``docs/settings.md`` is made from this."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vuoro.core.settings.entries import Entry, Table, entries, tables
from vuoro.core.settings.schema import Settings

_HEAD = """\
# Settings

One TOML file, each setting in its table. An environment variable stands over the file. Relative
paths are taken from the folder of the file. `vuoro config check` tells everything that is wrong
with a file at once. This page is made from `core/vuoro/core/settings/schema.py` by
`python -m vuoro.core.settings > docs/settings.md`.
"""


def reference() -> str:
    """All settings as Markdown: meaning, good values, default and environment variable."""
    return "\n".join([_HEAD, *_sections(Settings)])


def _sections(kind: type[Any], path: str = "") -> Iterator[str]:
    for table in tables(kind, path):
        yield from _section(table)
        yield from _sections(table.kind, table.path)


def _section(table: Table) -> Iterator[str]:
    summary = (table.kind.__doc__ or "").removeprefix(f"[{table.path}]: ")
    yield f"## [{table.path}]\n\n{summary[:1].upper()}{summary[1:]}\n"
    for entry in entries(table.kind, table.path):
        yield f"**`{entry.name}`** = `{_default(entry)}`  \n{_meaning(entry)}\n"


def _meaning(entry: Entry) -> str:
    values = f"{entry.wanted[:1].upper()}{entry.wanted[1:]}"
    return f"{entry.description}.  \n{values}. `{entry.variable}`"


def _default(entry: Entry) -> str:
    match entry.default:
        case bool():
            return str(entry.default).lower()
        case None:
            return '""'
        case str() | Path():
            return f'"{entry.default}"'
        case tuple():
            return "[" + ", ".join(f'"{item}"' for item in entry.default) + "]"
        case _:
            return f"{entry.default:g}"
