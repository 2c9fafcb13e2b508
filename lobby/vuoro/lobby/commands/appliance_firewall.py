"""`vuoro appliance firewall`: open the firewall to the networks of the settings, and no others."""

import argparse
from pathlib import Path

from vuoro.lobby.command import settings_argument
from vuoro.lobby.complaint import FAILED, Complaint

UPKEEP = Path("/etc/vuoro/ssh-from")
NFT = "/usr/sbin/nft"
_SECONDS = 30


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to load it or to show it."""
    parser.add_argument("--show", action="store_true", help="print it for nft(8), change nothing")
    parser.add_argument(
        "--upkeep", type=Path, default=UPKEEP, metavar="FILE",
        help="networks that may sign in by ssh, one a line (%(default)s)",
    )  # fmt: skip
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Fill the sets of the ruleset. A fault in the file for upkeep closes only that."""
    from vuoro.lobby.appliance.firewall import BadNetworks, commands, openings
    from vuoro.lobby.settings_file import settings_of

    lobby, fault = settings_of(options).lobby, ""
    try:
        open_to = openings(lobby, _text(options.upkeep))
    except BadNetworks as error:
        open_to, fault = openings(lobby), f"{options.upkeep}: {error}"
    text = commands(open_to)
    if options.show:
        print(text, end="")
    else:
        _load(text)
    if fault:
        raise Complaint(fault)
    return 0


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise Complaint(f"{file} can't be read ({error}).") from None


def _load(text: str) -> None:
    import subprocess

    try:
        done = subprocess.run(
            [NFT, "-f", "-"], input=text, capture_output=True, text=True, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Complaint(f"nft can't be run ({error}).", status=FAILED) from None
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["it gave no reason"])[0]
        raise Complaint(
            f"The firewall was not changed: {why}. Are its rules loaded (nftables.service)?",
            status=FAILED,
        )
