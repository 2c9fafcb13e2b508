"""The headset jack that the settings name."""

from vuoro.core.settings.schema import SpeechSettings
from vuoro.hardware.sound.headset.headset import Headset, OnPlug
from vuoro.hardware.sound.headset.jack import JackHeadset


class NoHeadset:
    """A kiosk without a jack, or with one that nobody can ask."""

    plugged: bool | None = None

    def watch(self, on_plug: OnPlug) -> None:
        pass

    def close(self) -> None:
        pass


def open_headset(settings: SpeechSettings) -> Headset:
    """The headset of these settings, not watched yet. A jack that is not there is no error."""
    return NoHeadset() if settings.headset == "none" else JackHeadset(settings.headset)
