"""What the rail at the left offers to whom."""

from collections.abc import Callable
from dataclasses import dataclass

from vuoro.booking.service.accounts import Role

_SECTIONS: tuple[tuple[str, tuple[tuple[str, str, tuple[Role, ...]], ...]], ...] = (
    ("times", (
        ("today", "/staff", ()),
        ("calendar", "/staff/calendar", (Role.BOOK,)),
        ("book", "/staff/book", (Role.BOOK,)),
        ("clients", "/staff/clients", (Role.SEE_CLIENTS,)),
        ("ill", "/staff/ill", (Role.BOOK,)),
        ("messages", "/staff/messages", (Role.BOOK,)),
    )),
    ("lobbies", (
        ("attention", "/staff/attention", (Role.BOOK, Role.DEVICES)),
        ("devices", "/staff/devices", (Role.DEVICES,)),
        ("releases", "/staff/releases", (Role.DEVICES,)),
    )),
    ("keeping", (
        ("hours", "/staff/hours", (Role.MANAGE,)),
        ("accounts", "/staff/accounts", (Role.MANAGE,)),
        ("api", "/staff/api", (Role.API,)),
        ("audit", "/staff/audit", (Role.AUDIT,)),
    )),
)  # fmt: skip
"""Group to its items: name, path and the roles that see it (none: everybody)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One link; ``current``: it leads to where the reader is."""

    name: str
    path: str
    current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A group of links."""

    name: str
    items: tuple[Item, ...]


def sections(may: Callable[..., bool], path: str) -> list[Section]:
    """The groups that have something for this account."""
    groups = (
        Section(name, tuple(
            Item(item, where, _is_current(where, path))
            for item, where, roles in items
            if not roles or may(*roles)
        ))
        for name, items in _SECTIONS
    )  # fmt: skip
    return [group for group in groups if group.items]


def _is_current(where: str, path: str) -> bool:
    if where == "/staff":
        return path == where
    return path == where or path.startswith(f"{where}/")
