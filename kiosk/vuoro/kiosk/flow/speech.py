"""The kiosk read aloud: what it knows of the reading, and how keys change it. Without words."""

from dataclasses import dataclass, field, replace

from vuoro.hardware.keypads.keys import NavKey

SLOWEST, FASTEST, RATE_STEP = 80, 300, 20
"""Words a minute."""
QUIETEST, LOUDEST = 1, 10
SAME_KEY_SECONDS = 0.5
"""A key pressed again within so long was not meant (EN 301 549, 5.8)."""


@dataclass(frozen=True, slots=True)
class Speech:
    """How the kiosk is read to this visitor.

    ``headset``: private things may be said. ``voices``: the languages that can be spoken; None
    until that is known, none where nothing can speak.
    """

    on: bool = False
    zones: bool = False
    """The glass is four large buttons: whoever began by touch has no keys."""
    at: str = field(default="", repr=False)
    """Where the cursor is: the id of an item. It may be a character about to be typed."""
    moved: bool = False
    """The visitor has moved the cursor since the screen came."""
    row: int | None = None
    """Which of the groups of characters is open on a keypad with many."""
    rate: int = 140
    volume: int = 5
    serial: int = 0
    """Of the newest words; what was said before is history."""
    struck: tuple[str, float] = ("", -1.0)
    """The last key that counted and when."""
    warned_until: float = 0.0
    """The end of a number's time that was told beforehand."""
    told: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What of the screen was told, by what it is: only what differs is news."""
    headset: bool = False
    voices: frozenset[str] | None = None

    @property
    def mute(self) -> bool:
        """Nothing here can speak."""
        return self.voices is not None and not self.voices

    def speaks(self, language: str) -> bool:
        """Whether a language can be spoken, as far as is known."""
        return self.voices is None or language in self.voices


def started(speech: Speech, rate: int, volume: int, *, zones: bool) -> Speech:
    """Somebody wants to listen."""
    fresh = ended(speech)
    return replace(fresh, on=True, zones=zones, rate=rate, volume=volume, struck=speech.struck)


def ended(speech: Speech) -> Speech:
    """As for the next visitor; what is plugged in and what can be spoken stays."""
    return Speech(serial=speech.serial, headset=speech.headset, voices=speech.voices)


def is_bounce(speech: Speech, key: NavKey, at: float) -> bool:
    """Whether a key at a moment is the one before, not lifted or trembling."""
    last, when = speech.struck
    return key.value == last and at < when + SAME_KEY_SECONDS


def tuned(speech: Speech, key: NavKey) -> Speech | None:
    """Louder, quieter, faster or slower; None for any other key."""
    match key:
        case NavKey.LOUDER:
            return replace(speech, volume=min(speech.volume + 1, LOUDEST))
        case NavKey.QUIETER:
            return replace(speech, volume=max(speech.volume - 1, QUIETEST))
        case NavKey.FASTER:
            return replace(speech, rate=min(speech.rate + RATE_STEP, FASTEST))
        case NavKey.SLOWER:
            return replace(speech, rate=max(speech.rate - RATE_STEP, SLOWEST))
        case _:
            return None
