"""What happens to a kiosk that is read aloud, and what it wants said."""

from dataclasses import dataclass, field

from vuoro.hardware.keypads.keys import NavKey


@dataclass(frozen=True, slots=True)
class Keyed:
    """A key of the keypad, or one of the four parts of the glass, was let go.

    ``at``: when, in monotonic seconds, where that is known better than when it arrives here.
    """

    key: NavKey
    at: float | None = None


@dataclass(frozen=True, slots=True)
class HeadsetChanged:
    """A headset was plugged in or pulled out; ``found``: it was so when the kiosk began."""

    plugged: bool
    found: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of this number have all been said; interrupted ones never are."""

    serial: int


@dataclass(frozen=True, slots=True)
class VoicesFound:
    """The languages that can be spoken here; none: nothing can speak, or be heard."""

    languages: frozenset[str]


SpeechEvent = Keyed | HeadsetChanged | Spoken | VoicesFound


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words to say in a language. ``private``: in the headset or not at all."""

    text: str = field(repr=False)
    language: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """Say these words and tell when they are said. What was being said ends at once.

    ``patient``: unless that has not ended yet, which then goes first. ``rate`` in words a minute,
    ``volume`` from 1 to 10; ``soon``: what will most likely be wanted next.
    """

    serial: int
    utterances: tuple[Utterance, ...]
    rate: int
    volume: int
    patient: bool = False
    soon: tuple[Utterance, ...] = ()


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop speaking at once."""


SpeechEffect = Say | Hush
