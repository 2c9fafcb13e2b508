"""A speaker for a lobby that wants no sound."""

from vuoro.hardware.sound.wav import seconds


class SilentSpeaker:
    """Plays nothing, at once."""

    def play(self, wav: bytes) -> None:
        # A sound no other speaker would take is refused here as well.
        seconds(wav)

    def stop(self) -> None:
        pass

    def close(self) -> None:
        pass
