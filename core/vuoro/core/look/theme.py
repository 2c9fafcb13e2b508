"""The theme of a municipality: its brand colours for both schemes, and its logo.

A TOML file::

    logo = "tampere.svg"
    [colour.light]
    brand = "#0B4F6C"
    brand-ink = "#FFFFFF"

A theme that people with low vision couldn't read is refused, not shown.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vuoro.core.look.contrast import contrast

Colours = Mapping[str, Mapping[str, str]]
"""Scheme to name of a colour to ``#RRGGBB``."""

THEMED = ("brand", "brand-ink")
TEXT_CONTRAST = 7.0
LARGE_TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.6: 7 for text on the brand colour, 4.5 for large numbers in it."""


class BadTheme(ValueError):
    """The theme file can't be used; the message has a line for each reason."""


def read_theme(file: Path, colours: Colours) -> tuple[dict[str, dict[str, str]], Path | None]:
    """All colours with the theme's laid over, and the logo file if any. Raises BadTheme."""
    theme = _read(file)
    over = theme.get("colour", {})
    errors = [*_strange(theme, over, colours)]
    if not errors:
        mixed = {scheme: {**values, **over.get(scheme, {})} for scheme, values in colours.items()}
        logo = _logo(file, theme)
        errors = [*_pale(mixed)]
        if logo is not None and not logo.is_file():
            errors.append(f"logo: there is no file {logo}.")
        if not errors:
            return mixed, logo
    raise BadTheme("\n".join(f"{file}: {error}" for error in errors))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadTheme(f"{file}: can't be read ({error.strerror}).") from error
    except ValueError as error:
        raise BadTheme(f"{file}: is not TOML: {error}.") from error


def _logo(file: Path, theme: dict[str, Any]) -> Path | None:
    return (file.parent / theme["logo"]).resolve() if "logo" in theme else None


def _strange(theme: dict[str, Any], over: Any, colours: Colours) -> Iterator[str]:
    for name in theme:
        if name not in ("logo", "colour"):
            yield f"{name}: a theme has logo and colour only."
    if not isinstance(theme.get("logo", ""), str):
        yield "logo: must be the name of a file."
    if not isinstance(over, dict):
        yield "colour: must be tables [colour.light] and [colour.dark]."
        return
    for scheme, values in over.items():
        if scheme not in colours or not isinstance(values, dict):
            yield f"colour.{scheme}: must be tables [colour.light] and [colour.dark]."
            continue
        for name, value in values.items():
            yield from _strange_colour(f"colour.{scheme}.{name}", name, value)


def _strange_colour(at: str, name: str, value: object) -> Iterator[str]:
    if name not in THEMED:
        yield f"{at}: a theme may set {' and '.join(THEMED)} only."
    elif not isinstance(value, str) or not re.fullmatch("#[0-9A-Fa-f]{6}", value):
        yield f"{at}: must be a colour such as #0B4F6C."


def _pale(colours: Colours) -> Iterator[str]:
    pairs = (
        ("brand-ink", "brand", TEXT_CONTRAST),
        ("brand", "surface", LARGE_TEXT_CONTRAST),
        ("brand", "ground", LARGE_TEXT_CONTRAST),
    )
    for scheme, values in colours.items():
        for text, behind, least in pairs:
            ratio = contrast(values[text], values[behind])
            if ratio < least:
                yield (
                    f"colour.{scheme}: {text} {values[text]} on {behind} {values[behind]} has "
                    f"contrast {ratio:.1f}; people need {least:g} or more."
                )
