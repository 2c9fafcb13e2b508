"""A screen reader is told what is read aloud: the same names, roles, states and order."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.a11y.at_spi import Desktop, Thing
from vuoro.core.catalogue import catalogue
from vuoro.core.languages import Language
from vuoro.kiosk import PACKAGE
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.state import Config, State
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.samples import MONO, NOW, samples
from vuoro.kiosk.view.present import Now
from vuoro.kiosk.view.reading_item import Item, Reading, Role
from vuoro.kiosk.view.reading_state import read_state

ROOT = Path(__file__).parents[2]
PATIENCE = 15.0
ROLES = {
    Role.TITLE: {"heading"},
    Role.TEXT: {"label", "alert message", "notification"},
    Role.NOTICE: {"alert message", "notification"},
    Role.FIELD: {"text"},
    Role.BUTTON: {"push button", "button"},
    Role.KEY: {"push button", "button"},
    Role.CHOICE: {"radio button"},
}
BUTTONS = {"push button", "button", "radio button", "check box", "toggle button"}
NOT_ON_THE_GLASS = ("typed", "slip-", "bar")
"""What is typed is told by its count; the slip is paper; seconds left belong to a button."""

pytestmark = pytest.mark.skipif(bool(Desktop.missing()), reason=f"no {Desktop.missing()} here")


class Window:
    """The samples' window, and what assistive technology finds in it."""

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tests.a11y.sample_window"), env=desktop.environment, cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in: IO[str] = self._process.stdin
        self._out: IO[str] = self._process.stdout
        assert self._out.readline() == "ready\n"
        self._at = until(lambda: next(iter(desktop.applications()), None))

    def show(self, name: str, language: str) -> None:
        self._in.write(f"{name} {language}\n")
        self._in.flush()
        assert self._out.readline() == f"{name}\n"

    def things(self) -> list[Thing]:
        """Everything that shows and can be used, in order."""
        return in_use(self._desktop.walk(*self._at))

    def close(self) -> None:
        self._in.close()
        self._process.wait(PATIENCE)
        self._out.close()


def until(found: Callable[[], tuple[str, str] | None]) -> tuple[str, str]:
    end = time.monotonic() + PATIENCE
    while (it := found()) is None:
        assert time.monotonic() < end, "nobody has told the bus of itself"
        time.sleep(0.05)
    return it


def in_use(things: Iterator[Thing]) -> list[Thing]:
    return [
        thing for thing in things
        if (thing.shows and thing.depth > 1 and thing.name and "enabled" in thing.states)
        or (thing.shows and thing.depth > 1 and thing.role in BUTTONS)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def window() -> Iterator[Window]:
    with Desktop() as desktop:
        window = Window(desktop)
        yield window
        window.close()


def read(state: State, language: str) -> Reading:
    return read_state(state, Now(MONO, NOW), catalogue(PACKAGE, language), Config())


def named(item: Item, thing: Thing, reading: Reading) -> bool:
    """Whether a thing is called what is read; a button may tell the seconds it has left."""
    bar = reading.find("bar")
    names = {item.text, item.said}
    if bar is not None:
        names |= {f"{item.text}. {bar.text}"}
    return thing.name in names


def differences(reading: Reading, things: list[Thing]) -> list[str]:
    """What assistive technology gets otherwise than it is read aloud."""
    if reading.modal:
        things = [thing for thing in things if "enabled" in thing.states]
    wanted = [item for item in reading.items if not item.id.startswith(NOT_ON_THE_GLASS)]
    return [*_missing(reading, wanted, things), *_order(reading, wanted, things)]


def _missing(reading: Reading, wanted: list[Item], things: list[Thing]) -> Iterator[str]:
    for item in wanted:
        found = [
            thing for thing in things
            if thing.role in ROLES[item.role] and named(item, thing, reading)
        ]  # fmt: skip
        if not found:
            yield f"no {item.role} {item.text!r}"
            continue
        states = found[0].states
        if item.role is Role.CHOICE and ("checked" in states) != item.selected:
            yield f"{item.text!r} is {sorted(states)}"
        if item.button == Button.CONFIRM:
            # It can always be pressed: it answers with what is missing.
            continue
        if item.role is Role.BUTTON and ("enabled" in states) != item.enabled:
            yield f"{item.text!r} is {sorted(states)}"
        if item.acts and item.enabled and "focusable" not in states:
            yield f"{item.text!r} gets no focus"


def _order(reading: Reading, wanted: list[Item], things: list[Thing]) -> Iterator[str]:
    """Buttons come in the same order, and there is none that isn't read."""
    buttons = [item for item in wanted if item.acts]
    pressed = once([thing for thing in things if thing.role in BUTTONS])
    if len(buttons) != len(pressed):
        more = [thing.name for thing in pressed if not any(
            named(item, thing, reading) for item in buttons)]  # fmt: skip
        yield f"{len(pressed)} buttons instead of {len(buttons)}: {more}"
        return
    for item, thing in zip(buttons, pressed, strict=True):
        if not named(item, thing, reading):
            yield f"{thing.name!r} stands where {item.text!r} is read"
            return


def once(things: list[Thing]) -> list[Thing]:
    """Where all languages are on the screen, the footer has the first of them once more."""
    first = {(thing.name, thing.role): thing for thing in reversed(things)}
    return [thing for thing in things if first[thing.name, thing.role] is thing]


def settled(window: Window, reading: Reading) -> list[str]:
    """The differences, once they are none or have had time enough."""
    end = time.monotonic() + 3.0
    while (found := differences(reading, window.things())) and time.monotonic() < end:
        time.sleep(0.05)
    return found


SOME = ("home", "languages", "services", "identity-half", "number-issued", "idle-warning")


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_assistive_technology_gets_what_is_read_aloud(window: Window, language: str) -> None:
    compare(window, language, SOME)


@pytest.mark.long
@pytest.mark.parametrize("language", ["fi", "ar"])
def test_assistive_technology_gets_every_screen(window: Window, language: str) -> None:
    compare(window, language, tuple(name for name, _ in samples(Wishes())))


def compare(window: Window, language: str, names: tuple[str, ...]) -> None:
    wrong = []
    for name, state in samples(Wishes(Language(language))):
        if name not in names:
            continue
        window.show(name, language)
        wrong += [f"{name}: {each}" for each in settled(window, read(state, language))]
        buttons = [thing for thing in window.things() if thing.role in BUTTONS]
        wrong += [f"{name}: a button without a name" for thing in buttons if not thing.name]

    assert not wrong, "\n".join(wrong)


def test_nothing_that_was_typed_is_told(window: Window) -> None:
    window.show("identity-whole", "fi")

    assert not any("010190" in f"{thing.name}{thing.description}" for thing in window.things())
    assert any(thing.role == "text" and "11" in thing.name for thing in window.things())


def test_the_check_would_find_a_button_with_another_name(window: Window) -> None:
    window.show("home", "fi")
    states = dict(samples(Wishes()))

    assert settled(window, read(states["home"], "fi")) == []
    assert differences(read(states["show-code"], "fi"), window.things())


def test_the_real_kiosk_is_used_by_assistive_technology_alone(tmp_path: Path) -> None:
    """The program itself, with nobody at the lobby: languages, and the way to staff's menu."""
    with Desktop() as desktop, kiosk(desktop, tmp_path) as at:
        press(desktop, at, "Svenska")
        english = await_thing(desktop, at, "English")
        assert "checked" not in english.states

        desktop.press(english)

        await_thing(desktop, at, "English", "checked")
        assert [thing.name for thing in heading(desktop, at)]


@contextmanager
def kiosk(desktop: Desktop, folder: Path) -> Iterator[tuple[str, str]]:
    (folder / "kiosk.token").write_text("token", encoding="ascii")
    settings = folder / "vuoro.toml"
    settings.write_text(
        f'[kiosk]\ntoken_file = "{folder / "kiosk.token"}"\nfull_screen = false\n'
        'lobby_url = "http://127.0.0.1:9"\n[kiosk.speech]\nengine = "none"\nheadset = "none"\n',
        encoding="utf-8",
    )
    process = subprocess.Popen(
        (sys.executable, "-m", "vuoro.lobby", "kiosk", "--settings", str(settings)),
        env=desktop.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield until(lambda: next(iter(desktop.applications()), None))
    finally:
        process.terminate()
        process.wait(PATIENCE)


def await_thing(
    desktop: Desktop, at: tuple[str, str], name: str, state: str = "focusable"
) -> Thing:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for thing in in_use(desktop.walk(*at)):
            if thing.name == name and state in thing.states:
                return thing
        time.sleep(0.05)
    raise AssertionError(f"there is no {name} that is {state}")


def press(desktop: Desktop, at: tuple[str, str], name: str) -> None:
    """Until it is so: a kiosk that has just begun is deaf."""
    end = time.monotonic() + PATIENCE
    while "checked" not in await_thing(desktop, at, name).states:
        assert time.monotonic() < end, f"{name} can't be pressed"
        desktop.press(await_thing(desktop, at, name))
        time.sleep(0.4)


def heading(desktop: Desktop, at: tuple[str, str]) -> list[Thing]:
    return [thing for thing in in_use(desktop.walk(*at)) if thing.role == "heading"]
