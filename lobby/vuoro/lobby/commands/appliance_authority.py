"""`vuoro appliance authority`: what desks and other devices trust this lobby service by."""

import argparse

from vuoro.lobby.command import settings_argument
from vuoro.lobby.complaint import FAILED, Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to begin anew."""
    parser.description = (
        "Tell the words by which people compare the authority of this lobby service with what "
        "their browser or another device was shown."
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
    import platform

    from cryptography.hazmat.primitives.serialization import Encoding

    from vuoro.core.pinned import words_of
    from vuoro.core.pki.certificates import BadCertificate, bounds_of, read
    from vuoro.lobby.settings_file import settings_of
    from vuoro.lobby.tls.keeping import AUTHORITY, FOLDER, forget
    from vuoro.lobby.tls.names import own_addresses, wanted

    lobby = settings_of(options).lobby
    file = lobby.data / FOLDER / AUTHORITY
    try:
        if options.new:
            forget(file.parent)
            print("Forgotten. Start the lobby service anew: systemctl restart vuoro-lobby")
            return 0
        pair = read(file.read_bytes())
    except FileNotFoundError:
        why = "There is no authority yet. Set [lobby] tls_port, and start the lobby service."
        raise Complaint(why, status=FAILED) from None
    except (OSError, BadCertificate) as error:
        raise Complaint(f"{file} can't be used ({error}).", status=FAILED) from None
    print(f"Words      {' '.join(words_of(pair.certificate.public_bytes(Encoding.DER)))}")
    print(f"SHA-256    {pair.print}")
    names = wanted(lobby, platform.node(), own_addresses())
    within = bounds_of(pair.certificate).within(names)
    print(f"Names      {', '.join(map(str, (*within.dns, *within.addresses)))}")
    beyond = {*names.dns, *names.addresses} - {*within.dns, *within.addresses}
    if beyond:
        print(
            f"Not in it  {', '.join(sorted(map(str, beyond)))}: browsers warn there. "
            "vuoro appliance authority --new"
        )
    return 0
