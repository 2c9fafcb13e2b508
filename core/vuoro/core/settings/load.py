"""Settings from a TOML file and the environment.

``VUORO_LOBBY_PORT=9000`` stands over ``port`` in ``[lobby]``; ``VUORO_KIOSK_PRINTER_HOST`` over ``[kiosk.printer]``.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec

from vuoro.core.settings.schema import Settings

T = TypeVar("T")


class BadSettings(ValueError):
    """The settings can't be used. ``errors`` holds every one, each a sentence that names the setting."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def load_settings(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """The settings of this computer. Raises BadSettings with all that is wrong with them.

    Relative paths are taken from the folder of the file.
    """
    errors: list[str] = []
    tree = _read(file, errors) if file is not None else {}
    settings = _build(Settings, tree, environment, "VUORO", "", errors)
    if errors or settings is None:
        raise BadSettings(tuple(errors))
    return settings if file is None else _rooted(settings, file.resolve().parent)


def _read(file: Path, errors: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        errors.append(f"{file}: can't be read ({error.strerror}). Check the path and the permissions.")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        errors.append(f"{file}: is not TOML ({error}).")
    return {}


def _build(
    kind: type[T], tree: Any, env: Mapping[str, str], prefix: str, path: str, errors: list[str]
) -> T | None:
    if not isinstance(tree, dict):
        errors.append(f"[{path}] must be a table, not {tree!r}.")
        return None
    hints = get_type_hints(kind, include_extras=True)
    known = {item.name: item for item in fields(kind)}  # type: ignore[arg-type]  # T is a dataclass
    errors.extend(_unknown(tree, known, path))
    values: dict[str, Any] = {}
    for name, item in known.items():
        at = f"{path}.{name}" if path else name
        variable = f"{prefix}_{name.upper()}"
        if is_dataclass(hints[name]):
            values[name] = _build(hints[name], tree.get(name, {}), env, variable, at, errors)  # type: ignore[arg-type]
        elif variable in env:
            values[name] = _convert(env[variable], hints[name], f"{variable} ({at})", errors, strict=False)
        elif name in tree:
            values[name] = _convert(tree[name], hints[name], at, errors, strict=True)
    return kind(**values)


def _convert(value: Any, hint: Any, at: str, errors: list[str], *, strict: bool) -> Any:
    try:
        return msgspec.convert(value, hint, strict=strict, dec_hook=_path)
    except msgspec.ValidationError as error:
        errors.append(f"{at} = {value!r}: {error}.")
        return None


def _path(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise msgspec.ValidationError(f"Expected `path`, got `{type(value).__name__}`")


def _unknown(tree: dict[str, Any], known: Mapping[str, Field[Any]], path: str) -> Iterator[str]:
    for name in tree:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" Known: {', '.join(known)}."
            yield f"{path}.{name}: there is no such setting.{hint}".lstrip(".")


def _rooted(value: T, folder: Path) -> T:
    changes: dict[str, Any] = {}
    for item in fields(value):  # type: ignore[arg-type]  # T is a dataclass
        current = getattr(value, item.name)
        if is_dataclass(current):
            changes[item.name] = _rooted(current, folder)
        elif isinstance(current, Path):
            changes[item.name] = folder / current
        else:
            changes[item.name] = current
    return type(value)(**changes)
