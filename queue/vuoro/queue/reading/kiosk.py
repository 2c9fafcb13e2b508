"""Frames of a kiosk: the lobby, and each service with its wait."""

from datetime import timedelta

from vuoro.core.wire.kiosk import KioskFrame, ServiceChoice
from vuoro.queue.domain.office import Service
from vuoro.queue.reading.shared import door_of, lobby_of
from vuoro.queue.reading.view import View
from vuoro.queue.service.estimates import ahead_of, interval


def frame(view: View, device: str, *, full: bool) -> KioskFrame:
    """All that a kiosk shows; it is small enough to be told whole every time."""
    status = view.devices.get(device)
    return KioskFrame(
        version=view.line.version,
        full=full,
        now=view.clock.now(),
        lobby=lobby_of(view),
        services=tuple(
            _choice(view, service, device) for service in view.office.services if service.at_kiosk
        ),
        locked=status is not None and status.locked,
    )


def _choice(view: View, service: Service, device: str) -> ServiceChoice:
    now = view.clock.now()
    due = now + timedelta(minutes=service.target_minutes)
    ahead = ahead_of(view.line, view.office, service, due)
    return ServiceChoice(
        id=service.id,
        name=service.name,
        hint=service.hint,
        state=door_of(view, service, device),
        ahead=ahead,
        wait=interval(view.line, view.office, service, ahead),
        version=view.line.version,
        opens_at=view.hours.next_opening(now, service),
    )
