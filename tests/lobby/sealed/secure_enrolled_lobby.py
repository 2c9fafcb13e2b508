"""An enrolled lobby service with TLS, as a process: ``python -m … DATA TLS_PORT BACKEND_URL``.

DATA holds the device's key, and ``enrolled.json`` as the backend answered.
"""

import sys
from dataclasses import replace
from pathlib import Path

from tests.queue.lobby_process import prepare, settings
from vuoro.core.settings.schema import SyncSettings
from vuoro.core.wire.codec import decode
from vuoro.core.wire.sync import Enrolled
from vuoro.lobby.service import lobby_app, serve
from vuoro.queue.service import LobbyService
from vuoro.queue.service.identity import keep_identity


def main() -> None:
    """Serve until told to stop, by the clock of this computer: desks go by theirs."""
    data, tls_port, backend = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    enrolled = decode((data / "enrolled.json").read_bytes(), Enrolled)

    def ready(lobby: LobbyService) -> None:
        prepare(lobby)
        keep_identity(lobby, enrolled)

    wanted = replace(settings(data), tls_port=tls_port, tls_names=("aula.internal", "10.20.30.5"))
    app = lobby_app(wanted, None, ready, sync=SyncSettings(backend_url=backend))
    serve(app, wanted, lambda url: print(url, flush=True))


if __name__ == "__main__":
    main()
