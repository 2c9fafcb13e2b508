"""Whether the board shows no visitor's number, told to whoever takes pictures of it."""

from collections.abc import Callable

from vuoro.core.at_rest import AtRest
from vuoro.display.scene import Scene
from vuoro.display.view import View


class Resting:
    """Stands between who makes the view and who shows it: numbers are told of before they come,
    and rest only once they are off the glass.
    """

    def __init__(self, told: AtRest, show: Callable[[View], None]) -> None:
        self._told, self._show = told, show

    def show(self, view: View) -> None:
        """Show a view."""
        if _has_numbers(view):
            self._told.tell(False)
        self._show(view)

    def painted(self, view: View) -> None:
        """A view is on the glass."""
        self._told.tell(not _has_numbers(view))


def _has_numbers(view: View) -> bool:
    return view.scene is Scene.CALLS or view.newest is not None
