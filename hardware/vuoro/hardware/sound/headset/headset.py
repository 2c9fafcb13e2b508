"""What tells whether a headset is plugged in."""

from collections.abc import Callable
from typing import Protocol

OnPlug = Callable[[bool | None], None]
"""Called in the headset's own thread with what ``plugged`` has become."""


class Headset(Protocol):
    """A place to plug a headset in."""

    @property
    def plugged(self) -> bool | None:
        """None while nobody can tell: there is no jack, or it does not answer."""
        ...

    def watch(self, on_plug: OnPlug) -> None:
        """Begin to watch, once; tells how it is, then each change. Returns at once."""
        ...

    def close(self) -> None:
        """Stop; when this returns nothing more is told. May be called twice, or unwatched."""
        ...
