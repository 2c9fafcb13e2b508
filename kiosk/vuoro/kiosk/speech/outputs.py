"""Where words come out: the headset while one is plugged in, else the loudspeaker."""

from collections.abc import Callable
from typing import Literal

from vuoro.hardware.sound import Speaker

Output = Literal["headset", "loudspeaker"]


class Outputs:
    """Two speakers, each opened when it is first needed. Used by one thread, stopped by any."""

    def __init__(self, open_output: Callable[[Output], Speaker], *, loudspeaker: bool) -> None:
        self._open, self._loudspeaker = open_output, loudspeaker
        self._speakers: dict[Output, Speaker] = {}

    def choose(self, *, headset: bool, private: bool) -> Output | None:
        """Which one; None where these words may come out of neither."""
        if headset:
            return "headset"
        return "loudspeaker" if self._loudspeaker and not private else None

    def play(self, output: Output, wav: bytes) -> None:
        """Play to the end, or until ``stop``. Raises SpeakerError."""
        if output not in self._speakers:
            self._speakers[output] = self._open(output)
        self._speakers[output].play(wav)

    def stop(self) -> None:
        """End what plays."""
        for speaker in tuple(self._speakers.values()):
            speaker.stop()

    def close(self) -> None:
        for speaker in tuple(self._speakers.values()):
            speaker.close()
