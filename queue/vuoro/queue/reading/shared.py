"""Parts that several frames share: the lobby as a whole, and the doors of its services."""

import orjson

from vuoro.core.clock import local
from vuoro.core.wire.common import DoorState, Lobby
from vuoro.queue.domain.office import Service
from vuoro.queue.domain.states import WHOLE_LOBBY
from vuoro.queue.doors import door, lobby_mode
from vuoro.queue.reading.view import View


def lobby_of(view: View) -> Lobby:
    """The lobby as everyone may see it."""
    now, office, line = view.clock.now(), view.office, view.line
    span = view.hours.on(local(now).date())
    state = line.services.get(WHOLE_LOBBY)
    return Lobby(
        mode=lobby_mode(line, view.hours, office, now),
        office=office.name,
        waiting=len(line.waiting),
        opens_at=view.hours.next_opening(now),
        closes_at=span.closes if span is not None and span.closes > now else None,
        message=orjson.loads(state.message) if state is not None else {},
        languages=office.languages,
        info_service=office.info_service,
        service_day=line.day.day if line.day is not None else "",
        version=line.version,
        elsewhere=office.elsewhere,
    )


def door_of(view: View, service: Service, device: str = "") -> DoorState:
    """Whether a service gives numbers now, at one kiosk or at large."""
    status = view.devices.get(device)
    kiosk = status.name if status is not None else ""
    return door(view.line, view.hours, view.office, view.clock.now(), service, device, kiosk)
