"""A lobby service with TLS and a plain door, as a process: ``python -m … DATA TLS_PORT DOOR_PORT``.

Prints the address for own programs once it serves.
"""

import sys
from dataclasses import replace
from pathlib import Path

from tests.queue.lobby_process import prepare, settings
from tests.queue.world import START
from vuoro.core.clock import SteppingClock
from vuoro.lobby.service import lobby_app, serve


def main() -> None:
    """Serve until told to stop."""
    data, tls_port, door_port = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    wanted = replace(
        settings(data), tls_port=tls_port, door_port=door_port, public_url="http://127.0.0.1"
    )
    serve(
        lobby_app(wanted, SteppingClock(START), prepare), wanted, lambda url: print(url, flush=True)
    )


if __name__ == "__main__":
    main()
