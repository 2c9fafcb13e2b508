"""A small office with everything in it, in one process: made up, and the same in every run."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from vuoro.core.booking_code import BookingCode
from vuoro.core.clock import SteppingClock, local
from vuoro.core.day_key import DayKey, blind_index
from vuoro.core.identity_code import IdentityCode
from vuoro.core.ids import Ids, seeded_ids
from vuoro.core.passes import KeySet, KeyStatus, Pass, PassKey, SigningKey, sign
from vuoro.core.wire.codec import decode
from vuoro.core.wire.desk import DeskCommand, DeskResult, TicketRow
from vuoro.core.wire.kiosk import ArrivalResult, CheckInBy, CheckInRequest, Slip, TicketRequest
from vuoro.core.wire.sync import ChangeTold, Op, Pulled
from vuoro.queue.domain.moves import Move
from vuoro.queue.domain.office import Office
from vuoro.queue.office_file import office_of
from vuoro.queue.service import arriving, calling, managing, moving
from vuoro.queue.service.lobby import Committed, LobbyService, Press, Refused
from vuoro.queue.service.mirror import take_page
from vuoro.queue.store import Store

START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""A Monday, 09:00 in Helsinki; the office has been open for an hour."""
SITE = 17
TENANT = UUID("7b0c8f2e-5f0f-4c8e-9d57-0d3f6a1e2b44")
KEY = SigningKey(bytes(range(32)))
REVOKED_KEY = SigningKey(bytes(range(1, 33)))
DAY_KEY = bytes(range(2, 34))
KIOSK = "kiosk-1"
ONE, TWO, THREE, FOUR = "p1", "p2", "p3", "p4"
"""One and two serve everybody, three is a specialist's room, four is for employers."""

_FROM, _UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC)
KEYS = KeySet(
    1,
    (
        PassKey(1, KEY.public(), _FROM, _UNTIL),
        PassKey(2, REVOKED_KEY.public(), _FROM, _UNTIL, KeyStatus.REVOKED),
    ),
)


def _names(name: str) -> dict[str, str]:
    return {"fi": name, "sv": name, "en": name}


OFFICE: dict[str, Any] = {
    "site": SITE,
    "tenant": str(TENANT),
    "name": _names("Työllisyyspalvelut"),
    "where": _names("Odota aulassa."),
    "info_service": "neuvonta",
    "hours": {"mon-fri": "08:00-16:15"},
    "services": [
        {"id": "neuvonta", "letter": "A", "name": _names("Neuvonta"), "target_minutes": 15},
        {"id": "aloitus", "letter": "B", "name": _names("Aloitus"), "daily_limit": 6},
        {"id": "keskustelu", "letter": "B", "name": _names("Keskustelu"), "at_kiosk": False},
        {
            "id": "yritys",
            "letter": "C",
            "name": _names("Yritykset"),
            "hours": {"mon": "10:00-11:00"},
        },
    ],
    "counters": [
        {"id": ONE, "label": "1", "name": _names("Piste 1"), "services": ["neuvonta", "aloitus"]},
        {"id": TWO, "label": "2", "name": _names("Piste 2"), "services": ["neuvonta", "aloitus"]},
        {
            "id": THREE,
            "label": "3",
            "name": _names("Huone 3"),
            "services": ["keskustelu", "neuvonta"],
            "walk_ins": "when_free",
        },
        {"id": FOUR, "label": "4", "name": _names("Piste 4"), "services": ["yritys"]},
    ],
    "button_limits": [{"kiosk": "Aula 2", "service": "aloitus", "limit": 2}],
}


def office(**changes: Any) -> Office:
    """The office, with some keys of its file changed."""
    return office_of({**OFFICE, **changes}, "office")


def pass_id(booking: str) -> UUID:
    """The id of the pass of a booking."""
    return uuid.uuid5(TENANT, booking)


def a_pass(
    booking: str,
    start: datetime,
    *,
    revision: int = 1,
    site: int = SITE,
    key: SigningKey = KEY,
    tenant: UUID = TENANT,
) -> str:
    """The text in the QR code of a booking, good from two hours before to the evening."""
    claims = Pass(
        key=2 if key is REVOKED_KEY else 1,
        site=site,
        id=pass_id(booking),
        revision=revision,
        starts=start - timedelta(hours=2),
        minutes=8 * 60,
    )
    return sign(claims, key, tenant)


def index(code: str, day_key: bytes = DAY_KEY) -> str:
    """What stands for an identity code in the mirror."""
    return blind_index(DayKey(day_key), IdentityCode(code)).hex()


@dataclass
class World:
    """The lobby service of the office on a database in memory, or in a file."""

    path: Path | None = None
    seed: int = 1
    settings: Office = field(default_factory=office)
    clock: SteppingClock = field(default_factory=lambda: SteppingClock(START))
    told: list[Committed] = field(default_factory=list)
    presses: int = 0
    changes: int = 0

    def __post_init__(self) -> None:
        self.ids: Ids = seeded_ids(self.clock, self.seed)
        self.store = Store(self.path, self.clock, self.ids)
        self.lobby = self._open()

    def reopen(self) -> None:
        """Stop, and start again from the file."""
        assert self.path is not None
        self.store.close()
        self.store = Store(self.path, self.clock, self.ids)
        self.lobby = self._open()

    def restart(self) -> None:
        """Forget everything that is only in memory, as a process does that was killed."""
        self.lobby = self._open()

    def close(self) -> None:
        self.store.close()

    def wait(self, minutes: float) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    def press(self, actor: str = KIOSK, key: str = "", deadline: datetime | None = None) -> Press:
        """A press of a button, a new one unless it has a key."""
        self.presses += 1
        return Press(key or f"press-{self.presses:06d}", actor, f"Name of {actor}", deadline)

    def show_pass(self, text: str, press: Press | None = None) -> ArrivalResult:
        return self.check_in(CheckInBy.PASS, text, press)

    def type_identity_code(self, code: str, press: Press | None = None) -> ArrivalResult:
        return self.check_in(CheckInBy.IDENTITY_CODE, code, press)

    def type_booking_code(self, code: str, press: Press | None = None) -> ArrivalResult:
        return self.check_in(CheckInBy.BOOKING_CODE, code, press)

    def check_in(self, by: CheckInBy, text: str, press: Press | None = None) -> ArrivalResult:
        answer = arriving.check_in(
            self.lobby, CheckInRequest(by, text, "sv"), press or self.press()
        )
        return answer if isinstance(answer, ArrivalResult) else decode(answer, ArrivalResult)

    def take(self, service: str = "neuvonta", press: Press | None = None) -> ArrivalResult:
        answer = arriving.take_number(self.lobby, TicketRequest(service), press or self.press())
        return answer if isinstance(answer, ArrivalResult) else decode(answer, ArrivalResult)

    def number(self, service: str = "neuvonta") -> Slip:
        """The slip of a walk-in who got a number."""
        slip = self.take(service).slip
        assert slip is not None
        return slip

    def sit(self, staff: str, counter: str | None) -> DeskResult | Refused:
        answer = managing.sit(self.lobby, DeskCommand(counter=counter), self.press(staff))
        return _desk(answer)

    def next(self, staff: str, counter: str, press: Press | None = None) -> DeskResult | Refused:
        return _desk(calling.call_next(self.lobby, counter, press or self.press(staff)))

    def call(self, staff: str, counter: str, ticket: str) -> DeskResult | Refused:
        return _desk(calling.call_this(self.lobby, ticket, counter, self.press(staff)))

    def called(self, staff: str, counter: str) -> TicketRow:
        """Whom Next calls; somebody must wait."""
        answer = self.next(staff, counter)
        assert isinstance(answer, DeskResult)
        assert answer.ticket is not None
        return answer.ticket

    def move(
        self,
        what: Move,
        ticket: str,
        staff: str,
        press: Press | None = None,
        **fields: Any,
    ) -> DeskResult | Refused:
        command = DeskCommand(ticket=ticket, **fields)
        return _desk(moving.move_ticket(self.lobby, what, command, press or self.press(staff)))

    def moved(self, what: Move, ticket: str, staff: str, **fields: Any) -> TicketRow:
        """The ticket after a move that is allowed."""
        answer = self.move(what, ticket, staff, **fields)
        assert isinstance(answer, DeskResult), answer
        assert answer.ticket is not None
        return answer.ticket

    def booking(self, name: str, start: datetime, rev: int = 1, **fields: Any) -> None:
        """The backend tells of a booking, or of a change of one."""
        self.mirror(self.put(name, start, rev, **fields))

    def put(self, name: str, start: datetime, rev: int = 1, **fields: Any) -> ChangeTold:
        data: dict[str, Any] = {
            "pass_id": str(pass_id(name)),
            "site": SITE,
            "service": "keskustelu",
            "start": start.isoformat(),
            "minutes": 30,
            "specialist": "staff3",
            "specialist_name": "Erityinen Nimi",
            **fields,
        }
        self.changes += 1
        return ChangeTold(self.changes, "booking", name, rev, Op.PUT, data)

    def gone(self, name: str, rev: int = 9) -> ChangeTold:
        self.changes += 1
        return ChangeTold(self.changes, "booking", name, rev, Op.DEL)

    def mirror(self, *changes: ChangeTold, cursor: int = 0) -> int:
        """A page arrives from the backend."""
        return take_page(self.lobby, page(cursor or self.changes, *changes))

    def ticket(self, ticket: str) -> Mapping[str, Any]:
        """The row of a ticket in the database."""
        columns = [row[1] for row in self.store.read("PRAGMA table_info(ticket)")]
        rows = self.store.read("SELECT * FROM ticket WHERE id = ?", (ticket,))
        return dict(zip(columns, rows[0], strict=True))

    def _open(self) -> LobbyService:
        lobby = LobbyService(
            self.settings,
            self.store,
            self.clock,
            self.ids,
            public_url="http://vuoro.test",
            publish=self.told.append,
        )
        lobby.keys = KEYS
        lobby.day_keys = {local(START).date().isoformat(): DAY_KEY}
        return lobby


def page(cursor: int, *changes: ChangeTold, server_epoch: str = "epoch") -> Pulled:
    """Changes as the backend sends them."""
    return Pulled(server_epoch, changes, cursor, more=False, floor=0, server_ms=0)


def code(text: str) -> str:
    """A booking code as the mirror holds it."""
    return BookingCode(text).text


def _desk(answer: bytes | Refused) -> DeskResult | Refused:
    return answer if isinstance(answer, Refused) else decode(answer, DeskResult)
