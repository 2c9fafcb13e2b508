"""How the visitor is called, and the ways to change it: the same for everyone."""

from vuoro.core.catalogue import Catalogue
from vuoro.core.languages import in_language
from vuoro.core.wire.common import Lobby
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.screens import HowCalled, Numbered
from vuoro.kiosk.view.shown import Action, Layout, Shown, Tone


def how_called(screen: HowCalled, lobby: Lobby | None, words: Catalogue, again: str) -> Shown:
    """What holds now, then a button for each thing that can be otherwise."""
    number, place = screen.number, place_of(lobby, words)
    lines = (words.text("discreet.place", place=place),) if number.elsewhere and place else ()
    return Shown(
        screen="how-called",
        layout=Layout.MESSAGE,
        icon="person",
        title=words.text("discreet.title"),
        lead=words.text("discreet.quiet" if number.silent else "discreet.usual"),
        lines=lines,
        notice=words.text("discreet.failed") if screen.failed else "",
        notice_tone=Tone.WARN if screen.failed else Tone.PLAIN,
        actions=tuple(_ways(screen, place, words)),
        back=words.text("button.to_number"),
        again=again,
    )


def place_of(lobby: Lobby | None, words: Catalogue) -> str:
    """The other waiting place; empty where there is none."""
    return in_language(lobby.elsewhere, words.language) if lobby is not None else ""


def opener(words: Catalogue) -> Action:
    """The button on the number that leads here."""
    return Action(Button.SILENT, words.text("button.how_called"), "person")


def where_and_how(number: Numbered, lobby: Lobby | None, words: Catalogue) -> str:
    """What stands under the number once the visitor has wished something; else empty."""
    place = place_of(lobby, words)
    said = [words.text("discreet.place", place=place)] if number.elsewhere and place else []
    said += [words.text("discreet.quiet")] if number.silent else []
    return " ".join(said)


def _ways(screen: HowCalled, place: str, words: Catalogue) -> list[Action]:
    number, waits = screen.number, screen.pending is not None
    if number.silent:
        ways = [Action(Button.SILENT, words.text("button.silent_off"), "speech", enabled=not waits)]
    else:
        text, sub = words.text("button.silent"), words.text("button.silent.sub")
        ways = [Action(Button.SILENT, text, "phone", sub, enabled=not waits)]
    if place and number.elsewhere:
        text = words.text("button.elsewhere_off")
        ways.append(Action(Button.ELSEWHERE, text, "place", enabled=not waits))
    elif place:
        text = words.text("button.elsewhere")
        ways.append(Action(Button.ELSEWHERE, text, "place", place, enabled=not waits))
    return ways
