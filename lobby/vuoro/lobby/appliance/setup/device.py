"""The device that is set up: this computer, or an image of one in a folder.

Whatever belongs to a program is done as its user. In an image there are no users and no units:
files get their modes, and the package gives them to their users when it is installed.
"""

import grp
import os
import pwd
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vuoro.lobby.appliance.setup.present import SETTINGS
from vuoro.lobby.complaint import FAILED, Complaint

RELEASE = Path("/opt/vuoro/current/bin/vuoro")
THIS = Path("/")
_SECONDS = 120.0
DEVICES_UNIT, SESSION_UNIT = "vuoro-devices.service", "vuoro-session.service"
_SCREENS = ("vuoro-kiosk.service", "vuoro-display.service")


@dataclass(frozen=True, slots=True)
class Device:
    """``root`` is where its files are."""

    root: Path = THIS

    @property
    def is_here(self) -> bool:
        """Whether it is this computer."""
        return self.root == THIS

    @property
    def runs(self) -> bool:
        """Whether systemd runs on it (sd_booted(3))."""
        return self.is_here and Path("/run/systemd/system").is_dir()

    @property
    def settings(self) -> Path:
        """The folder of settings."""
        return self.root / SETTINGS

    def own(self, file: Path, group: str | None) -> None:
        """Give a file to root, for a group to read, or where it is None for everybody."""
        file.chmod(0o644 if group is None else 0o640)
        if self.is_here and group is not None:
            os.chown(file, 0, _group(group))

    @contextmanager
    def screens_free(self) -> Iterator[None]:
        """Nothing else is on the screens while the context lasts, even when these start anew."""
        if not self.runs:
            yield
            return
        systemctl("mask", "--runtime", "--now", *_SCREENS)
        try:
            yield
        finally:
            systemctl("unmask", "--runtime", *_SCREENS)
            systemctl("start", "--no-block", *_SCREENS)

    def keep_secret(self, file: Path, secret: str, user: str) -> None:
        """Write a secret that only a user may read. A power cut leaves the old or the new one."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            if self.is_here:
                entry = _user(user)
                os.fchown(opened.fileno(), entry.pw_uid, entry.pw_gid)
            opened.write(f"{secret}\n")
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(path)

    def secret(self, file: Path) -> str:
        """The secret in a file; "" where there is none."""
        try:
            return (self.root / file).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def new_secret(self) -> str:
        """One that nobody can guess."""
        return secrets.token_urlsafe(24)

    def vuoro(self, user: str, *words: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        """Run ``vuoro …`` as a user, with ``given`` on its standard input."""
        return subprocess.run(
            [*program(), *words], input=given, capture_output=True, text=True,
            timeout=_SECONDS, cwd="/", **as_user(user),
        )  # fmt: skip


def as_user(name: str) -> dict[str, Any]:
    """How ``subprocess`` becomes a user, with its own groups and no settings of ours."""
    entry = _user(name)
    groups = [group.gr_gid for group in grp.getgrall() if name in group.gr_mem]
    own = {name: value for name, value in os.environ.items() if name[:6] != "VUORO_"}
    return {
        "user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": groups, "umask": 0o077,
        "env": own,
    }  # fmt: skip


def program() -> tuple[str, ...]:
    """The command ``vuoro``: of the release in use, else this one."""
    return (str(RELEASE),) if RELEASE.exists() else (sys.executable, "-m", "vuoro.lobby")


def systemctl(*words: str) -> None:
    """Tell the service manager something, whatever comes of it."""
    subprocess.run(["systemctl", *words], check=False, timeout=_SECONDS)


def _user(name: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        raise _not_installed(name) from None


def _group(name: str) -> int:
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        raise _not_installed(name) from None


def _not_installed(name: str) -> Complaint:
    words = f"There is no user {name} here. Install the package vuoro-appliance first."
    return Complaint(words, status=FAILED)
