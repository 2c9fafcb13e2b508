"""`vuoro booking authority`: what desks trust all lobby services of an area by."""

import argparse
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vuoro.lobby.commands.booking_parts import area_argument, ask, group, part
from vuoro.lobby.complaint import FAILED, Complaint

if TYPE_CHECKING:
    from vuoro.lobby.backend.orders import AuthorityRow

_ROLLOUT = """\
One file for all desks: --to lobbies.crt, then in the Group Policy Management Editor: Computer
Configuration, Policies, Windows Settings, Security Settings, Public Key Policies, Trusted Root
Certification Authorities, Import. Edge and Chrome go by it; Firefox does with its policy
Certificates, ImportEnterpriseRoots. It vouches for private addresses and for the names shown here
only."""
_PREPARED = """\
Let all desks trust it beside the one in use (--next --to lobbies-2.crt), then: vuoro booking
authority rotate"""
_ROTATED = """\
Lobbies fetch a certificate of it within six hours. Take the old one away from the desks when the
fleet page shows a new certificate for each."""
_STOLEN = """\
The one in use and the next one are given up. Let all desks trust this one now, and trust the
others no more: until then they warn. Lobbies fetch a certificate of it within six hours."""


def arguments(parts: Any) -> None:
    """Add the commands to those of `vuoro booking`."""
    parts = group(parts, "authority", "what desks trust the lobby services of an area by")
    show = part(parts, "show", show_authority, "show it, and keep it in a file", _ROLLOUT)
    show.add_argument("--next", action="store_true", help="the one that was prepared")
    show.add_argument(
        "--to", type=Path, metavar="FILE", help="keep it: .pem as text, .crt, .cer or .der else"
    )
    prepare = part(parts, "prepare", prepare_next, "make the next one, to be trusted in advance")
    rotate = part(parts, "rotate", rotate_authority, "let the next one vouch from now on")
    rotate.add_argument(
        "--stolen", action="store_true",
        help="the key is in wrong hands: give up those there are, and make one now",
    )  # fmt: skip
    for each in (show, prepare, rotate):
        area_argument(each)


def show_authority(options: argparse.Namespace) -> int:
    """Tell of it, and write the file."""
    from vuoro.lobby.backend.orders import AuthorityRow, ListAuthorities

    found = ask(options, ListAuthorities(options.area), tuple[AuthorityRow, ...])
    wanted = "next" if options.next else "active"
    row = next((each for each in found if each.status == wanted), None)
    if row is None:
        raise Complaint("There is no next one. Make it: vuoro booking authority prepare")
    _tell(row)
    if options.to is not None:
        _keep(row, options.to)
    return 0


def prepare_next(options: argparse.Namespace) -> int:
    """Make the next one."""
    from vuoro.lobby.backend.orders import AuthorityRow, PrepareAuthority

    found = ask(options, PrepareAuthority(options.area), tuple[AuthorityRow, ...])
    _tell(next(each for each in found if each.status == "next"))
    print(_PREPARED)
    return 0


def rotate_authority(options: argparse.Namespace) -> int:
    """Bring the next one into use."""
    from vuoro.lobby.backend.orders import AuthorityRow, RotateAuthority

    order = RotateAuthority(options.area, options.stolen)
    found = ask(options, order, tuple[AuthorityRow, ...])
    _tell(next(each for each in found if each.status == "active"))
    print(_STOLEN if options.stolen else _ROTATED)
    return 0


def _tell(row: "AuthorityRow") -> None:
    print(f"State      {row.status} since {row.since}, ends {row.ends}")
    print(f"Words      {row.words}")
    print(f"SHA-256    {row.sha256}")
    print(f"Vouches    for private addresses, and names that end in {', '.join(row.names)}")
    if row.lacks:
        print(
            f"Not        for {', '.join(row.lacks)}, which [booking] lobby_names has: "
            "vuoro booking authority prepare"
        )


def _keep(row: "AuthorityRow", file: Path) -> None:
    as_text = file.suffix.lower() == ".pem"
    if not as_text and file.suffix.lower() not in (".crt", ".cer", ".der"):
        raise Complaint(f"{file}: end its name in .pem, or in .crt, .cer or .der.")
    data = row.pem.encode("ascii") if as_text else ssl.PEM_cert_to_DER_cert(row.pem)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise Complaint(f"{file} can't be written ({error.strerror}).", status=FAILED) from None
    print(f"Kept in {file}.")
