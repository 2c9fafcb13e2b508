"""The settings one by one, as the loader and the documentation need them."""

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from msgspec import Meta

_NAMES: dict[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    Path: "a path",
    tuple: "a list",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting: where it stands, what it means, which values are good."""

    name: str
    path: str
    """``kiosk.printer.port``."""
    hint: Any
    default: Any
    description: str
    secret: bool
    """Its value is never shown."""

    @property
    def variable(self) -> str:
        """The environment variable that stands over the file."""
        return "VUORO_" + self.path.upper().replace(".", "_")

    @property
    def optional(self) -> bool:
        """Whether it may be left empty."""
        return NoneType in get_args(_bare(self.hint))

    @property
    def several(self) -> bool:
        """Whether it is a list."""
        return get_origin(_bare(self.hint)) is tuple

    @property
    def wanted(self) -> str:
        """The good values in words: ``a whole number from 1 to 65535``."""
        return _wanted(self.hint)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file: ``[kiosk.printer]``."""

    name: str
    path: str
    kind: type[Any]


def entries(kind: type[Any], path: str = "") -> Iterator[Entry]:
    """The settings that stand directly in a table."""
    hints = get_type_hints(kind, include_extras=True)
    for item in fields(kind):
        hint = hints[item.name]
        if not is_dataclass(hint):
            at = _join(path, item.name)
            default = None if item.default is MISSING else item.default
            yield Entry(item.name, at, hint, default, _description(hint), not item.repr)


def tables(kind: type[Any], path: str = "") -> Iterator[Table]:
    """The tables that stand directly in a table."""
    hints = get_type_hints(kind)
    for item in fields(kind):
        if is_dataclass(hints[item.name]):
            yield Table(item.name, _join(path, item.name), hints[item.name])


def all_entries(kind: type[Any], path: str = "") -> Iterator[Entry]:
    """Every setting of a table and of those in it."""
    yield from entries(kind, path)
    for table in tables(kind, path):
        yield from all_entries(table.kind, table.path)


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _metas(hint: Any) -> list[Meta]:
    return [meta for meta in getattr(hint, "__metadata__", ()) if isinstance(meta, Meta)]


def _bare(hint: Any) -> Any:
    return getattr(hint, "__origin__", hint) if _metas(hint) else hint


def _description(hint: Any) -> str:
    return next((meta.description for meta in reversed(_metas(hint)) if meta.description), "")


def _wanted(hint: Any) -> str:
    bare = _bare(hint)
    if get_origin(bare) is Literal:
        return "one of " + ", ".join(_toml(choice) for choice in get_args(bare))
    if isinstance(bare, UnionType):
        return " or ".join(
            "nothing" if kind is NoneType else _NAMES[kind] for kind in get_args(bare)
        )
    name = _NAMES[get_origin(bare) or bare]
    return name + "".join(_bounds(meta) for meta in _metas(hint))


def _bounds(meta: Meta) -> str:
    if meta.ge is not None:
        return f" from {meta.ge} to {meta.le}"
    if meta.max_length is not None:
        return f" of length {meta.min_length} to {meta.max_length}"
    if meta.examples:
        return " such as " + " or ".join(_toml(example) for example in meta.examples)
    return " that is not empty" if meta.min_length else ""


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
