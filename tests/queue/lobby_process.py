"""Real lobby services, each in a process of its own: ``python -m tests.queue.lobby_process``.

Reads one line of JSON for each: ``{"data": FOLDER, "crash_at": POINT}``. The modules are loaded
once; each lobby is a fork that writes one line, ``{"url": …, "pid": …}``, and serves until it dies.
"""

import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from tests.queue.world import KEYS, ONE, START, TWO, page, pass_id
from vuoro.core.clock import SteppingClock
from vuoro.core.settings import LobbySettings
from vuoro.core.wire.sync import ChangeTold, Op
from vuoro.lobby.crash_points import VARIABLE
from vuoro.lobby.service import lobby_app, serve
from vuoro.queue.service import LobbyService, people
from vuoro.queue.service.mirror import take_page

KIOSK_TOKEN, DISPLAY_TOKEN = "kiosk-token-of-the-tests", "display-token-of-the-tests"
PASSWORD = "salasana-123"
CLERKS = (("staff1", ONE), ("staff2", TWO))
BOOKED_AT = START + timedelta(minutes=30)


def prepare(lobby: LobbyService) -> None:
    """Devices, accounts and a booking; only once in a database."""
    lobby.keys = KEYS
    if people.device_of(lobby, KIOSK_TOKEN) is not None:
        return
    people.add_device(lobby, "kiosk", "Aula", KIOSK_TOKEN)
    people.add_device(lobby, "display", "Näyttö", DISPLAY_TOKEN)
    for name, _ in CLERKS:
        people.add_staff(lobby, name, f"Name of {name}", PASSWORD, people.ROLES, name)
    data = {
        "pass_id": str(pass_id("b1")), "site": 17, "service": "neuvonta", "minutes": 30,
        "start": BOOKED_AT.isoformat(),
    }  # fmt: skip
    take_page(lobby, page(1, ChangeTold(1, "booking", "b1", 1, Op.PUT, data)))


def settings(data: Path) -> LobbySettings:
    """The office of the tests, on any free port."""
    office = Path(__file__).with_name("office.toml")
    return LobbySettings(port=0, data=data, office=office)


def run(order: dict[str, str]) -> None:
    """Serve until killed."""
    os.environ[VARIABLE] = order.get("crash_at", "")
    wanted = settings(Path(order["data"]))
    app = lobby_app(wanted, SteppingClock(START), prepare)

    def started(url: str) -> None:
        print(json.dumps({"url": url, "pid": os.getpid()}), flush=True)

    serve(app, wanted, started)


def main() -> None:
    """Fork a lobby for each line of standard input."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            run(json.loads(line))
            os._exit(0)


if __name__ == "__main__":
    main()
