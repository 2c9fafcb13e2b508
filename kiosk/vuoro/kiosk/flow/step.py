"""One step of the kiosk: what it shows and does next."""

from typing import assert_never

from vuoro.kiosk.flow import arrivals, discreet, events, languages, news, paper, phone, staff
from vuoro.kiosk.flow.going import Next, settle
from vuoro.kiosk.flow.patience import patient
from vuoro.kiosk.flow.scanning import scanned
from vuoro.kiosk.flow.screens import HowCalled, Languages
from vuoro.kiosk.flow.state import Config, Moment, State
from vuoro.kiosk.flow.timing import ticked
from vuoro.kiosk.flow.touching import pressed


def step(state: State, event: events.Event, moment: Moment, config: Config) -> Next:
    """The kiosk after an event, and what it wants done.

    ``moment.press`` is a new id every time; it counts only where a press begins.
    """
    state, effects = _on_event(state, event, moment, patient(state, config))
    return settle(state, moment), effects


def _on_event(state: State, event: events.Event, moment: Moment, config: Config) -> Next:
    match event:
        case events.Pressed():
            return pressed(state, event, moment, config)
        case events.Ticked():
            return ticked(state, moment, config)
        case _ if isinstance(state.screen, Languages):
            return languages.behind(state, lambda now: _on_event(now, event, moment, config))
        case events.WishKept():
            return discreet.kept(state, event)
        case events.WishNotKept():
            return discreet.not_kept(state, event)
        case _ if isinstance(state.screen, HowCalled):
            return discreet.behind(state, lambda now: _on_event(now, event, moment, config))
        case events.DoorShown():
            return phone.door_shown(state, event, moment)
        case events.DoorMissing():
            return phone.door_missing(state, event, moment)
        case events.Scanned():
            return scanned(state, event, moment, config)
        case events.Answered():
            return arrivals.answered(state, event, moment, config)
        case events.Unanswered():
            return arrivals.unanswered(state, event, moment)
        case events.Declined():
            return arrivals.declined(state, event, moment)
        case events.CopyReady():
            return paper.copy_ready(state, event)
        case events.CopyFailed():
            return paper.copy_failed(state, event)
        case events.SlipPrinted():
            return paper.printed(state, event)
        case events.SlipNotPrinted():
            return paper.not_printed(state, event, moment, config)
        case events.TrialPrinted():
            return staff.trial_printed(state, event)
        case events.LobbyChanged():
            return news.lobby_changed(state, event, moment)
        case events.LinkChanged():
            return news.link_changed(state, event, moment)
        case events.DeviceChanged():
            return news.device_changed(state, event)
        case _:
            assert_never(event)
