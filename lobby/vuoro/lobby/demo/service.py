"""The demo's lobby service: the real one, with the demo's backend behind it.

python -m vuoro.lobby.demo.service FOLDER
"""

import os
import sys
from pathlib import Path

from vuoro.core.clock import local
from vuoro.core.log import set_up_logging
from vuoro.core.settings import load_settings
from vuoro.lobby.demo.house import SETTINGS
from vuoro.lobby.demo.secret import hand_over, read_backend
from vuoro.lobby.service import lobby_app, serve
from vuoro.lobby.serving import PortTaken
from vuoro.queue.service import LobbyService
from vuoro.queue.store import StoreError


def main(folder: Path) -> int:
    """Serve the house in a folder until told to stop."""
    settings = load_settings(folder / SETTINGS, os.environ).lobby
    set_up_logging()

    def prepare(lobby: LobbyService) -> None:
        hand_over(read_backend(folder), lobby, local(lobby.now).date())

    try:
        serve(lobby_app(settings, prepare=prepare), settings)
    except (PortTaken, StoreError) as error:
        print(f"vuoro demo: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
