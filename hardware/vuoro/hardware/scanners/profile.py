"""How a scanner talks: what ends a code, what it can be told, which keyboard it plays."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from vuoro.hardware.scanners.scanner import ScannerError

FOLDER = Path(__file__).parent / "profiles"

Command = Annotated[str, Meta(pattern=r"^[\x00-\xff]*$")]
"""Bytes, each written as the character of its number."""
End = Literal["any", "cr", "lf", "crlf", "pause"]
Layout = Literal["us", "fi", "de", "fr"]

_ENDS = {"any": rb"[\r\n]", "cr": rb"\r", "lf": rb"\n", "crlf": rb"\r\n", "pause": rb"(?!)"}


@dataclass(frozen=True, slots=True)
class ScannerProfile:
    """One kind of scanner, as data. A file may name any of these; what it leaves out is as here.

    Serial ports: ``end`` is what the scanner sends after a code. ``any`` takes CR, LF or both, and
    a pause too; with ``pause`` line ends belong to the code; with the others a pause tells that
    the rest got lost. ``hello`` is sent when the scanner is found. ``trigger_on`` is sent then,
    after each code and every ``trigger_seconds`` (0: the scanner looks by itself), ``trigger_off``
    at the end. ``accept`` and ``reject`` answer each code: it came over, or is no text. ``answers``
    is what the scanner says to any of these.

    Scanners that type: ``layout`` is the keyboard the scanner was set to play, whatever this
    computer's is; ``gap_ms`` the longest pause between two keys.
    """

    source: str
    """Where the commands are documented."""
    end: End = "any"
    pause_ms: Annotated[int, Meta(ge=20, le=5000)] = 150
    baud: Annotated[int, Meta(ge=300, le=4_000_000)] = 9600
    """RS-232 only: a USB port has no speed."""
    parity: Literal["none", "even", "odd"] = "none"
    hello: Command = ""
    trigger_on: Command = ""
    trigger_off: Command = ""
    trigger_seconds: Annotated[float, Meta(ge=0, le=3600)] = 0
    accept: Command = ""
    reject: Command = ""
    answers: tuple[Command, ...] = ()
    layout: Layout = "us"
    gap_ms: Annotated[int, Meta(ge=5, le=500)] = 50

    @property
    def line_end(self) -> re.Pattern[bytes]:
        return re.compile(_ENDS[self.end])

    @property
    def pause_ends(self) -> bool:
        """Whether silence ends a code, rather than showing that the rest got lost."""
        return self.end in ("any", "pause")


def raw(command: str) -> bytes:
    """The bytes of a command."""
    return command.encode("latin-1")


def shipped() -> tuple[str, ...]:
    """The names of the profiles that come with Vuoro."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def profile_named(name: str) -> ScannerProfile:
    """The profile of this name, or in the file at this path. Raises ScannerError."""
    file = FOLDER / f"{name}.toml" if name in shipped() else Path(name)
    try:
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
        return msgspec.convert(_known(tree), ScannerProfile)
    except OSError:
        known = ", ".join(shipped())
        raise ScannerError(
            f"kiosk.scanner.profile: {name!r} is none of {known}, and no file that can be read"
        ) from None
    except (ValueError, msgspec.ValidationError) as error:
        raise ScannerError(f"kiosk.scanner.profile: {file}: {error}") from error


def _known(tree: dict[str, object]) -> dict[str, object]:
    """A misspelt key would be a scanner that does not beep, and nobody knows why."""
    unknown = tree.keys() - ScannerProfile.__dataclass_fields__.keys()
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    return tree
