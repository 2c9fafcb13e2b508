"""`vuoro status`: the lobby in a few lines."""

import argparse
from collections import Counter
from collections.abc import Iterator

from vuoro.core.settings.schema import LobbySettings, Settings
from vuoro.core.wire.desk import BookingState, DeskFrame, DeviceRow, TicketState
from vuoro.lobby.command import settings_argument
from vuoro.lobby.complaint import FAILED, Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    """No option but the settings."""
    settings_argument(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """What the running lobby service tells; 1 where none answers."""
    from vuoro.lobby.admin.asking import NotRunning, look
    from vuoro.lobby.settings_file import settings_of

    settings = settings_of(options)
    try:
        frame = look(settings.lobby, DeskFrame)
    except NotRunning:
        return _elsewhere(settings)
    print("\n".join(_lines(frame, settings.lobby)))
    if settings.lobby.tls_port:
        print(f"TLS        {_certificate(settings)}")
    if settings.sync.backend_url:
        print(f"Backend    {_sync(settings)}")
    return 0


def device_line(device: DeviceRow) -> str:
    """A device: whether it is there, its parts, and what is wrong with its computer."""
    if device.kind == "lobby":
        return f"Computer   {', '.join(map(_loud, device.host)) or 'ok'}"
    told = ["connected" if device.connected else "NOT CONNECTED"]
    if device.locked:
        told.append("locked by staff")
    if device.kind == "kiosk":
        left = device.paper_left_mm
        metres = "" if left is None else f", about {left / 1000:.0f} m of paper left"
        told += [f"printer {_loud(device.printer)}{metres}", f"scanner {_loud(device.scanner)}"]
    told += [f"{part} {_loud(state)}" for part, state in device.parts]
    told += [f"computer {_loud(code)}" for code in device.host]
    kind = "Box" if device.kind == "counter" else device.kind.capitalize()
    return f"{kind:<10} {device.name}: {', '.join(told)}"


_FINE = ("ok", "none", "ready", "absent", "resting")


def _loud(state: str) -> str:
    """So that what wants somebody is seen among what doesn't."""
    return state if state in _FINE else state.upper().replace("_", " ")


def _certificate(settings: Settings) -> str:
    """What browsers are shown; who reached the side door may read its files as well."""
    from vuoro.core.clock import SystemClock
    from vuoro.lobby.tls.standing import standing

    found = standing(settings.lobby, SystemClock().now())
    if found is None:
        return "no certificate"
    return f"certificate {found}{f' ({found.why})' if found.why else ''}"


def _sync(settings: Settings) -> str:
    """How the lobby stands with the backend."""
    from vuoro.core.clock import local
    from vuoro.lobby.admin.asking import ask
    from vuoro.lobby.admin.orders import LookAtSync, SyncLook

    now = ask(settings.lobby, LookAtSync(), SyncLook)
    if not now.device:
        return "this lobby is not enrolled. Enrol it: vuoro enrol"
    if now.revoked:
        return f"this device was revoked, {now.events_waiting} events waiting. vuoro enrol --again"
    as_of = f"{local(now.data_as_of):%d.%m.%Y %H:%M}" if now.data_as_of is not None else "never"
    return (
        f"{now.level}: data as of {as_of}, {now.events_waiting} events waiting, "
        f"{now.problems} problems, clock {now.clock}"
    )


def _elsewhere(settings: Settings) -> int:
    """No lobby service here; perhaps the one that kiosk and display use is on another computer."""
    import urllib3

    from vuoro.lobby.settings_file import check_authority
    from vuoro.queue.client.pools import pool_of

    url, authority = settings.kiosk.lobby_url, settings.kiosk.lobby_authority
    check_authority(authority)
    try:
        answer = pool_of(authority).request("GET", f"{url}/v1/health", timeout=3.0)
    except urllib3.exceptions.HTTPError:
        raise Complaint(
            f"No lobby service runs on {settings.lobby.data} here, and none answers at {url}. "
            "Start it: vuoro lobby",
            status=FAILED,
        ) from None
    if answer.status != 200:
        raise Complaint(f"{url} is no lobby service. Check [kiosk] lobby_url.", status=FAILED)
    print(f"The lobby service at {url} is up. Ask on its own computer for more.")
    return 0


def _lines(frame: DeskFrame, settings: LobbySettings) -> Iterator[str]:
    lobby = frame.lobby
    if lobby is not None:
        name = lobby.office.get("fi") or next(iter(lobby.office.values()), "")
        yield f"{name}: {lobby.mode.value}, service day {lobby.service_day}"
    yield f"Address    http://{settings.host}:{settings.port}"
    states = Counter(ticket.state for ticket in frame.tickets)
    shown = (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING)
    others = (TicketState.PARKED, TicketState.MISSED)
    yield "Clients    " + ", ".join(f"{states[state]} {state.value}" for state in (*shown, *others))
    bookings = Counter(booking.state for booking in frame.bookings)
    yield "Bookings   " + ", ".join(f"{bookings[state]} {state.value}" for state in BookingState)
    for counter in frame.counters:
        if counter.staff is not None:
            yield f"Counter    {counter.label}: {counter.staff_name}"
    yield from map(device_line, frame.devices)
    if frame.emergency:
        yield f"HELP       counter {frame.emergency} asks for help"
