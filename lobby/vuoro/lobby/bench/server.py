"""A lobby service to be measured: so many tickets today, so many of them waiting.

``python -m vuoro.lobby.bench.server TICKETS WAITING PORT`` serves until it is ended.
"""

import json
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path

from vuoro.core.clock import SystemClock, local
from vuoro.core.passes import KeySet, KeyStatus, Pass, PassKey, SigningKey, sign
from vuoro.core.settings import LobbySettings
from vuoro.core.wire.desk import TicketState
from vuoro.core.wire.sync import ChangeTold, Op, Pulled
from vuoro.lobby.service import lobby_app, serve
from vuoro.queue.domain.arrival import How
from vuoro.queue.service import people
from vuoro.queue.service.days import ensure_day
from vuoro.queue.service.issuing import NewTicket, issue
from vuoro.queue.service.lobby import LobbyService
from vuoro.queue.service.mirror import take_page

PASSWORD = "mittaus-mittaus"
CLERKS = 4
PASSES = 150
SERVICE = "neuvonta"
_KEY = SigningKey(bytes(range(32)))


@dataclass(frozen=True)
class Prepared:
    """What a client of the service needs to know."""

    kiosk: str
    display: str
    passes: tuple[str, ...]


def prepare(lobby: LobbyService, tickets: int, waiting: int) -> Prepared:
    """Fill the day."""
    ensure_day(lobby)
    for clerk in range(CLERKS):
        people.add_staff(lobby, f"clerk{clerk}", f"Clerk {clerk}", PASSWORD, people.ROLES)
    service = lobby.office.service(SERVICE)
    assert service is not None
    lobby.store.read("PRAGMA synchronous=OFF")
    for number in range(tickets):
        with lobby.change() as work:
            ticket = issue(lobby, work, NewTicket(service, How.WALK_IN, "fi", "bench"))
            if number < tickets - waiting:
                ended = lobby.now
                done = replace(ticket, state=TicketState.DONE, times=1, calls=1, called_at=ended,
                               served_at=ended - timedelta(minutes=6), ended_at=ended)  # fmt: skip
                work.record("ticket.done", (done,), day=lobby.day(), actor="bench")
    lobby.store.read("PRAGMA synchronous=FULL")
    lobby.store.checkpoint(truncate=True)
    return Prepared(
        kiosk=people.add_device(lobby, "kiosk", "Bench kiosk"),
        display=people.add_device(lobby, "display", "Bench display"),
        passes=_bookings(lobby),
    )


def _bookings(lobby: LobbyService) -> tuple[str, ...]:
    """As many bookings of today with their passes."""
    now = lobby.now
    lobby.keys = KeySet(
        1,
        (
            PassKey(
                1, _KEY.public(), now - timedelta(days=1), now + timedelta(days=9), KeyStatus.ACTIVE
            ),
        ),
    )
    texts, changes = [], []
    for number in range(PASSES):
        pass_id = lobby.ids.event()
        start = now + timedelta(minutes=30)
        claims = Pass(key=1, site=lobby.office.site, id=pass_id, revision=1,
                      starts=_second(now - timedelta(hours=2)), minutes=600)  # fmt: skip
        texts.append(sign(claims, _KEY, lobby.office.tenant))
        data = {"pass_id": str(pass_id), "site": lobby.office.site, "service": "tyonhakukeskustelu",
                "start": start.isoformat(), "minutes": 30}  # fmt: skip
        changes.append(ChangeTold(number + 1, "booking", f"booking-{number}", 1, Op.PUT, data))
    take_page(lobby, Pulled("bench", tuple(changes), PASSES, more=False, floor=0, server_ms=0))
    return tuple(texts)


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def always_open(folder: Path) -> Path:
    """The demo's office, open at whatever time the bench runs."""
    text = resources.files("vuoro.lobby").joinpath("demo/office.toml").read_text("utf-8")
    text = text.replace('mon-fri = "09:00-16:15"', 'mon-sun = "00:00-23:59"')
    text = text.replace("closed_on_holidays = true", "closed_on_holidays = false")
    file = folder / "office.toml"
    file.write_text(text.replace("daily_limit = 30\n", ""), encoding="utf-8")
    return file


def main() -> None:
    tickets, waiting, port = (int(argument) for argument in sys.argv[1:4])
    folder = Path(tempfile.mkdtemp(prefix="vuoro-bench-"))
    settings = LobbySettings(port=port, data=folder, office=always_open(folder))
    told: list[Prepared] = []
    app = lobby_app(settings, prepare=lambda lobby: told.append(prepare(lobby, tickets, waiting)))

    @app.get("/bench")
    def what_was_prepared() -> dict[str, object]:
        return {"kiosk": told[0].kiosk, "display": told[0].display, "passes": told[0].passes}

    print(
        json.dumps({"folder": str(folder), "at": local(SystemClock().now()).isoformat()}),
        flush=True,
    )
    serve(app, settings)


if __name__ == "__main__":
    main()
