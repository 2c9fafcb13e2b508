"""Simple screens: one sentence and one choice at a time, with pictograms."""

from dataclasses import replace

from vuoro.core.catalogue import Catalogue
from vuoro.kiosk.flow import screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.screens import CodeQuestion
from vuoro.kiosk.flow.state import OK, State
from vuoro.kiosk.view.shown import Action, Layout, Shown, Tone

_KEPT = (Button.DONE, Button.REPRINT)
"""What there is to do with a number."""


def simplified(shown: Shown, state: State, words: Catalogue) -> Shown:
    """The same screen with as little on it as can be; those that say little already stay."""
    match state.screen:
        case screens.Home():
            yes, no = _yes(Button.APPOINTMENT, words), _no(Button.NUMBER, words)
            return _question(shown, "calendar-ask", words.text("simple.home"), yes, no)
        case screens.ShowCode(asked=asked):
            return _code(shown, asked, words, scans=state.scanner == OK)
        case screens.IdentityPad():
            return replace(shown, title=words.text("simple.identity.type"), lead="")
        case screens.BookingPad():
            return replace(shown, title=words.text("simple.booking.type"), lead="")
        case screens.Services():
            return _services(shown, words)
        case screens.Numbered():
            kept = tuple(way for way in shown.actions if way.button in _KEPT)
            title = words.text("simple.wait")
            return replace(shown, title=title, lead="", lines=(), actions=kept, bar=None)
        case screens.AskStaff():
            takes = tuple(way for way in shown.actions if way.button is Button.TAKE_NUMBER)
            return _question(shown, "ask", words.text("simple.help"), *takes)
        case screens.Refused():
            return _question(shown, shown.icon, shown.title, *shown.actions[:1])
        case _:
            return shown


def _code(shown: Shown, asked: CodeQuestion, words: Catalogue, *, scans: bool) -> Shown:
    """The ways to check in, one after the other."""
    no = _no(Button.NEXT_PAGE, words)
    match max(asked, CodeQuestion.SHOW if scans else CodeQuestion.IDENTITY):
        case CodeQuestion.SHOW:
            none = replace(no, text=words.text("simple.no_code"))
            return _question(shown, "scan", words.text("simple.show"), none)
        case CodeQuestion.IDENTITY:
            yes = _yes(Button.IDENTITY_CODE, words)
            return _question(shown, "card", words.text("simple.identity"), yes, no)
        case CodeQuestion.BOOKING:
            yes = _yes(Button.BOOKING_CODE, words)
            return _question(shown, "keys", words.text("simple.booking"), yes, no)
        case _:
            text = words.text("simple.take_number")
            take = Action(Button.NUMBER, text, "ticket", tone=Tone.PRIMARY)
            return _question(shown, "ticket", words.text("simple.number"), take)


def _services(shown: Shown, words: Catalogue) -> Shown:
    choices = tuple(
        replace(choice, hint="", ahead="", wait="") if choice.enabled else replace(choice, hint="")
        for choice in shown.choices
    )
    lead = "" if choices else shown.lead
    return replace(shown, title=words.text("simple.services"), lead=lead, choices=choices)


def _question(shown: Shown, icon: str, sentence: str, *ways: Action) -> Shown:
    return replace(
        shown,
        layout=Layout.SIMPLE,
        icon=icon,
        title=sentence,
        lead="",
        lines=(),
        notice="",
        actions=ways,
    )


def _yes(button: Button, words: Catalogue) -> Action:
    return Action(button, words.text("simple.yes"), "check", tone=Tone.PRIMARY)


def _no(button: Button, words: Catalogue) -> Action:
    return Action(button, words.text("simple.no"), "no")
