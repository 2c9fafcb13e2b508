"""Which addresses webhooks may go to: not to what only this computer or its network can reach.

Whoever may add a webhook could otherwise let the backend knock at doors inside (server-side request
forgery, OWASP A10:2021). The name is looked up anew for each try, every address it has is checked,
and the connection goes to an address that was checked, so a name can't change its mind in between.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 2000
_EMBEDDING = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48"))
"""NAT64 (RFC 6052, RFC 8215): an IPv4 address, perhaps a private one, in the clothes of IPv6."""


class BadAddress(ValueError):
    """A webhook can't go there; says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a webhook goes: ``host`` as named in the URL, ``address`` as it was found."""

    secure: bool
    host: str
    port: int
    path: str
    address: str


@dataclass(frozen=True, slots=True)
class Url:
    """The parts of an acceptable URL."""

    secure: bool
    host: str
    port: int
    path: str


def parsed(url: str, *, allow_private: bool = False) -> Url:
    """The parts of a URL. ``allow_private`` permits http and hosts inside. Raises BadAddress."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise BadAddress("The address has characters that don't belong there, or is too long.")
    try:
        parts = urlsplit(url)
        port = parts.port
        (parts.hostname or "").encode("idna")  # A name that can't be one breaks the look-up.
    except ValueError:
        raise BadAddress("This is not an address.") from None
    if parts.scheme != "https" and not (allow_private and parts.scheme == "http"):
        raise BadAddress("The address must begin with https://.")
    if not parts.hostname:
        raise BadAddress("The address names no computer.")
    if parts.username or parts.password or parts.fragment:
        raise BadAddress("The address must be without a user name, password or fragment.")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    found = Url(secure, parts.hostname, port or (443 if secure else 80), path)
    literal = _literal(found.host)
    if literal is not None and not allow_private and not is_public(literal):
        raise BadAddress("The address is not a public one.")
    return found


def look_up(url: Url, *, allow_private: bool = False) -> Target:
    """An address behind a URL now. Raises BadAddress if one is not public, OSError if none."""
    answers = socket.getaddrinfo(url.host, url.port, type=socket.SOCK_STREAM)
    addresses = [str(answer[4][0]) for answer in answers]
    if not allow_private and not all(
        is_public(ipaddress.ip_address(address.partition("%")[0])) for address in addresses
    ):
        raise BadAddress("The address leads to a network that is not public.")
    return Target(url.secure, url.host, url.port, url.path, addresses[0])


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it is an address of the Internet, and holds no other one inside."""
    if isinstance(address, ipaddress.IPv6Address):
        holds = address.ipv4_mapped or address.sixtofour or address.teredo
        if holds is not None or any(address in net for net in _EMBEDDING):
            return False
    return address.is_global and not address.is_multicast


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
