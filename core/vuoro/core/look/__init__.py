"""How Vuoro looks: the tokens of one file, as values for QML and as CSS."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from vuoro.core.look.letters import FALLBACKS
from vuoro.core.look.theme import BadTheme, read_theme

__all__ = ["FALLBACKS", "FAMILY", "BadTheme", "Look", "css", "fonts", "load"]

FAMILY = "Atkinson Hyperlegible Next"

_FOLDER = Path(__file__).parent
_UNITS = {"scale": "", "motion-ms": "ms"}


@dataclass(frozen=True)
class Look:
    """Design tokens after a municipality's theme.

    Colours by scheme (``light``, ``dark``, ``bright``) and name, as ``#RRGGBB``; sizes by name; the
    logo file.
    """

    colours: Mapping[str, Mapping[str, str]]
    sizes: Mapping[str, float]
    logo: Path | None = None


def fonts() -> tuple[Path, ...]:
    """The font files that ship with Vuoro (OFL 1.1)."""
    return tuple(sorted((_FOLDER / "fonts").glob("*.ttf")))


def load(theme: Path | None = None) -> Look:
    """The tokens, with a theme's brand colours and logo laid over. Raises BadTheme."""
    tokens = tomllib.loads((_FOLDER / "tokens.toml").read_text("utf-8"))
    colours: dict[str, dict[str, str]] = tokens["colour"]
    logo = None
    if theme is not None:
        colours, logo = read_theme(theme, colours)
    frozen = {scheme: MappingProxyType(values) for scheme, values in colours.items()}
    return Look(MappingProxyType(frozen), MappingProxyType(tokens["size"]), logo)


def css(look: Look) -> str:
    """The tokens as CSS custom properties: light, and dark or bright where the reader asks."""
    light = _properties(look.colours["light"])
    dark = _properties(look.colours["dark"])
    bright = _properties(look.colours["bright"])
    sizes = _properties(
        {name: f"{value:g}{_UNITS.get(name, 'px')}" for name, value in look.sizes.items()}
    )
    return (
        f":root{{color-scheme:light dark;{light}{sizes}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-scheme=light]){{{dark}}}}}\n"
        f"@media (prefers-contrast:more){{:root{{{bright}}}}}\n"
        f"@media (prefers-contrast:more) and (prefers-color-scheme:dark)"
        f"{{:root:not([data-scheme=light]){{{dark}}}}}\n"
        f":root[data-scheme=light]{{color-scheme:light}}\n"
        f":root[data-scheme=dark]{{color-scheme:dark;{dark}}}\n"
    )


def _properties(values: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())
