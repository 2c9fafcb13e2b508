"""Who is in the demo: staff with their counters, and clients with their bookings. All made up."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from vuoro.core import identity_code
from vuoro.core.clock import local
from vuoro.lobby.demo.plan import Plan

BOOKINGS = 40
MINUTES = 15
PASSWORD = "vuoro-demo"
ANOTHER_SITE = 99


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
class Wish:
    """A booking that the demo needs. ``part`` is why it has it."""

    part: str
    start: datetime
    specialist: Clerk
    language: str
    cancelled: bool
    identity: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Client:
    """A client with a booking, and what they can show."""

    part: str
    booking: str
    start: datetime
    specialist: Clerk
    pass_text: str = field(repr=False)
    identity: str = field(repr=False)
    code: str = field(repr=False)


def wishes(plan: Plan, seed: int) -> tuple[Wish, ...]:
    """Forty clients of today, those with a part first, and one of tomorrow.

    Times are on the grid of five minutes, as the backend's are. In the last minutes of a day there
    may be none that fits a part.
    """
    chance = random.Random(seed)
    apart = timedelta(minutes=MINUTES)
    named = [
        ("in-time", plan.comes_in_time, AINO),
        ("identity-code", plan.comes_in_time + apart, AINO),
        ("booking-code", plan.comes_in_time + 2 * apart, AINO),
        ("early", plan.comes_early, AINO),
        ("late", plan.comes_late, AINO),
        ("cancelled", plan.comes_in_time, SPECIALISTS[1]),
    ]
    named = [(part, _on_grid(min(start, _last_minute(plan))), who) for part, start, who in named]
    taken = [(start, who) for _, start, who in named]
    free = [slot for slot in _times(plan) if _is_free(slot, taken)]
    nearest = sorted(free, key=lambda slot: abs(slot[0] - plan.now))[: BOOKINGS - len(named)]
    others = [("", *slot) for slot in sorted(nearest, key=lambda slot: slot[0])]
    tomorrow = ("tomorrow", _tomorrow(plan), AINO)
    return tuple(_wish(*each, chance) for each in (*named, *others, tomorrow))


def artificial_identity_code(chance: random.Random) -> str:
    """An identity code of the artificial range 900–999, which no person has."""
    born = datetime(1960, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(16_000))
    digits = f"{born:%d%m%y}{chance.randrange(900, 1000)}"
    separator = "A" if born.year >= 2000 else "-"
    return f"{digits[:6]}{separator}{digits[6:]}{identity_code.check_character(digits)}"


def _wish(part: str, start: datetime, specialist: Clerk, chance: random.Random) -> Wish:
    language = chance.choice(("fi", "fi", "fi", "sv", "en"))
    identity = artificial_identity_code(chance)
    return Wish(part, start, specialist, language, part == "cancelled", identity)


def _on_grid(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)


def _is_free(slot: tuple[datetime, Clerk], taken: list[tuple[datetime, Clerk]]) -> bool:
    start, clerk = slot
    length = timedelta(minutes=MINUTES)
    return all(clerk is not who or abs(start - other) >= length for other, who in taken)


def _times(plan: Plan) -> Iterator[tuple[datetime, Clerk]]:
    span = plan.last - plan.first
    fives = int(span / _TIMES_EACH / timedelta(minutes=5))
    step = timedelta(minutes=5 * max(1, fives))
    start = plan.first
    while start < plan.last and start <= _last_minute(plan):
        for clerk in SPECIALISTS:
            yield start, clerk
        start += step


def _last_minute(plan: Plan) -> datetime:
    """When a meeting must begin to be over at midnight."""
    return local(plan.now).replace(hour=23, minute=60 - MINUTES, second=0)


def _tomorrow(plan: Plan) -> datetime:
    day = plan.now.date() + timedelta(days=1)
    return datetime.combine(day, time(10), plan.now.tzinfo)
