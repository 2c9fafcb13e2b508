"""Debian 13 for arm64 as a cached tar, made on another processor: unpacked here, configured there.

``python -m deploy.raspberrypi.emulator.arm.root`` makes it where ``base.base`` would look for it.
mmdebstrap resolves, fetches and extracts; ``configure.sh`` does the rest. As root.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.raspberrypi.emulator import base

HERE = Path(__file__).resolve().parent
ARCH = "arm64"
_KEEP = "download/empty,essential/unlink,extract/unlink,cleanup/apt"
"""What mmdebstrap is told to leave: the packages themselves."""


def root(folder: Path) -> Path:
    """The tar; made where it is missing. Raises CalledProcessError, with all of it in a log."""
    tar = base.place(ARCH, folder)
    if tar.exists():
        return tar
    folder.mkdir(parents=True, exist_ok=True)
    log_file = folder / f"base-{ARCH}.log"
    print(f"Making Debian 13 for {ARCH}; this takes a quarter of an hour, once.", flush=True)
    # Not in the folder: mmdebstrap and dpkg need a file system with owners and device files.
    made_in = Path(tempfile.mkdtemp(prefix="vuoro-root-", dir="/var/tmp"))
    try:
        with open(log_file, "wb") as log:
            for command in (extract(made_in / "root"), configure(made_in / "root")):
                subprocess.run(command, check=True, stdout=log, stderr=log)
        part = folder / f".part-{ARCH}.tar"
        words = ["tar", "--create", "--numeric-owner", f"--file={part}"]
        subprocess.run([*words, f"--directory={made_in / 'root'}", "."], check=True)
        os.replace(part, tar)
    finally:
        shutil.rmtree(made_in)
    return tar


def extract(to: Path) -> list[str]:
    """The command that fetches every package and lays out its files, without running any."""
    debian, security = base.mirrors(base.LISTS)
    names = ",".join((*base.packages(ARCH), "?essential", "?priority(required)"))
    return [
        "mmdebstrap", "--mode=root", "--variant=extract", f"--architectures={ARCH}",
        f"--include={names}", '--aptopt=APT::Install-Recommends "false"', f"--skip={_KEEP}",
        base.SUITE, str(to),
        f"deb {debian} {base.SUITE} main",
        f"deb {security} {base.SUITE}-security main",
    ]  # fmt: skip


def configure(where: Path) -> list[str]:
    """The command that makes a root of them."""
    return [*emulated(), "sh", str(HERE / "configure.sh"), str(where)]


def emulated() -> list[str]:
    """What stands before a command that runs programs for the other processor."""
    return ["unshare", "--mount", "--", "sh", str(HERE / "binfmt.sh")]


if __name__ == "__main__":
    print(root(base.HERE.parents[2] / "build/appliance/emulator"))
    sys.exit(0)
