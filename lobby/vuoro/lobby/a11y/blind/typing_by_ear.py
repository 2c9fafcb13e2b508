"""Typing a code without seeing it: digits by their keys, anything else picked by how it sounds."""

from pathlib import Path

from vuoro.core import identity_code
from vuoro.core.catalogue import Catalogue
from vuoro.hardware.keypads.keys import NavKey
from vuoro.hardware.sound import NotSpoken, at_volume, open_voice
from vuoro.kiosk.flow.speech import Speech
from vuoro.kiosk.view.reading_item import Item, Role
from vuoro.kiosk.view.reading_pad import character_said
from vuoro.kiosk.view.saying import said
from vuoro.kiosk.view.walk import AT_ONCE, GROUP
from vuoro.lobby.a11y.blind.visitor import Visitor
from vuoro.lobby.tour.failing import Failed

_MOST_MOVES = GROUP + 12


class Typist:
    """A visitor who types. Characters are private: only the headset's own sounds tell of them."""

    def __init__(self, visitor: Visitor, headset: Path, words: Catalogue) -> None:
        self._visitor, self._headset, self._words = visitor, headset, words
        self._voice = open_voice("espeak", None)

    def types(self, code: str) -> None:
        """An identity code, each character once the one before was counted. Raises Failed."""
        for at, character in enumerate(code):
            before = len(self._visitor.heard())
            if character.isdecimal() and at < identity_code.LENGTH - 1:
                self._visitor.press(NavKey(character))
            else:
                self._pick(character, code[:at])
            counted = self._words.text("pad.typed", n=at + 1, of=identity_code.LENGTH)
            self._visitor.hears(counted, before)

    def _pick(self, character: str, typed: str) -> None:
        """Go to a character, by its group where there are many, and choose it."""
        others = sorted(identity_code.next_characters(typed))
        if len(others) > AT_ONCE:
            for _ in range(others.index(character) // GROUP):
                self._visitor.press_and_hear(NavKey.NEXT)
            self._visitor.press_and_hear(NavKey.CHOOSE)
        else:
            self._visitor.press_and_hear(NavKey.REPEAT)
        wanted = self._sound(character)
        for _ in range(_MOST_MOVES):
            if self._hears_now(wanted):
                self._visitor.press(NavKey.CHOOSE)
                return
            self._visitor.press_and_hear(NavKey.NEXT)
        raise Failed(f"nothing sounds like {character}")

    def _hears_now(self, wanted: bytes) -> bool:
        """Whether the newest sound in the headset is this one."""
        newest = max(self._headset.glob("*.wav"), default=None)
        return newest is not None and newest.read_bytes() == wanted

    def _sound(self, character: str) -> bytes:
        key = Item("", character, Role.KEY, said=character_said(character, self._words))
        wav = self._voice.say(said(key, self._words).text, self._words.language)
        if isinstance(wav, NotSpoken):
            raise Failed(f"there is no voice to compare {self._words.language} with")
        return at_volume(wav, Speech().volume)
