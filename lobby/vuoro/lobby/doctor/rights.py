"""Whether this user may use a device, and if not, what to type."""

import grp
import os
import pwd
from pathlib import Path


def missing_right(device: Path) -> str:
    """What to do so that this user may read and write a device; empty where it may."""
    if os.access(device, os.R_OK | os.W_OK):
        return ""
    group = _group_of(device)
    if group in ("", "root"):
        return f"{_user()} may not use {device}, which only root may"
    return (
        f"{_user()} may not use {device}. Let it, then sign in again: "
        f"sudo usermod -aG {group} {_user()}"
    )


def _group_of(device: Path) -> str:
    try:
        return grp.getgrgid(device.stat().st_gid).gr_name
    except (OSError, KeyError):
        return ""


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
