"""One thing that can be read: words or a button, as speech and assistive technology tell it."""

import enum
from dataclasses import dataclass, field


class Role(enum.StrEnum):
    """What a thing is, as Qt and AT-SPI know it."""

    TITLE = "title"
    TEXT = "text"
    NOTICE = "notice"
    """A sentence that must not be missed."""
    FIELD = "field"
    """What is typed is told here, never as it was typed."""
    KEY = "key"
    BUTTON = "button"
    CHOICE = "choice"
    """One of several, of which one holds."""


ACTS = frozenset({Role.KEY, Role.BUTTON, Role.CHOICE})
"""What can be pressed."""


@dataclass(frozen=True, slots=True)
class Item:
    """A thing to read. ``text`` is what the glass shows.

    ``id`` is the name of the thing on the glass: of a button the one that is pressed, else where
    its words come from, such as ``lead``.
    """

    id: str
    text: str = field(repr=False)
    role: Role = Role.TEXT
    button: str = ""
    value: str = ""
    enabled: bool = True
    selected: bool = False
    place: tuple[int, int] | None = None
    """Which of how many, counted from 1."""
    private: bool = False
    """For the visitor's ears only: for the headset, never for the loudspeaker."""
    quiet: bool = False
    """Changes as time passes, such as a clock: not told by itself when it does."""
    language: str = ""
    """A BCP 47 tag where it is not the language of the reading."""
    said: str = field(default="", repr=False)
    """How it sounds, where that differs from how it is written."""

    @property
    def acts(self) -> bool:
        """Whether it is a button of some kind."""
        return self.role in ACTS

    @property
    def spoken(self) -> str:
        """How it sounds."""
        return self.said or self.text


@dataclass(frozen=True, slots=True)
class Reading:
    """All there is to read at a moment, in order, and the language of it.

    ``screen`` is the screen's name. ``modal``: a sheet lies over everything else.
    """

    screen: str
    language: str
    items: tuple[Item, ...]
    modal: bool = False

    def find(self, name: str) -> Item | None:
        """The thing of this name; None while it isn't there."""
        return next((item for item in self.items if item.id == name), None)


def named(button: str, value: str = "") -> str:
    """What a button of the glass is called."""
    return f"{button}-{value}" if value else button
