"""A finger lifted from a button."""

from dataclasses import replace

from vuoro.core.languages import ENDONYMS, Language
from vuoro.core.wire.common import DoorState
from vuoro.core.wire.kiosk import CheckInBy, TicketRequest
from vuoro.kiosk.flow import discreet, paper, phone
from vuoro.kiosk.flow.arrivals import ask
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.events import Pressed
from vuoro.kiosk.flow.going import Next, go, info_service, rest
from vuoro.kiosk.flow.languages import turned, without_codes
from vuoro.kiosk.flow.pads import on_pad
from vuoro.kiosk.flow.paging import pages
from vuoro.kiosk.flow.screens import (
    Asking,
    AskStaff,
    BookingPad,
    CodeQuestion,
    Home,
    HowCalled,
    IdentityPad,
    Languages,
    Lost,
    Numbered,
    OwnPhone,
    Refused,
    Resting,
    Services,
    ShowCode,
    Staff,
    StaffPin,
)
from vuoro.kiosk.flow.staff import on_staff
from vuoro.kiosk.flow.state import OK, Config, Moment, State
from vuoro.kiosk.flow.wishes import TEXT_SIZES, Wishes, next_contrast, next_reach

DEAF = 0.3
"""Seconds after a new screen in which a touch can only have been meant for the one before."""
BOUNCE = 0.05
"""Two touches of one button closer than this are one."""


def pressed(state: State, event: Pressed, moment: Moment, config: Config) -> Next:
    """What a touch does. Any touch shows that somebody is there."""
    stray = _is_stray(state, event, moment)
    struck = (event.button.value, event.value, moment.mono)
    was_warned = state.warned
    state = replace(state, touched=moment.mono, warned=False, struck=struck)
    if stray:
        return state, ()
    if was_warned:
        leaves = event.button is Button.START_AGAIN
        return (rest(state, moment) if leaves else state), ()
    wishes = _wished(state.wishes, event, config)
    if wishes is not None:
        state = _stayed(replace(state, wishes=wishes), moment)
        chosen = event.button is Button.LANGUAGE and isinstance(state.screen, Languages)
        return (turned(state, moment) if chosen else state), ()
    if event.button is Button.LANGUAGES:
        return turned(_stayed(state, moment), moment), ()
    if event.button is Button.STAFF:
        opens = bool(config.pin) and isinstance(state.screen, Resting)
        return (go(state, StaffPin(), moment) if opens else state), ()
    return _on_screen(state, event, moment, config)


def _is_stray(state: State, event: Pressed, moment: Moment) -> bool:
    button, value, at = state.struck
    bounce = (button, value) == (event.button.value, event.value) and moment.mono < at + BOUNCE
    return bounce or moment.mono < state.since + DEAF


def _stayed(state: State, moment: Moment) -> State:
    """Whoever makes the letters larger wants to read them."""
    if not isinstance(state.screen, Numbered):
        return state
    return replace(state, screen=paper.stayed(state.screen, moment))


def _wished(wishes: Wishes, event: Pressed, config: Config) -> Wishes | None:
    match event.button:
        case Button.LANGUAGE if event.value in ENDONYMS:
            return replace(wishes, language=Language(event.value))
        case Button.TEXT_SIZE:
            return replace(wishes, text_size=(wishes.text_size + 1) % TEXT_SIZES)
        case Button.CONTRAST:
            return replace(wishes, contrast=next_contrast(wishes.contrast))
        case Button.REACH:
            return replace(wishes, reach=next_reach(wishes.reach, config.hand))
        case Button.SIMPLE:
            return replace(wishes, simple=not wishes.simple)
        case _:
            return None


def _on_screen(state: State, event: Pressed, moment: Moment, config: Config) -> Next:
    match state.screen:
        case Asking():
            return state, ()
        case Numbered() as screen:
            return _on_number(state, screen, event, moment)
        case HowCalled() as screen:
            return discreet.on_question(state, screen, event, moment)
        case Lost(pending=None):
            return state, ()
        case screen if isinstance(screen, Session):
            return _in_session(state, screen, event, moment, config)
        case AskStaff(back=back):
            return _on_ask_staff(state, back, event, moment, config)
        case Languages() as screen:
            return _on_languages(state, screen, event, moment), ()
        case Lost():
            leaves = event.button is Button.START_AGAIN
            return (rest(state, moment) if leaves else state), ()
        case screen if isinstance(screen, Staff):
            return on_staff(state, screen, event, moment, config)
        case _:
            return state, ()


Session = Home | ShowCode | IdentityPad | BookingPad | Services | OwnPhone | Refused


def _in_session(
    state: State, screen: Session, event: Pressed, moment: Moment, config: Config
) -> Next:
    match screen, event.button:
        case _, Button.START_AGAIN:
            return rest(state, moment), ()
        case _, Button.HELP:
            return go(state, AskStaff(_back_to(screen)), moment), ()
        case ((Home() | Refused()), Button.APPOINTMENT):
            return go(state, ShowCode(), moment), ()
        case Home(), Button.PHONE if config.own_phone:
            return phone.opened(state, moment)
        case OwnPhone(), _:
            return phone.on_phone(state, event, moment)
        case Home(), Button.NUMBER:
            return go(state, Services(), moment), ()
        case ShowCode(), Button.IDENTITY_CODE:
            return go(state, IdentityPad(), moment), ()
        case ShowCode(), Button.BOOKING_CODE:
            return go(state, BookingPad(), moment), ()
        case ShowCode(), Button.NUMBER:
            return go(state, Services(), moment), ()
        case Services(), _:
            return _on_services(state, screen, event, moment)
        case Refused(), _:
            return _on_refusal(state, screen, event, moment)
        case ((IdentityPad() | BookingPad()), Button.BACK):
            return go(state, ShowCode(), moment), ()
        case (IdentityPad() | BookingPad()) as pad, _:
            return on_pad(state, pad, event, moment)
        case ShowCode(asked=asked), Button.NEXT_PAGE if asked < CodeQuestion.NONE:
            return go(state, ShowCode(_next(state, asked)), moment), ()
        case ShowCode(asked=asked), Button.BACK if state.wishes.simple and asked > _first(state):
            return go(state, ShowCode(CodeQuestion(asked - 1)), moment), ()
        case ShowCode(), Button.BACK:
            return go(state, Home(), moment), ()
        case _:
            return state, ()


def _first(state: State) -> CodeQuestion:
    """Without a scanner nobody is asked for a code to show."""
    return CodeQuestion.SHOW if state.scanner == OK else CodeQuestion.IDENTITY


def _next(state: State, asked: CodeQuestion) -> CodeQuestion:
    return CodeQuestion(max(asked, _first(state)) + 1)


def _back_to(screen: Session) -> Session:
    back = without_codes(screen)
    assert isinstance(back, Session)
    return back


def _on_languages(state: State, screen: Languages, event: Pressed, moment: Moment) -> State:
    match event.button:
        case Button.BACK:
            return turned(state, moment)
        case Button.START_AGAIN:
            return rest(state, moment)
        case Button.HELP if isinstance(screen.back, Session):
            return go(state, AskStaff(_back_to(screen.back)), moment)
        case _:
            return state


def _on_ask_staff(
    state: State, back: Session, event: Pressed, moment: Moment, config: Config
) -> Next:
    match event.button:
        case Button.PHONE if config.own_phone:
            return phone.opened(state, moment)
        case Button.BACK:
            return go(state, back, moment), ()
        case Button.START_AGAIN:
            return rest(state, moment), ()
        case Button.TAKE_NUMBER:
            return _take_number(state, info_service(state), moment)
        case _:
            return state, ()


def _on_services(state: State, screen: Services, event: Pressed, moment: Moment) -> Next:
    match event.button:
        case Button.SERVICE:
            gives = {item.id for item in state.services if item.state is DoorState.OPEN}
            return _take_number(state, event.value if event.value in gives else None, moment)
        case Button.NEXT_PAGE:
            page = min(screen.page + 1, pages(state) - 1)
            return replace(state, screen=Services(page)), ()
        case Button.PREVIOUS_PAGE:
            return replace(state, screen=Services(max(screen.page - 1, 0))), ()
        case Button.BACK:
            return go(state, Home(), moment), ()
        case _:
            return state, ()


def _on_refusal(state: State, screen: Refused, event: Pressed, moment: Moment) -> Next:
    match event.button:
        case Button.TAKE_NUMBER:
            return _take_number(state, info_service(state), moment)
        case Button.TRY_AGAIN if screen.until is None or moment.mono >= screen.until:
            return go(state, _where_it_began(screen.by), moment), ()
        case Button.BACK:
            return go(state, _where_it_began(screen.by), moment), ()
        case _:
            return state, ()


def _where_it_began(by: CheckInBy | None) -> ShowCode | BookingPad | IdentityPad | Services:
    match by:
        case CheckInBy.IDENTITY_CODE:
            return IdentityPad()
        case CheckInBy.BOOKING_CODE:
            return BookingPad()
        case CheckInBy.PASS:
            return ShowCode()
        case None:
            return Services()


def _take_number(state: State, service: str | None, moment: Moment) -> Next:
    if service is None:
        return state, ()
    return ask(state, TicketRequest(service, state.wishes.language), moment)


def _on_number(state: State, screen: Numbered, event: Pressed, moment: Moment) -> Next:
    match event.button:
        case Button.DONE | Button.START_AGAIN:
            return rest(state, moment), ()
        case Button.REPRINT:
            return paper.reprint(state, screen, moment)
        case Button.SILENT:
            return discreet.opened(state, screen, moment)
        case _:
            return replace(state, screen=paper.stayed(screen, moment)), ()
