"""What a state of the kiosk looks like, in the visitor's language."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from vuoro.core.catalogue import Catalogue
from vuoro.core.languages import MAIN, in_language
from vuoro.core.wire.common import DoorState
from vuoro.core.wire.kiosk import ServiceChoice
from vuoro.kiosk.flow import screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.going import info_service
from vuoro.kiosk.flow.paging import pages, services_on
from vuoro.kiosk.flow.state import OK, PRINTS, State
from vuoro.kiosk.flow.timing import SLOW
from vuoro.kiosk.view import (
    discreet,
    home,
    language_choice,
    own_phone,
    pads,
    staff,
    system,
)
from vuoro.kiosk.view import footer as foot
from vuoro.kiosk.view.numbers import numbered
from vuoro.kiosk.view.outcomes import refused
from vuoro.kiosk.view.shown import Action, Choice, Footer, Layout, Shown, Tone
from vuoro.kiosk.view.simple import simplified
from vuoro.kiosk.view.words import ahead, opening, wait

_WITH_HELP = (
    screens.Home
    | screens.ShowCode
    | screens.IdentityPad
    | screens.BookingPad
    | screens.Services
    | screens.OwnPhone
    | screens.Refused
)


@dataclass(frozen=True, slots=True)
class Now:
    """The moment that is shown: monotonic seconds and the wall clock."""

    mono: float
    wall: datetime


def present(state: State, now: Now, words: Catalogue) -> Shown:
    """The screen of a state, as simple as the visitor wishes."""
    shown = _present(state, now, words)
    return simplified(shown, state, words) if state.wishes.simple else shown


def _present(state: State, now: Now, words: Catalogue) -> Shown:
    back, again = words.text("nav.back"), words.text("nav.again")
    match state.screen:
        case screens.Home():
            message, scans = _message(state, words), state.scanner == OK
            return home.home(message, words, scans=scans, phone=state.own_phone)
        case screens.ShowCode():
            return _show_code(state, words, back, again)
        case screens.IdentityPad() as pad:
            return pads.identity(pad, words, back, again)
        case screens.BookingPad() as pad:
            return pads.booking(pad, words, back, again)
        case screens.Services(page=page):
            return _services(state, page, now, words, back, again)
        case screens.Asking():
            return system.asking(now.mono >= state.since + SLOW, words)
        case screens.Numbered() as screen:
            return numbered(screen, now.mono, state.printer in PRINTS, words, state.lobby)
        case screens.HowCalled() as screen:
            return discreet.how_called(screen, state.lobby, words, again)
        case screens.OwnPhone() as screen:
            return own_phone.own_phone(screen, words, back, again)
        case screens.Refused() as screen:
            info_open = info_service(state) is not None
            return refused(screen, now.mono, info_open, words, back, again)
        case screens.AskStaff():
            return _ask_staff(state, words, back, again)
        case screens.Languages():
            return language_choice.languages(state.wishes, offered(state), words, back)
        case screens.Closed():
            return system.closed(state.lobby, now.wall, words)
        case screens.Locked():
            return system.locked(words)
        case screens.KioskLocked():
            return system.kiosk_locked(words)
        case screens.Lost(pending=pending):
            return system.lost(pending is not None, words, again)
        case screens.StaffPin() as pad:
            return pads.pin(pad, state.pin, now.mono, words, back)
        case screens.StaffMenu() as menu:
            return staff.menu(state, menu, words, back)
        case screens.StaffPrint(result=result):
            return staff.trial_print(result, words, back)
        case screens.StaffScan() as screen:
            return staff.trial_scan(screen, words, back, scans=state.scanner == OK)
        case screens.StaffVersions():
            return staff.versions(words, back)
        case _:
            assert_never(state.screen)


def footer(state: State, words: Catalogue) -> Footer:
    """The footer of a state: the languages of this lobby, and help where there is none yet."""
    screen = state.screen
    seen = screen.back if isinstance(screen, screens.Languages) else screen
    helps = isinstance(seen, _WITH_HELP)
    shown = foot.footer(state.wishes, offered(state), words, helps=helps, speech=state.speech)
    # That screen has every language itself.
    chooses = isinstance(screen, screens.Languages)
    return replace(shown, languages=(), beside=()) if chooses else shown


def offered(state: State) -> tuple[str, ...]:
    """The languages of this lobby in its order; ours before the lobby service told them."""
    return state.lobby.languages if state.lobby else MAIN


def office(state: State, words: Catalogue) -> str:
    """The name of the office; empty before the lobby service told it."""
    return in_language(state.lobby.office, words.language) if state.lobby else ""


def _message(state: State, words: Catalogue) -> str:
    return in_language(state.lobby.message, words.language) if state.lobby else ""


def _show_code(state: State, words: Catalogue, back: str, again: str) -> Shown:
    scans = state.scanner == OK
    return Shown(
        screen="show-code",
        layout=Layout.MESSAGE,
        icon="scan" if scans else "calendar-check",
        aim=words.text("show.aim"),
        title=words.text("show.title" if scans else "show.other_title"),
        lead=words.text("show.lead" if scans else "show.other_lead"),
        actions=(
            Action(Button.IDENTITY_CODE, words.text("show.identity"), "card"),
            Action(Button.BOOKING_CODE, words.text("show.booking"), "keys"),
            Action(Button.NUMBER, words.text("show.none"), "ticket", words.text("show.none.sub")),
        ),
        back=back,
        again=again,
    )


def _services(state: State, page: int, now: Now, words: Catalogue, back: str, again: str) -> Shown:
    count = pages(state)
    page = min(page, count - 1)
    turns: tuple[Action, ...] = ()
    if count > 1:
        turns = (
            Action(Button.PREVIOUS_PAGE, words.text("page.previous"), "back", enabled=page > 0),
            Action(Button.NEXT_PAGE, words.text("page.next"), "next", enabled=page < count - 1),
        )
    return Shown(
        screen="services",
        layout=Layout.SERVICES,
        title=words.text("services.title"),
        lead=words.text("services.lead" if state.services else "services.none"),
        lines=(words.text("page.of", page=page + 1, count=count),) if count > 1 else (),
        actions=turns,
        choices=tuple(_choice(item, now.wall, words) for item in services_on(state, page)),
        back=back,
        again=again,
    )


def _choice(item: ServiceChoice, now: datetime, words: Catalogue) -> Choice:
    gives = item.state is DoorState.OPEN
    closed = item.state is DoorState.CLOSED
    opens = opening(item.opens_at, now, words) if closed else ""
    reason = words.text(f"door.{item.state.value}") if not gives else ""
    return Choice(
        value=item.id,
        name=in_language(item.name, words.language),
        hint=in_language(item.hint, words.language),
        ahead=ahead(item.ahead, words) if gives else reason,
        wait=wait(item.wait, words) if gives else opens,
        enabled=gives,
    )


def _ask_staff(state: State, words: Catalogue, back: str, again: str) -> Shown:
    take = Action(Button.TAKE_NUMBER, words.text("button.take_number"), "ticket", tone=Tone.PRIMARY)
    offers = info_service(state) is not None
    actions: tuple[Action, ...] = (take,) if offers else ()
    if state.own_phone:
        sub = words.text("home.phone.sub")
        actions += (Action(Button.PHONE, words.text("home.phone"), "phone", sub),)
    return Shown(
        screen="ask-staff",
        layout=Layout.MESSAGE,
        icon="person",
        title=words.text("help.title"),
        lead=words.text("help.lead"),
        lines=(words.text("help.number"),) if offers else (),
        actions=actions,
        back=back,
        again=again,
    )
