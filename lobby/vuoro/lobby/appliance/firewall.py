"""What the settings open in the firewall, as commands for nft(8).

The rules themselves are in the package (closed.nft) and let nobody in; here only sets are filled,
all at once: either every set is as the settings say, or none was changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from vuoro.core.settings.schema import LobbySettings

TABLE = "inet vuoro"
HTTPS, HTTP = 443, 80
Network = IPv4Network | IPv6Network


class BadNetworks(Exception):
    """The file of networks for upkeep can't be used; the message says which line."""


@dataclass(frozen=True, slots=True)
class Openings:
    """Who may come in, and where. A port of 0 is closed."""

    office: tuple[Network, ...]
    visitors: tuple[Network, ...]
    upkeep: tuple[Network, ...]
    tls_port: int
    door_port: int


def openings(lobby: LobbySettings, upkeep: str = "") -> Openings:
    """``upkeep`` is the text of the file of networks that may sign in from afar: one a line,
    comments after ``#``. Raises BadNetworks."""
    return Openings(
        tuple(map(ip_network, lobby.office_networks)),
        tuple(map(ip_network, lobby.visitor_networks)),
        tuple(_lines(upkeep)),
        lobby.tls_port,
        lobby.door_port,
    )


def commands(openings: Openings) -> str:
    """One transaction for ``nft -f -``."""
    return "".join(f"{line}\n" for line in _commands(openings))


def _commands(openings: Openings) -> Iterator[str]:
    for who in ("office", "visitors", "upkeep"):
        networks: tuple[Network, ...] = getattr(openings, who)
        for version in (4, 6):
            yield from _set(f"{who}{version}", (n for n in networks if n.version == version))
    tls, door = openings.tls_port, openings.door_port
    yield from _set("desk_ports", [tls] if tls else [])
    yield from _set("door_ports", [door] if door else [])
    leads = [f"{low} : {port}" for low, port in ((HTTPS, tls), (HTTP, door)) if port]
    yield from _set("leads_to", leads, "map")


def _set(name: str, elements: Iterable[object], kind: str = "set") -> Iterator[str]:
    yield f"flush {kind} {TABLE} {name}"
    if told := ", ".join(map(str, elements)):
        yield f"add element {TABLE} {name} {{ {told} }}"


def _lines(text: str) -> Iterator[Network]:
    for number, line in enumerate(text.splitlines(), 1):
        if network := line.partition("#")[0].strip():
            try:
                yield ip_network(network)
            except ValueError:
                raise BadNetworks(
                    f"Line {number} holds {network!r}. Write a network as 10.20.30.0/24."
                ) from None
