"""Which doors are open: the lobby as a whole, and each service at each kiosk."""

from datetime import datetime

from vuoro.core.wire.common import DoorState, LobbyMode
from vuoro.queue.domain.office import Office, Service
from vuoro.queue.domain.opening import Hours
from vuoro.queue.line import Line


def lobby_mode(line: Line, hours: Hours, office: Office, now: datetime) -> LobbyMode:
    """Whether visitors may come in at all: while the office or any of its services is open."""
    if line.is_locked():
        return LobbyMode.LOCKED
    is_open = hours.is_open(now) or any(hours.is_open(now, service) for service in office.services)
    return LobbyMode.OPEN if is_open else LobbyMode.CLOSED


def door(
    line: Line,
    hours: Hours,
    office: Office,
    now: datetime,
    service: Service,
    device: str = "",
    kiosk: str = "",
) -> DoorState:
    """Whether a service gives numbers now: at the kiosk of this device id and name, or at large."""
    if line.is_locked() or line.is_locked(service.id):
        return DoorState.LOCKED
    if not hours.is_open(now, service):
        return DoorState.CLOSED
    if service.walk_in_by_time and not line.leases_left(service.id, now):
        return DoorState.FULL
    return DoorState.FULL if _is_full(line, office, service, device, kiosk) else DoorState.OPEN


def _is_full(line: Line, office: Office, service: Service, device: str, kiosk: str) -> bool:
    given = line.given_for
    if service.daily_limit is not None and given.get((service.id, ""), 0) >= service.daily_limit:
        return True
    return any(
        limit.service == service.id
        and limit.kiosk == kiosk
        and given.get((service.id, device), 0) >= limit.limit
        for limit in office.button_limits
    )
