"""From keys that went down and up to the codes a scanner typed."""

from vuoro.hardware.evdev import (
    EV_KEY,
    EV_SYN,
    PRESSED,
    RELEASED,
    SYN_DROPPED,
    SYN_REPORT,
    InputEvent,
)
from vuoro.hardware.scanners.keyboard import Burst, after_key, after_silent_key
from vuoro.hardware.scanners.payload import Payload
from vuoro.hardware.scanners.wedge_layout import DIGITS, NOTHING, KeyMap, Level, compose

LEFT_CTRL, LEFT_SHIFT, LEFT_ALT, CAPS_LOCK, ALTGR = 29, 42, 56, 58, 100
TAB, ENTER = 15, 28
_SHIFTS = {LEFT_SHIFT, 54}
_CTRLS = {LEFT_CTRL, 97}
_OTHERS = {LEFT_ALT, 125, 126}
_HELD = _SHIFTS | _CTRLS | _OTHERS | {ALTGR}
_ENDS = {TAB, ENTER, 96}
_LONGEST_NUMBER = 5
"""Digits of an Alt code; one more than any has."""
_SILENT = {CAPS_LOCK, 69, 70}
"""The locks; the one of letters counts, those of the number pad and of scrolling don't."""


class Typist:
    """Key events of one device in, codes out; knows what is held down and what has been typed."""

    def __init__(self, keys: KeyMap, longest_gap: float) -> None:
        self._keys = keys
        self._gap = longest_gap
        self._held: set[int] = set()
        self._caps = False
        self._skipping = False
        self._dead = ""
        self._number = ""
        self._burst = Burst()

    def feed(self, event: InputEvent) -> Payload | None:
        """The code that this event ended."""
        if event.kind == EV_SYN:
            return self._synchronize(event)
        if self._skipping or event.kind != EV_KEY:
            return None
        if event.code in _HELD:
            return self._hold(event)
        return self._press(event) if event.value == PRESSED else None

    def _synchronize(self, event: InputEvent) -> Payload | None:
        """The kernel threw events away: what follows up to the next report belongs to them."""
        if event.code == SYN_REPORT:
            self._skipping = False
        if event.code != SYN_DROPPED:
            return None
        self._skipping = True
        self._held.clear()
        self._caps, self._number = False, ""
        return self._type(NOTHING, event.at)

    def _hold(self, event: InputEvent) -> Payload | None:
        self._go_on(event)
        if event.value != RELEASED:
            self._held.add(event.code)
            return None
        self._held.discard(event.code)
        number, self._number = self._number, ""
        return self._type(_numbered(number), event.at) if number else None

    def _press(self, event: InputEvent) -> Payload | None:
        if event.code in _ENDS:
            return self._type(self._pending() + "\r", event.at)
        if event.code in _SILENT:
            self._caps ^= event.code == CAPS_LOCK
            return None
        if event.code in DIGITS and self._held == {LEFT_ALT}:
            self._go_on(event)
            self._number = (self._number + DIGITS[event.code])[:_LONGEST_NUMBER]
            return None
        return self._type(self._character(event.code), event.at)

    def _type(self, text: str, at: float) -> Payload | None:
        ended: Payload | None = None
        for character in text:
            # A control character that ends a line is an Enter.
            self._burst, payload = after_key(self._burst, character, at, self._gap)
            ended = ended or payload
        return ended

    def _go_on(self, event: InputEvent) -> None:
        """A slow scanner sends a Shift down and up around each capital, within its pace.

        Letters that come up do not count: those of a person who types fast are among the next.
        """
        self._burst = after_silent_key(self._burst, event.at, self._gap)

    def _pending(self) -> str:
        """A dead key that nothing followed."""
        dead, self._dead = self._dead, ""
        return dead

    def _character(self, code: int) -> str:
        level = self._level()
        character = self._keys.character(level, code)
        if self._held & _OTHERS and level != "altgr":
            return self._pending() + NOTHING
        if self._held & _CTRLS and level != "altgr":
            return self._pending() + _control(character)
        if (level, code) in self._keys.dead and not self._dead:
            self._dead = character
            return ""
        if self._caps and character.isalpha() and len(character.swapcase()) == 1:
            character = character.swapcase()
        dead = self._pending()
        return compose(dead, character) if dead else character

    def _level(self) -> Level:
        """Windows takes Ctrl and Alt together for AltGr, and so do scanners."""
        if ALTGR in self._held or (self._held & _CTRLS and LEFT_ALT in self._held):
            return "altgr"
        return "shift" if self._held & _SHIFTS else "plain"


def _control(character: str) -> str:
    """Ctrl with M is a carriage return, with J a line feed, with ] a group separator."""
    number = ord(character.upper()) - 0x40
    return chr(number) if 0 <= number < 0x20 else NOTHING


def _numbered(number: str) -> str:
    """The character of an Alt code: of code page 1252 with a leading nought, else of 437."""
    page = "cp1252" if number.startswith("0") else "cp437"
    if int(number) > 0xFF:
        return NOTHING
    return bytes((int(number),)).decode(page, "replace")
