"""Whose the data are: what an administrator does to them is done as the user they belong to."""

import os
from pathlib import Path


def become_owner_of(data: Path) -> None:
    """Give up root for the user of the data folder, so that the lobby can use what is made there.

    Nothing happens to those who are not root. Raises OSError.
    """
    if os.geteuid() != 0:
        return
    owner = data.stat()
    if owner.st_uid != 0:
        os.setgroups([])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)
