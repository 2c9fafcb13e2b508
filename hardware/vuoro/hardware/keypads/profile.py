"""What the keys of a keypad mean: a TOML file for each kind."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from vuoro.hardware.keypads.key_codes import KEY_CODES
from vuoro.hardware.keypads.keys import NavKey

FOLDER = Path(__file__).parent / "profiles"


class KeypadProfileError(Exception):
    """The profile can't be used; the message names the setting and says why."""


@dataclass(frozen=True, slots=True)
class KeypadProfile:
    """One kind of keypad, as data.

    ``keys`` has the names of keys as the kernel has them, KEY_F13 or a number, and what each means:
    ``next``, ``headset_in``, ``0`` … (see NavKey).
    """

    source: str
    """Where the codes are documented."""
    keys: Annotated[dict[str, NavKey], Meta(min_length=1)]
    verified: bool = False
    """Whether we have pressed the keys of a real one."""

    @property
    def by_code(self) -> Mapping[int, NavKey]:
        return {_code(name): key for name, key in self.keys.items()}


def shipped() -> tuple[str, ...]:
    """The names of the profiles that come with Vuoro."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def profile_named(name: str) -> KeypadProfile:
    """The profile of this name, or in the file at this path. Raises KeypadProfileError."""
    file = FOLDER / f"{name}.toml" if name in shipped() else Path(name)
    try:
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
        profile = msgspec.convert(_known(tree), KeypadProfile)
        for key in profile.keys:
            _code(key)
    except OSError:
        known = ", ".join(shipped())
        raise KeypadProfileError(
            f"kiosk.speech.keypad_profile: {name!r} is none of {known}, "
            "and no file that can be read"
        ) from None
    except (ValueError, msgspec.ValidationError) as error:
        raise KeypadProfileError(f"kiosk.speech.keypad_profile: {file}: {error}") from error
    return profile


def _code(name: str) -> int:
    if name.isdecimal():
        return int(name)
    if name not in KEY_CODES:
        raise ValueError(f"{name} is no key that we know: give its number")
    return KEY_CODES[name]


def _known(tree: dict[str, object]) -> dict[str, object]:
    unknown = tree.keys() - KeypadProfile.__dataclass_fields__.keys()
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    return tree
