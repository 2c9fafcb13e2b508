"""A number on the screen, and the paper that goes with it."""

from vuoro.core.catalogue import Catalogue
from vuoro.core.languages import in_language
from vuoro.core.wire.common import Lobby
from vuoro.core.wire.kiosk import Outcome
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.screens import Numbered, Paper
from vuoro.kiosk.view.discreet import opener, where_and_how
from vuoro.kiosk.view.outcomes import number_line, round_up
from vuoro.kiosk.view.shown import Action, Bar, Layout, NumberShown, Shown, Tone
from vuoro.kiosk.view.words import ahead, isolated, joined, wait

_SLIP_ICON = {
    Paper.COMING: "printer",
    Paper.OUT: "down",
    Paper.OFFERED: "printer",
    Paper.FAILED: "phone",
    Paper.UNSURE: "phone",
    Paper.NONE: "phone",
}
_BY_PHONE = {Paper.FAILED, Paper.UNSURE, Paper.NONE}


def numbered(
    screen: Numbered,
    now: float,
    printer_ok: bool,
    words: Catalogue,
    lobby: Lobby | None = None,
) -> Shown:
    """The number large; people ahead and the interval; where to wait; the slip."""
    slip = screen.slip
    left = max(0, round_up(screen.until - now))
    facts = joined(ahead(slip.ahead, words), wait(slip.wait, words))
    wished = where_and_how(screen, lobby, words)
    where, called = isolated(in_language(slip.where, words.language)), words.text("number.called")
    return Shown(
        screen=f"number-{screen.outcome.value.replace('_', '-')}-{screen.paper.name.lower()}",
        layout=Layout.NUMBER,
        title=number_line(screen, words),
        lead=wished or (f"{where} {called}" if where else words.text("number.wait_here")),
        lines=(facts,) if facts else (),
        icon="calendar" if screen.outcome is Outcome.EARLY else "check",
        tone=Tone.GOOD,
        actions=tuple(_actions(screen, printer_ok, words)),
        number=NumberShown(
            number=slip.number,
            label=words.text("number.label"),
            slip=_slip_words(screen, printer_ok, words),
            slip_icon=_SLIP_ICON[screen.paper],
            slip_tone=Tone.WARN if screen.paper in (Paper.FAILED, Paper.UNSURE) else Tone.PLAIN,
            follow_url=slip.follow_url if screen.paper in _BY_PHONE else "",
        ),
        bar=Bar(left, round_up(screen.span), words.text("number.left", n=left)),
    )


def _actions(screen: Numbered, printer_ok: bool, words: Catalogue) -> list[Action]:
    actions = [Action(Button.DONE, words.text("button.done"), "check", tone=Tone.PRIMARY)]
    wants_paper = screen.paper in (Paper.OFFERED, Paper.FAILED, Paper.UNSURE)
    if wants_paper and printer_ok:
        first = screen.paper is Paper.OFFERED
        key = "button.print" if first else "button.print_again"
        actions.append(Action(Button.REPRINT, words.text(key), "printer"))
    return [*actions, opener(words)]


def _slip_words(screen: Numbered, printer_ok: bool, words: Catalogue) -> str:
    if screen.paper is Paper.OFFERED and not printer_ok:
        return ""
    return words.text(f"slip.{screen.paper.name.lower()}")
