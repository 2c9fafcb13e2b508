"""Whose letters stand in where the house font has none: one family of Debian for each script."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Script:
    """Letters that the house font lacks; ``package`` is the Debian package with the ``family``."""

    name: str
    family: str
    package: str


SCRIPTS = (
    Script("Cyrillic", "Noto Sans", "fonts-noto-core"),
    Script("Arabic", "Noto Sans Arabic", "fonts-noto-core"),
    Script("Thai", "Noto Sans Thai", "fonts-noto-core"),
    # By name: without it fontconfig may take Japanese shapes of the same letters.
    Script("Chinese", "Noto Sans CJK SC", "fonts-noto-cjk"),
)
"""In the order in which they are asked for a letter."""

FALLBACKS = tuple(script.family for script in SCRIPTS)


def without_letters(families: Collection[str]) -> tuple[Script, ...]:
    """The scripts that come out as boxes on a computer that has these families only."""
    return tuple(script for script in SCRIPTS if script.family not in families)
