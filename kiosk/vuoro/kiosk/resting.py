"""Whether the glass shows nothing of a visitor, told to whoever takes pictures of it."""

from vuoro.core.at_rest import AtRest
from vuoro.kiosk.flow import screens
from vuoro.kiosk.flow.scanning import takes_codes
from vuoro.kiosk.flow.state import State


class Resting:
    """Told of every state. ``camera``: the glass shows faces where codes are taken."""

    def __init__(self, told: AtRest, *, camera: bool) -> None:
        self._told, self._camera = told, camera

    def follow(self, state: State) -> None:
        """Tell what this state means."""
        shows_faces = self._camera and takes_codes(state.screen)
        self._told.tell(isinstance(state.screen, screens.Resting) and not shows_faces)
