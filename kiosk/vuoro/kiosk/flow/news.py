"""News of the lobby, of the link to it and of the devices."""

from dataclasses import replace

from vuoro.core.wire.kiosk import KioskFrame, ServiceChoice
from vuoro.kiosk.flow.arrivals import sent_again
from vuoro.kiosk.flow.events import DeviceChanged, LinkChanged, LobbyChanged
from vuoro.kiosk.flow.going import Next
from vuoro.kiosk.flow.screens import Lost
from vuoro.kiosk.flow.state import Moment, State


def lobby_changed(state: State, event: LobbyChanged, moment: Moment) -> Next:
    """A message of the stream: everything, or what changed since the one before."""
    frame = event.frame
    state = replace(
        state,
        lobby=frame.lobby or state.lobby,
        services=_merged(state.services, frame),
        locked_by_lobby=frame.locked,
    )
    return link_changed(state, LinkChanged(up=True), moment)


def link_changed(state: State, event: LinkChanged, moment: Moment) -> Next:
    """The stream broke or is back; a press that waits goes out again at once when it is."""
    if event.up != state.linked:
        state = replace(state, linked=event.up, link_changed=moment.mono)
    if event.up and isinstance(state.screen, Lost) and state.screen.retry_at is not None:
        state = replace(state, screen=replace(state.screen, retry_at=moment.mono))
        return sent_again(state, moment)
    return state, ()


def device_changed(state: State, event: DeviceChanged) -> Next:
    """A device is well again, or isn't."""
    return replace(
        state,
        printer=event.printer if event.printer is not None else state.printer,
        scanner=event.scanner if event.scanner is not None else state.scanner,
    ), ()


def _merged(known: tuple[ServiceChoice, ...], frame: KioskFrame) -> tuple[ServiceChoice, ...]:
    if frame.full:
        return frame.services
    changed = {choice.id: choice for choice in frame.services}
    kept = tuple(changed.pop(choice.id, choice) for choice in known)
    return kept + tuple(changed.values())
