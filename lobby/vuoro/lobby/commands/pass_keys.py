"""`vuoro booking pass-key`: the keys that sign the codes of bookings."""

import argparse
from typing import TYPE_CHECKING, Any

from vuoro.lobby.commands.booking_parts import area_argument, ask, group, part

if TYPE_CHECKING:
    from vuoro.lobby.backend.orders import PassKeyRow

_ROTATED = """\
Codes of bookings are signed with key {kid} from now on; those already given stay valid."""
_REVOKED = """\
No lobby believes key {kid} after its next contact with this backend. Codes that it signed are
still found by their booking while the lobby has it; who prints or opens a booking gets a new code,
signed with key {active}."""


def arguments(parts: Any) -> None:
    """Add the commands to those of `vuoro booking`."""
    parts = group(parts, "pass-key", "keys that sign the QR codes of bookings")
    rotate = part(parts, "rotate", rotate_keys, "sign with the next key from now on")
    revoke = part(parts, "revoke", revoke_key, "let lobbies believe a key no more")
    revoke.add_argument("kid", type=int, help="number of the key, as the list shows it")
    for each in (rotate, revoke, part(parts, "list", list_keys, "show the keys")):
        area_argument(each)


def list_keys(options: argparse.Namespace) -> int:
    """The keys as a table."""
    from vuoro.lobby.backend.orders import ListPassKeys, PassKeyRow
    from vuoro.lobby.commands.table import table

    found = ask(options, ListPassKeys(options.area), tuple[PassKeyRow, ...])
    rows = [(str(one.kid), one.status, one.since, one.expires) for one in found]
    print(table(("Key", "State", "Since", "Signs for bookings until"), rows))
    return 0


def rotate_keys(options: argparse.Namespace) -> int:
    """Bring the next key into use."""
    from vuoro.lobby.backend.orders import PassKeyRow, RotatePassKeys

    found = ask(options, RotatePassKeys(options.area), tuple[PassKeyRow, ...])
    print(_ROTATED.format(kid=_active(found)))
    return 0


def revoke_key(options: argparse.Namespace) -> int:
    """Let a key be believed no more."""
    from vuoro.lobby.backend.orders import PassKeyRow, RevokePassKey

    found = ask(options, RevokePassKey(options.area, options.kid), tuple[PassKeyRow, ...])
    print(_REVOKED.format(kid=options.kid, active=_active(found)))
    return 0


def _active(found: "tuple[PassKeyRow, ...]") -> int:
    return next(one.kid for one in found if one.status == "active")
