"""What a visitor showed, turned into bookings: pass, booking code or identity code."""

from dataclasses import dataclass
from datetime import timedelta

from vuoro.core import booking_code, identity_code
from vuoro.core.day_key import DayKey, blind_index
from vuoro.core.identity_code import IdentityCode
from vuoro.core.passes import BadPass, BadPassReason, KeySet, verify
from vuoro.core.wire.kiosk import CheckInBy, CheckInRequest, Outcome
from vuoro.core.wire.sync import VisitRow
from vuoro.queue.domain.admission import PassClaim, Presented
from vuoro.queue.domain.arrival import Arrival, How
from vuoro.queue.domain.booking import Booking, pass_key
from vuoro.queue.service.lobby import LobbyService

_NO_KEYS = KeySet(0, ())


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown, and the key under which an arrival without a booking row is remembered.

    ``key`` is ``pass:…`` for a pass whose row may come later; ``identity_index`` is the day's keyed
    hash, hex.
    """

    presented: Presented
    key: str | None = None
    identity_index: str | None = None
    taken_away: str = ""
    """The booking of the pass, where the backend has taken it away."""


def look_up(lobby: LobbyService, request: CheckInRequest) -> Shown | Outcome:
    """The bookings behind what was shown, or an outcome when nothing can be read from it."""
    match request.by:
        case CheckInBy.PASS:
            return _by_pass(lobby, request.text)
        case CheckInBy.BOOKING_CODE:
            return _by_booking_code(lobby, request.text)
        case CheckInBy.IDENTITY_CODE:
            return _by_identity_code(lobby, request.text)


def arrivals_of(lobby: LobbyService, shown: Shown) -> list[Arrival]:
    """Who has already come by any of these bookings, or by this very pass or identity code."""
    line = lobby.line
    keys = [key for booking in shown.presented.bookings for key in booking.keys]
    keys += [shown.key or "", shown.taken_away]
    found = [line.arrivals_of_booking.get(key) for key in keys]
    found.append(line.arrivals_of_index.get(shown.identity_index or ""))
    return list({arrival.id: arrival for arrival in found if arrival is not None}.values())


def visits_of(lobby: LobbyService, shown: Shown) -> list[VisitRow]:
    """Visits by these bookings that only the backend told of."""
    keys = {booking.id for booking in shown.presented.bookings} | {shown.taken_away}
    return [visit for key in sorted(keys) for visit in lobby.line.visits_elsewhere(key)]


def over(lobby: LobbyService, arrivals: list[Arrival]) -> frozenset[str]:
    """The ids of those whose ticket is over: nobody waits by it any more."""
    tickets = ((arrival.id, lobby.line.ticket_of(arrival)) for arrival in arrivals)
    return frozenset(key for key, ticket in tickets if ticket is None or not ticket.is_open)


def mirror_age(lobby: LobbyService) -> timedelta | None:
    """How long ago the backend was last heard in this run, by the clock that nobody sets."""
    if lobby.heard_at is None:
        return None
    return timedelta(seconds=lobby.clock.mono() - lobby.heard_at)


def _by_pass(lobby: LobbyService, text: str) -> Shown | Outcome:
    verified = verify(_as_printed(text), lobby.keys or _NO_KEYS, lobby.office.tenant)
    if isinstance(verified, BadPass):
        return _by_unproven_pass(lobby, verified)
    pass_id = str(verified.id)
    claim = PassClaim(pass_id, verified.revision, verified.site, verified.starts, verified.ends)
    found = _of_pass(lobby, pass_id)
    taken_away = "" if found else lobby.line.diary.gone.get(pass_id, "")
    presented = Presented(How.PASS, found, claim, removed=bool(taken_away))
    return Shown(presented, key=pass_key(pass_id), taken_away=taken_away)


def _by_unproven_pass(lobby: LobbyService, bad: BadPass) -> Shown | Outcome:
    """A revoked key proves nothing, but the booking may still be in the mirror (§3.11, Keys)."""
    if lobby.keys is None and bad.reason is BadPassReason.UNKNOWN_KEY:
        return Outcome.SEE_STAFF
    if bad.unproven_id is None:
        return Outcome.BAD_PASS
    found = _of_pass(lobby, str(bad.unproven_id))
    return Shown(Presented(How.PASS, found)) if found else Outcome.BAD_PASS


def _as_printed(text: str) -> str:
    """The pass as it was signed.

    A scanner may add a line end, or type with Caps Lock the wrong way.
    """
    bare = text.strip()
    return bare.upper() if bare.isascii() else bare


def _by_booking_code(lobby: LobbyService, text: str) -> Shown | Outcome:
    code = booking_code.parse(text)
    if isinstance(code, booking_code.BadBookingCode):
        return Outcome.NO_MATCH
    found = lobby.line.diary.of_code.get(code.text, {})
    return Shown(Presented(How.BOOKING_CODE, tuple(found.values())))


def _by_identity_code(lobby: LobbyService, text: str) -> Shown | Outcome:
    code = identity_code.parse(text)
    key = lobby.day_keys.get(lobby.day(), lobby.stand_in_key)
    if not isinstance(code, IdentityCode):
        return Outcome.NO_MATCH
    index = blind_index(DayKey(key), code).hex()
    today = lobby.line.today(lobby.now, lobby.office.site)
    found = tuple(booking for booking in today if booking.identity_index == index)
    return Shown(Presented(How.IDENTITY_CODE, found), identity_index=index)


def _of_pass(lobby: LobbyService, pass_id: str) -> tuple[Booking, ...]:
    booking = lobby.line.diary.of_pass.get(pass_id)
    return () if booking is None else (booking,)
