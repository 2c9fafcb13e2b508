"""What a certificate vouches for, and what an authority may vouch for at most.

Staff trust an authority in their browsers, so it is bound when it is made (RFC 5280 §4.2.1.10):
whoever stole its key could not be a bank with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
LOCAL: tuple[Network, ...] = tuple(
    ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
                 "fc00::/7", "fe80::/10")
)  # fmt: skip
"""Addresses that mean something in one network only (RFC 1918, 3927, 4193, 4291)."""


@dataclass(frozen=True, slots=True)
class Names:
    """DNS names in lower case, and addresses; each once, sorted."""

    dns: tuple[str, ...]
    addresses: tuple[Address, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, (*self.dns, *self.addresses)))

    def __bool__(self) -> bool:
        return bool(self.dns or self.addresses)

    def without(self, others: "Names") -> "Names":
        """Those that are not among the others."""
        return Names(
            tuple(name for name in self.dns if name not in others.dns),
            tuple(each for each in self.addresses if each not in others.addresses),
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an authority may vouch for: these names, what is below them, and these networks; but
    for ``never`` and what is below.
    """

    dns: tuple[str, ...]
    networks: tuple[Network, ...]
    never: tuple[str, ...] = ()

    def within(self, names: Names) -> Names:
        """What of these names it may vouch for."""
        return Names(
            tuple(name for name in names.dns if self._has(name)),
            tuple(each for each in names.addresses if any(each in net for net in self.networks)),
        )

    def _has(self, name: str) -> bool:
        return is_below(name, self.dns) and not is_below(name, self.never)


def names_in_order(told: Iterable[str], own: Iterable[Address] = ()) -> Names:
    """The names and addresses among these texts, and further addresses; the rest is left."""
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


def is_below(name: str, above: Iterable[str]) -> bool:
    """Whether a name is one of these, or below one."""
    return any(name == each or name.endswith(f".{each}") for each in above)


def is_name(text: str) -> bool:
    """Whether a certificate can hold it as a DNS name (RFC 5890: ASCII labels)."""
    labels = text.lower().split(".")
    return len(text) < 254 and all(
        0 < len(each) < 64 and each.isascii() and each.replace("-", "").isalnum() for each in labels
    )
