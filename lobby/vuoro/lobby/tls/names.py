"""Under which names and addresses a lobby service is opened, and which its authority may vouch for:
its names, private addresses, and the networks of the office.
"""

import socket
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from vuoro.core.pinned import NAME
from vuoro.core.pki.names import LOCAL, Address, Bounds, Names, Network, names_in_order
from vuoro.core.settings.schema import LobbySettings

PRIVATE: tuple[Network, ...] = (*LOCAL, ip_network("127.0.0.0/8"), ip_network("::1/128"))
_FAR = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))
"""Addresses of documentation (RFC 5737, 3849): asked for the way there, never sent to."""
_ANY_PORT = 9


def wanted(lobby: LobbySettings, host_name: str, own: Iterable[Address]) -> Names:
    """All under which this lobby service may be opened; ``own`` are the addresses it has now."""
    told = [urlsplit(lobby.public_url).hostname or "", *lobby.tls_names]
    return names_in_order([NAME, host_name, *told], own)


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
