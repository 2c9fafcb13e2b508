"""Who is in the demo: staff with their counters, and clients with their bookings. All made up."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from vuoro.core import booking_code, identity_code
from vuoro.core.clock import local
from vuoro.core.day_key import DayKey, blind_index
from vuoro.core.passes import Pass, SigningKey, sign
from vuoro.lobby.demo.plan import Plan

BOOKINGS = 40
MINUTES = 20
PASSWORD = "vuoro-demo"
KEY_NUMBER = 1
_VALID_BEFORE = timedelta(hours=2)
_VALID_MINUTES = 26 * 60
_SERVICE = "tyonhakukeskustelu"


@dataclass(frozen=True, slots=True)
class Clerk:
    """A member of staff.

    ``seated``: sits at the counter already when the demo opens; ``busy``: with a client.
    """

    id: str
    username: str
    name: str
    counter: str
    sees_bookings: bool = False
    seated: bool = False
    busy: bool = False


def _id(number: int) -> str:
    return str(uuid.UUID(int=number, version=4))


CLERKS = (
    Clerk(_id(1), "eero", "Eero Lahti", "palvelupiste-1"),
    Clerk(_id(2), "liisa", "Liisa Mäki", "palvelupiste-2", seated=True),
    Clerk(_id(3), "aino", "Aino Salo", "palvelupiste-3", sees_bookings=True, seated=True),
    Clerk(_id(4), "mikael", "Mikael Strand", "palvelupiste-4", True, seated=True, busy=True),
    Clerk(_id(5), "sofia", "Sofia Niemi", "huone-12", True, seated=True, busy=True),
)
SPECIALISTS = tuple(clerk for clerk in CLERKS if clerk.sees_bookings)
AINO = SPECIALISTS[0]
_TIMES_EACH = BOOKINGS // len(SPECIALISTS) + 2


@dataclass(frozen=True, slots=True)
class Client:
    """A client with a booking, and what they can show. ``part`` is why the demo has them."""

    part: str
    booking: str
    start: datetime
    specialist: Clerk
    language: str
    status: str
    pass_id: uuid.UUID = field(repr=False)
    identity: str = field(repr=False)
    code: str = field(repr=False)


def clients(plan: Plan, seed: int) -> tuple[Client, ...]:
    """Forty clients of today, those with a part first, and one of tomorrow."""
    chance = random.Random(seed)
    apart = timedelta(minutes=min(MINUTES, plan.early // 3))
    named = [
        ("in-time", plan.comes_in_time, AINO, "booked"),
        ("identity-code", plan.comes_in_time + apart, AINO, "booked"),
        ("booking-code", plan.comes_in_time + 2 * apart, AINO, "booked"),
        ("early", plan.comes_early, AINO, "booked"),
        ("late", plan.comes_late, AINO, "booked"),
        ("cancelled", plan.comes_in_time, SPECIALISTS[1], "cancelled"),
    ]
    named = [(part, min(start, _last_minute(plan)), who, s) for part, start, who, s in named]
    taken = [start for _, start, who, _ in named if who is AINO]
    free = [slot for slot in _times(plan) if slot[1] is not AINO or _is_free(slot[0], taken)]
    nearest = sorted(free, key=lambda slot: abs(slot[0] - plan.now))[: BOOKINGS - len(named)]
    others = [("", *slot, "booked") for slot in sorted(nearest, key=lambda slot: slot[0])]
    tomorrow = ("tomorrow", plan.comes_in_time + timedelta(days=1), AINO, "booked")
    return tuple(_client(*each, chance) for each in (*named, *others, tomorrow))


def pass_text(client: Client, key: SigningKey, tenant: uuid.UUID, site: int) -> str:
    """The text of a client's pass, as its QR code holds it."""
    claims = Pass(
        key=KEY_NUMBER,
        site=site,
        id=client.pass_id,
        revision=1,
        starts=client.start - _VALID_BEFORE,
        minutes=_VALID_MINUTES,
    )
    return sign(claims, key, tenant)


def booking_row(client: Client, site: int, key: DayKey) -> dict[str, object]:
    """The client's booking as the backend's page brings it."""
    code = identity_code.parse(client.identity)
    assert isinstance(code, identity_code.IdentityCode), "made so"
    return {
        "pass_id": str(client.pass_id),
        "site": site,
        "service": _SERVICE,
        "start": client.start.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "minutes": MINUTES,
        "status": client.status,
        "specialist": client.specialist.id,
        "specialist_name": client.specialist.name,
        "code": client.code,
        "identity_index": blind_index(key, code).hex(),
        "language": client.language,
        "answers": [["Ansioluettelo", "Mukana"], ["Tulkki", "Ei tarvita"]],
    }


def artificial_identity_code(chance: random.Random) -> str:
    """An identity code of the artificial range 900–999, which no person has."""
    born = datetime(1960, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(16_000))
    digits = f"{born:%d%m%y}{chance.randrange(900, 1000)}"
    separator = "A" if born.year >= 2000 else "-"
    return f"{digits[:6]}{separator}{digits[6:]}{identity_code.check_character(digits)}"


def _client(
    part: str, start: datetime, specialist: Clerk, status: str, chance: random.Random
) -> Client:
    return Client(
        part=part,
        booking=str(uuid.UUID(bytes=chance.randbytes(16), version=4)),
        start=start,
        specialist=specialist,
        language=chance.choice(("fi", "fi", "fi", "sv", "en")),
        status=status,
        pass_id=uuid.UUID(bytes=chance.randbytes(16), version=4),
        identity=artificial_identity_code(chance),
        code=booking_code.new_booking_code(chance.randbytes).text,
    )


def _is_free(start: datetime, taken: list[datetime]) -> bool:
    return all(abs(start - other) >= timedelta(minutes=MINUTES) for other in taken)


def _times(plan: Plan) -> Iterator[tuple[datetime, Clerk]]:
    span = plan.last - plan.first
    fives = int(span / _TIMES_EACH / timedelta(minutes=5))
    step = timedelta(minutes=5 * max(1, fives))
    start = plan.first
    while start < plan.last:
        for clerk in SPECIALISTS:
            yield start, clerk
        start += step


def _last_minute(plan: Plan) -> datetime:
    return local(plan.now).replace(hour=23, minute=59, second=0)
