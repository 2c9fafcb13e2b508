"""Answers: what somebody wants a device to be, as a TOML file says it or as questions find out.

``docs/install.md`` explains the file; an example ships as ``vuoro-setup.toml``. What is left out
stays as it is set, or becomes what is usual for what is plugged in.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_interface
from pathlib import Path
from typing import Any, Literal

import msgspec

from vuoro.core.shape import complaints

Program = Literal["lobby", "kiosk", "display"]
PROGRAMS: tuple[Program, ...] = ("lobby", "kiosk", "display")
ASK = "ask"
AUTO = "auto"
"""As ``kind`` of printer or scanner: the one that is plugged in."""
TAKEN = "taken"
"""Stands where a secret was: it is in its place on the device, and stays there."""


class BadAnswers(ValueError):
    """No device can be set up like this; ``errors`` holds every reason, one sentence each."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Network:
    """[network]: how the wired network is reached.

    ``address`` with the length of its prefix, such as ``10.0.0.5/24``; "" asks a DHCP server, and
    None leaves the network as it is.
    """

    address: str | None = None
    gateway: str = ""
    dns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """[tokens]: secrets that the lobby service of another device gave for the programs here."""

    kiosk: str = field(default="", repr=False)
    display: str = field(default="", repr=False)
    leader: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answers:
    """One file. The last four are tables of settings, as docs/settings.md names them."""

    language: Literal["fi", "sv", "en", ""] = ""
    programs: tuple[Program, ...] = ()
    office: str = ""
    """Path of an office file."""
    authority: str = ""
    """Path of the authority (PEM) of a lobby service on another device."""
    touch: str = ""
    """Name of the touchscreen, or ``ask``."""
    network: Network = field(default_factory=Network)
    tokens: Tokens = field(default_factory=Tokens)
    lobby: dict[str, Any] = field(default_factory=dict, repr=False)
    sync: dict[str, Any] = field(default_factory=dict, repr=False)
    kiosk: dict[str, Any] = field(default_factory=dict, repr=False)
    display: dict[str, Any] = field(default_factory=dict, repr=False)


def read_answers(file: Path) -> Answers:
    """The answers of a file. Raises BadAnswers with all that is wrong with it."""
    try:
        tree = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadAnswers((f"{file}: can't be read ({error.strerror}).",)) from None
    except UnicodeDecodeError:
        raise BadAnswers((f"{file}: is not UTF-8 text. Save it as UTF-8.",)) from None
    except tomllib.TOMLDecodeError as error:
        raise BadAnswers((f"{file}: is not TOML: {error}.",)) from None
    return answers_of(tree, str(file))


def answers_of(tree: dict[str, Any], name: str) -> Answers:
    """The answers of a parsed file. Raises BadAnswers."""
    errors = [*complaints(tree, Answers)]
    if not errors:
        answers = msgspec.convert(tree, Answers)
        errors = [*_wrong_network(answers.network)]
        if not errors:
            return answers
    raise BadAnswers(tuple(f"{name}: {error}" for error in errors))


def _wrong_network(network: Network) -> Iterator[str]:
    for value, kind, example in (
        (network.address, ip_interface, "10.0.0.5/24"),
        (network.gateway, ip_address, "10.0.0.1"),
        *((server, ip_address, "10.0.0.1") for server in network.dns),
    ):
        try:
            good = not value or bool(kind(value))
        except ValueError:
            good = False
        if not good or (value == network.address and value and "/" not in value):
            yield f"[network] {value!r}: is no address such as {example}."
    if network.address and not network.gateway:
        yield "[network] gateway: is missing. A fixed address needs one."
