"""Connections to a lobby service: by the authorities of this computer, or by its own alone."""

from pathlib import Path
from typing import Any

import urllib3

from vuoro.core import pinned


def pool_of(authority: Path | None, **more: Any) -> urllib3.PoolManager:
    """Connections without retries. ``authority``: the file of the lobby's own one.

    Raises OSError where that file can't be used.
    """
    if authority is not None:
        more |= {"ssl_context": pinned.context(authority), "server_hostname": pinned.NAME}
    return urllib3.PoolManager(retries=False, **more)
