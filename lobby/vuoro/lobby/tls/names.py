"""Under which names and addresses a lobby service is opened, and which its authority may vouch for.

Staff trust the authority in their browsers, so it is bound to this lobby when it is made (RFC 5280
§4.2.1.10): to its names, to private addresses and to the networks of the office. Whoever stole its
key could not be a bank with it.
"""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from vuoro.core.pinned import NAME
from vuoro.core.settings.schema import LobbySettings

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
PRIVATE: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16",
                 "fc00::/7", "fe80::/10", "::1/128")
)  # fmt: skip
"""RFC 1918, 4193, 3927, 4291."""
_FAR = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))
"""Addresses of documentation (RFC 5737, 3849): asked for the way there, never sent to."""
_ANY_PORT = 9


@dataclass(frozen=True, slots=True)
class Names:
    """DNS names in lower case, and addresses; each once, sorted."""

    dns: tuple[str, ...]
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an authority may vouch for: these names, what is below them, and these networks."""

    dns: tuple[str, ...]
    networks: tuple[Network, ...]

    def within(self, names: Names) -> Names:
        """What of these names it may vouch for."""
        return Names(
            tuple(name for name in names.dns if self._has(name)),
            tuple(each for each in names.addresses if any(each in net for net in self.networks)),
        )

    def _has(self, name: str) -> bool:
        return any(name == above or name.endswith(f".{above}") for above in self.dns)


def wanted(lobby: LobbySettings, host_name: str, own: Iterable[Address]) -> Names:
    """All under which this lobby service may be opened; ``own`` are the addresses it has now."""
    told = [urlsplit(lobby.public_url).hostname or "", *lobby.tls_names]
    return _sorted([NAME, host_name, *told], own)


def bounds(lobby: LobbySettings, host_name: str) -> Bounds:
    """For an authority that is made now."""
    names = wanted(lobby, host_name, ())
    office = map(ip_network, lobby.office_networks)
    single = (ip_network(each) for each in names.addresses)
    return Bounds(names.dns, tuple(dict.fromkeys((*PRIVATE, *office, *single))))


def own_addresses() -> tuple[Address, ...]:
    """Those with which this computer would go out now; none where there is no network."""
    found = []
    for far, family in _FAR:
        with socket.socket(family, socket.SOCK_DGRAM) as line:
            try:
                line.connect((far, _ANY_PORT))
                found.append(ip_address(line.getsockname()[0].partition("%")[0]))
            except OSError:
                continue
    return tuple(found)


def _sorted(told: Iterable[str], own: Iterable[Address]) -> Names:
    dns: set[str] = set()
    addresses = set(own)
    for name in told:
        try:
            addresses.add(ip_address(name))
        except ValueError:
            if is_name(name):
                dns.add(name.lower())
    in_order = sorted(addresses, key=lambda each: (each.version, int(each)))
    return Names(tuple(sorted(dns)), tuple(in_order))


def is_name(text: str) -> bool:
    """Whether a certificate can hold it as a DNS name (RFC 5890: ASCII labels)."""
    labels = text.lower().split(".")
    return len(text) < 254 and all(
        0 < len(each) < 64 and each.isascii() and each.replace("-", "").isalnum() for each in labels
    )
