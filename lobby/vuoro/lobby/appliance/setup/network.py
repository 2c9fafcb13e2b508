"""The wired network by NetworkManager (nmcli(1)); its settings are what these commands say."""

from collections.abc import Iterator

from vuoro.lobby.appliance.setup.answers import Network

CONNECTION = "vuoro"
"""The connection that is ours: what others set up stays, and comes after it."""


def commands(network: Network, known: bool) -> Iterator[tuple[str, ...]]:
    """Commands that give every wired port this network, ``known``: our connection is there.

    An address that was set before and is not now is taken out in the same command: nothing is left
    over of it.
    """
    if network.address is None:
        return
    if not known:
        yield (
            "nmcli", "connection", "add", "type", "ethernet", "con-name", CONNECTION,
            "ifname", "*", "connection.autoconnect-priority", "100",
        )  # fmt: skip
    fixed = bool(network.address)
    # The method comes last when it becomes "auto" and first never: "manual" needs an address.
    yield (
        "nmcli", "connection", "modify", CONNECTION,
        "ipv4.addresses", network.address, "ipv4.gateway", network.gateway,
        "ipv4.dns", " ".join(network.dns),
        "ipv4.method", "manual" if fixed else "auto",
    )  # fmt: skip
    yield ("nmcli", "connection", "up", CONNECTION)
