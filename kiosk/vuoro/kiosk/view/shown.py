"""A screen as it is laid out: words, buttons, icons, without saying where on the glass."""

import enum
from dataclasses import dataclass


class Layout(enum.StrEnum):
    """Which QML file lays a screen out."""

    HOME = "Home"
    PAD = "Pad"
    SERVICES = "Services"
    NUMBER = "Number"
    MESSAGE = "Message"
    LANGUAGES = "Languages"
    SIMPLE = "Simple"


class Tone(enum.StrEnum):
    """How a button or a notice is meant; never told by colour alone."""

    PRIMARY = "primary"
    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Action:
    """A button. ``value`` goes with the press."""

    button: str
    text: str
    icon: str = ""
    sub: str = ""
    tone: Tone = Tone.PLAIN
    value: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class LanguageShown:
    """A language by its own name; ``value`` is its tag."""

    value: str
    name: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Tool:
    """A button of the footer. ``spoken`` says how things are, too; ``step`` counts from 0.

    ``checked``: things are not as they are for everybody.
    """

    button: str
    text: str
    icon: str
    spoken: str
    checked: bool = False
    step: int = -1
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """A service: its name, a hint, how long it takes, or why it gives no numbers now."""

    value: str
    name: str
    hint: str
    ahead: str
    wait: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class PadShown:
    """A keypad: what is typed, masked and in groups, the rows of keys, and which fit next."""

    kind: str
    groups: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    fitting: str
    spoken: str


@dataclass(frozen=True, slots=True)
class NumberShown:
    """A number and what to do with it."""

    number: str
    label: str
    slip: str
    slip_icon: str
    slip_tone: Tone
    follow_url: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Time that runs out, in seconds."""

    left: int
    span: int
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything on the glass but header and footer."""

    screen: str
    layout: Layout
    title: str
    lead: str = ""
    lines: tuple[str, ...] = ()
    icon: str = ""
    aim: str = ""
    """What to do with the live picture of a camera, where the icon is a scanner."""
    tone: Tone = Tone.PLAIN
    notice: str = ""
    notice_tone: Tone = Tone.PLAIN
    actions: tuple[Action, ...] = ()
    back: str = ""
    again: str = ""
    choices: tuple[Choice, ...] = ()
    languages: tuple[LanguageShown, ...] = ()
    pad: PadShown | None = None
    number: NumberShown | None = None
    bar: Bar | None = None
    code: str = ""
    """What a QR code on the screen says; empty: there is none."""


@dataclass(frozen=True, slots=True)
class Footer:
    """What stays the same on every screen: the first languages, more of them, and tools."""

    languages: tuple[LanguageShown, ...]
    beside: tuple[Tool, ...]
    tools: tuple[Tool, ...]
