"""A loudspeaker: it plays one sound and is back when the sound has ended."""

import threading
from typing import Protocol


class SpeakerError(Exception):
    """A sound could not be played; the call is on the screen all the same."""


class NoPlayer(SpeakerError):
    """This computer has no program that plays sound."""


class PlayerFailed(SpeakerError):
    """No player could play: no sound card, or nobody there to take the sound."""


class PlayerStuck(SpeakerError):
    """The player did not end in time and was stopped."""


class Speaker(Protocol):
    """Where sound comes out. ``play`` is called by one thread at a time, ``close`` by any."""

    def play(self, wav: bytes) -> None:
        """Play WAV bytes (16-bit PCM) to their end, or until ``close``; nothing once closed.

        Raises SpeakerError, and BadWav for other bytes.
        """
        ...

    def close(self) -> None:
        """End what plays, and play nothing more. May be called twice."""
        ...


class Closing:
    """Whether a speaker was closed, and a pause that ends when it is."""

    def __init__(self) -> None:
        self._closed = threading.Event()

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    def pause(self, seconds: float) -> None:
        self._closed.wait(seconds)

    def close(self) -> None:
        self._closed.set()
