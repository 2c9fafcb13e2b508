"""All of a screen in the order in which it is read: the words of the glass and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vuoro.core.catalogue import Catalogue
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.view.reading_item import Item, Reading, Role, named
from vuoro.kiosk.view.reading_pad import pad_items
from vuoro.kiosk.view.shown import Action, Choice, Footer, LanguageShown, Shown, Tone, Tool
from vuoro.kiosk.view.sounding import number_said, sounding


@dataclass(frozen=True, slots=True)
class IdleSheet:
    """The question whether somebody is still there, as it lies over the screen."""

    title: str
    lead: str
    more: str
    again: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a screen: the header, the sheet over it, what the slip says beyond it."""

    office: str = ""
    clock: str = ""
    idle: IdleSheet | None = None
    slip: tuple[Item, ...] = ()
    camera: bool = False
    """Whether the glass shows what a camera sees."""


def reading(shown: Shown, footer: Footer, around: Around, words: Catalogue) -> Reading:
    """A screen as it is read. Only the sheet where one lies over it."""
    if around.idle is not None:
        items = tuple(_idle(around.idle))
        return Reading("idle-warning", words.language, _as_said(items, words), modal=True)
    items = tuple(item for item in _screen(shown, footer, around, words) if item.text)
    return Reading(shown.screen, words.language, _as_said(items, words))


def _screen(shown: Shown, footer: Footer, around: Around, words: Catalogue) -> Iterator[Item]:
    yield Item("title", shown.title, Role.TITLE)
    yield from _number(shown, words)
    yield Item("lead", shown.lead)
    if shown.icon == "scan" and around.camera:
        yield Item("aim", shown.aim)
    for at, line in enumerate(shown.lines):
        yield Item(f"line-{at}", line)
    yield from pad_items(shown.pad, words)
    yield _notice(shown, words)
    yield from _slip(shown, around, words)
    if shown.bar is not None:
        yield Item("bar", shown.bar.words, quiet=True)
    yield from map(_language, shown.languages)
    for at, choice in enumerate(shown.choices):
        yield _choice(choice, (at + 1, len(shown.choices)))
    yield from map(_action, shown.actions)
    yield Item("back", shown.back, Role.BUTTON, Button.BACK)
    yield Item("start-again", shown.again, Role.BUTTON, Button.START_AGAIN)
    yield from map(_language, footer.languages if not shown.languages else ())
    yield from map(_tool, (*footer.beside, *footer.tools))
    yield Item("office", around.office)
    yield Item("clock", around.clock, quiet=True)


def _number(shown: Shown, words: Catalogue) -> Iterator[Item]:
    if shown.number is not None:
        number = shown.number.number
        yield Item("label", shown.number.label)
        yield Item("number", number, said=number_said(number, words.language))


def _notice(shown: Shown, words: Catalogue) -> Item:
    """What went wrong begins with a word that says so: no tone or colour can (5.1.3.15)."""
    said = sounding(shown.notice, words)
    if shown.notice and shown.notice_tone in (Tone.WARN, Tone.BAD):
        said = f"{words.text('speech.role.notice')}: {said or shown.notice}"
    return Item("notice", shown.notice, Role.NOTICE, said=said)


def _slip(shown: Shown, around: Around, words: Catalogue) -> Iterator[Item]:
    if shown.number is not None:
        yield Item("slip", shown.number.slip)
        yield from around.slip


def _action(action: Action) -> Item:
    return Item(
        named(action.button, action.value),
        _sentences(action.text, action.sub),
        Role.BUTTON,
        action.button,
        action.value,
        enabled=action.enabled,
    )


def _choice(choice: Choice, place: tuple[int, int]) -> Item:
    return Item(
        named(Button.SERVICE, choice.value),
        _sentences(choice.name, choice.hint, choice.ahead, choice.wait),
        Role.BUTTON,
        Button.SERVICE,
        choice.value,
        enabled=choice.enabled,
        place=place,
    )


def _language(language: LanguageShown) -> Item:
    return Item(
        named(Button.LANGUAGE, language.value),
        language.name,
        Role.CHOICE,
        Button.LANGUAGE,
        language.value,
        selected=language.checked,
        language=language.value,
    )


def _tool(tool: Tool) -> Item:
    return Item(
        tool.button, tool.text, Role.BUTTON, tool.button, enabled=tool.enabled, said=tool.spoken
    )


def _idle(sheet: IdleSheet) -> Iterator[Item]:
    yield Item("title", sheet.title, Role.TITLE)
    yield Item("lead", sheet.lead, Role.NOTICE, quiet=True)
    yield Item("more-time", sheet.more, Role.BUTTON, Button.MORE_TIME)
    yield Item("idle-start-again", sheet.again, Role.BUTTON, Button.START_AGAIN)


def _sentences(*parts: str) -> str:
    return ". ".join(part for part in parts if part)


def _as_said(items: tuple[Item, ...], words: Catalogue) -> tuple[Item, ...]:
    """Each with how it sounds, where nobody has said so yet."""
    return tuple(
        item
        if item.said or item.role is Role.KEY
        else replace(item, said=sounding(item.text, words))
        for item in items
    )
