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
    """Where sound comes out. ``play`` is called by one thread at a time, the others by any."""

    def play(self, wav: bytes) -> None:
        """Play WAV bytes (16-bit PCM) to their end, ``stop`` or ``close``; nothing once closed.

        Raises SpeakerError, and BadWav for other bytes.
        """
        ...

    def stop(self) -> None:
        """End what plays, at once; a ``play`` that begins later is heard."""
        ...

    def close(self) -> None:
        """End what plays, and play nothing more. May be called twice."""
        ...


class Hush:
    """Whether a speaker was closed, how often it was stopped, and pauses that end with either."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._closed = False
        self._stops = 0

    @property
    def closed(self) -> bool:
        return self._closed

    def begin(self) -> int:
        """What a ``play`` keeps to know later whether it was stopped."""
        return self._stops

    def over(self, began: int) -> bool:
        """Whether a ``play`` that began then is to end."""
        return self._closed or self._stops != began

    def pause(self, seconds: float, began: int) -> bool:
        """Wait so long, or until the ``play`` that began then is over; whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self.over(began), seconds)

    def stop(self) -> None:
        with self._changed:
            self._stops += 1
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
