"""How Vuoro looks: the tokens of one file, as values for QML and as CSS."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import MappingProxyType

FAMILY = "Atkinson Hyperlegible Next"


@dataclass(frozen=True)
class Look:
    """Design tokens after a municipality's theme: colours by scheme and name, sizes by name, logo file."""

    colours: Mapping[str, Mapping[str, str]]
    sizes: Mapping[str, float]
    logo: Path | None = None


class BadTheme(ValueError):
    """The theme file can't be used; the message says why."""


def fonts() -> tuple[Path, ...]:
    """The font files that ship with Vuoro (OFL 1.1)."""
    with resources.as_file(resources.files(__name__).joinpath("fonts")) as folder:
        return tuple(sorted(folder.glob("*.ttf")))


def load(theme: Path | None = None) -> Look:
    """The tokens, with a theme's ``brand``, ``brand-ink`` and logo laid over. Raises BadTheme."""
    tokens = tomllib.loads(resources.files(__name__).joinpath("tokens.toml").read_text("utf-8"))
    colours: dict[str, dict[str, str]] = tokens["colour"]
    logo = None
    if theme is not None:
        over = _read(theme)
        for scheme, values in over.get("colour", {}).items():
            unknown = set(values) - {"brand", "brand-ink"}
            if scheme not in colours or unknown:
                raise BadTheme(f"{theme}: a theme may set brand and brand-ink only, not {unknown or scheme}")
            colours[scheme] |= values
        logo = (theme.parent / over["logo"]).resolve() if "logo" in over else None
    frozen = {scheme: MappingProxyType(values) for scheme, values in colours.items()}
    return Look(MappingProxyType(frozen), MappingProxyType(tokens["size"]), logo)


def css(look: Look) -> str:
    """The tokens as CSS custom properties, light by default, dark where the reader asks for it."""
    light = "".join(f"--{name}:{value};" for name, value in look.colours["light"].items())
    dark = "".join(f"--{name}:{value};" for name, value in look.colours["dark"].items())
    sizes = "".join(f"--{name}:{value:g}px;" for name, value in look.sizes.items())
    return (
        f":root{{color-scheme:light dark;{light}{sizes}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-scheme=light]){{{dark}}}}}\n"
        f":root[data-scheme=dark]{{{dark}}}\n"
    )


def _read(theme: Path) -> dict[str, dict[str, dict[str, str]]]:
    try:
        return tomllib.loads(theme.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadTheme(f"{theme}: {error}") from error
