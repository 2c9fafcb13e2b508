"""`vuoro appliance authority`: what desks and other devices trust this lobby service by."""

import argparse
from typing import TYPE_CHECKING

from vuoro.lobby.command import settings_argument
from vuoro.lobby.complaint import FAILED, Complaint

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from vuoro.core.pki.certificates import Pair
    from vuoro.core.settings.schema import LobbySettings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to begin anew."""
    parser.description = (
        "Tell the words by which people compare what their browser or another device was shown: "
        "of the authority of this lobby service, and of the area's where the backend vouches."
    )
    parser.add_argument(
        "--new", action="store_true",
        help="forget it: the next start makes another, which every desk has to trust anew; after "
        "its key was stolen, or when the service got a name that the authority may not vouch for",
    )  # fmt: skip
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Tell, or forget."""
    from vuoro.core.pki.certificates import BadCertificate, read
    from vuoro.lobby.settings_file import settings_of
    from vuoro.lobby.tls.from_backend import authority_in, pair_in
    from vuoro.lobby.tls.keeping import AUTHORITY, FOLDER, forget

    lobby = settings_of(options).lobby
    file = lobby.data / FOLDER / AUTHORITY
    try:
        if options.new:
            forget(file.parent)
            print("Forgotten. Start the lobby service anew: systemctl restart vuoro-lobby")
            return 0
        own = read(file.read_bytes())
        area, sent = authority_in(file.parent), pair_in(file.parent)
    except FileNotFoundError:
        why = "There is no authority yet. Set [lobby] tls_port, and start the lobby service."
        raise Complaint(why, status=FAILED) from None
    except (OSError, BadCertificate) as error:
        raise Complaint(f"{file} can't be used ({error}).", status=FAILED) from None
    if area is not None:
        print("Desks trust one authority for all lobbies of the area (vuoro booking authority):")
        _tell(area)
        _tell_sent(sent)
        print("\nKiosks and displays on other devices trust the one of this lobby service:")
    _tell(own.certificate)
    _tell_names(lobby, own)
    return 0


def _tell(authority: "Certificate") -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    from vuoro.core.pinned import words_of
    from vuoro.core.pki.certificates import print_of

    print(f"Words      {' '.join(words_of(authority.public_bytes(Encoding.DER)))}")
    print(f"SHA-256    {print_of(authority)}")


def _tell_sent(sent: "Pair | None") -> None:
    from vuoro.core.clock import SystemClock
    from vuoro.core.pki.certificates import names_of
    from vuoro.lobby.tls.from_backend import in_time

    if sent is None or not in_time(sent.certificate, SystemClock().now()):
        print("Names      none, so browsers are shown the certificate made here: vuoro doctor")
        return
    ends = f"{sent.certificate.not_valid_after_utc:%d.%m.%Y}"
    print(f"Names      {names_of(sent.certificate)}, until {ends}")


def _tell_names(lobby: "LobbySettings", own: "Pair") -> None:
    import platform

    from vuoro.core.pki.certificates import bounds_of
    from vuoro.lobby.tls.names import own_addresses, wanted

    names = wanted(lobby, platform.node(), own_addresses())
    within = bounds_of(own.certificate).within(names)
    print(f"Names      {within}")
    if beyond := names.without(within):
        print(f"Not in it  {beyond}: browsers warn there. vuoro appliance authority --new")
