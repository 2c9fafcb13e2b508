"""Settings of one program in layers: what a device needs, what is set, what somebody answered."""

from collections.abc import Iterator, Mapping
from typing import Any

from vuoro.lobby.settings_text import toml_value

HEAD = (
    "# Written by `vuoro appliance setup`, which keeps what it finds here.\n"
    "# docs/settings.md explains every setting.\n"
)


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two trees as one, table by table; what is above stands.

    Of a device of another kind nothing is kept.
    """
    both = dict(below)
    for name, value in above.items():
        under = both.get(name)
        if isinstance(value, dict) and isinstance(under, dict) and _same_kind(value, under):
            both[name] = laid_over(under, value)
        else:
            both[name] = value
    return both


def _same_kind(above: Mapping[str, Any], below: Mapping[str, Any]) -> bool:
    return bool(above.get("kind", below.get("kind")) == below.get("kind"))


def toml_text(tree: Mapping[str, Any]) -> str:
    """A tree as TOML with our head on it; tables without entries are left out."""
    return HEAD + "\n".join(_lines(tree, "")) + "\n"


def _lines(tree: Mapping[str, Any], path: str) -> Iterator[str]:
    own = {name: value for name, value in tree.items() if not isinstance(value, dict)}
    if own and path:
        yield f"\n[{path}]"
    for name, value in own.items():
        yield f"{name} = {toml_value(tuple(value) if isinstance(value, list) else value)}"
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _lines(value, f"{path}.{name}" if path else name)
