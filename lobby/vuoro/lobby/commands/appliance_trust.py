"""`vuoro appliance trust`: trust the lobby service of another device, once people compared it."""

import argparse
import os
import sys
from pathlib import Path

from vuoro.lobby.complaint import FAILED, Complaint

TO = Path("/etc/vuoro/lobby-authority.pem")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whom to trust, and how it was compared."""
    parser.description = (
        "For a second kiosk, a display or a counter box: fetch the authority of the lobby service, "
        "show its words, and keep it once they are the same as `vuoro appliance authority` says "
        "there. lobby_authority in the settings names the file."
    )
    parser.add_argument("url", help="such as https://10.0.0.5:8443")
    parser.add_argument("--words", help="the words told there, instead of asking", default="")
    parser.add_argument("--to", type=Path, default=TO, metavar="FILE", help="(%(default)s)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Fetch, compare, keep."""
    from vuoro.lobby.tls.fetching import NotFetched, fetch

    try:
        found = fetch(options.url.rstrip("/"))
    except NotFetched as error:
        raise Complaint(str(error), status=FAILED) from None
    words = " ".join(found.words)
    print(f"{options.url} shows the words:\n\n    {words}\n")
    if not _same(words, options.words):
        raise Complaint("Not trusted: the words were not found to be the same.", status=FAILED)
    to: Path = options.to
    part = to.with_suffix(".part")
    try:
        part.write_bytes(found.pem)
        part.chmod(0o644)
        os.replace(part, to)
    except OSError as error:
        raise Complaint(f"{to} can't be written ({error.strerror}).", status=FAILED) from None
    print(f"Kept in {to}.")
    return 0


def _same(shown: str, told: str) -> bool:
    if told:
        return told.lower().split() == shown.split()
    print("Does `vuoro appliance authority` say the same on that device? [y/n]", file=sys.stderr)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "k", "kyllä", "j", "ja")
