"""`vuoro appliance sealed`: after the start, see whether the device is as sealed as it was made."""

import argparse
import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from vuoro.lobby.complaint import FAILED, Complaint

if TYPE_CHECKING:
    from vuoro.lobby.appliance.sealed import Told

REPORT = Path("/run/vuoro/sealed.json")
_SECONDS = 30


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the outcome goes."""
    parser.add_argument("--report", type=Path, default=REPORT, help="for doctor (%(default)s)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Close what can be closed, then tell what does not hold."""
    from vuoro.lobby.appliance.sealed import judge, root_writable

    told = _told()
    if judge(told).meant and root_writable(told.mounts):
        _do("mount", "-o", "remount,ro", "/")
        told = _told()
    sealed = judge(told)
    report: Path = options.report
    part = report.with_suffix(".part")
    try:
        part.write_text(json.dumps({"meant": sealed.meant, "faults": sealed.faults}))
        part.chmod(0o644)
        os.replace(part, report)
    except OSError as error:
        raise Complaint(f"{report} can't be written ({error.strerror}).", status=FAILED) from None
    if sealed.faults:
        raise Complaint(*sealed.faults, status=FAILED)
    print("Sealed." if sealed.meant else "This device was not made sealed; the rest holds.")
    return 0


def _told() -> "Told":
    from vuoro.lobby.appliance.sealed import Told

    return Told(
        _text("/etc/fstab"),
        _text("/proc/self/mountinfo"),
        _text("/proc/swaps"),
        _text("/proc/sys/kernel/core_pattern"),
        _do("/usr/sbin/nft", "list", "chain", "inet", "vuoro", "inbound"),
    )


def _text(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _do(*words: str) -> bool:
    try:
        return not subprocess.run(words, capture_output=True, timeout=_SECONDS).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False
