"""Whether a window is alive: a frame that was asked for has been painted. Pure."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Pulse:
    """``asked``: a frame was asked for and not seen since."""

    asked: bool = False

    def seen(self) -> "Pulse":
        """A frame was painted and handed over."""
        return replace(self, asked=False)

    def beat(self, *, paintable: bool) -> tuple["Pulse", bool]:
        """One beat later: the pulse, and whether it is a sign of life.

        That the thread came here is one. Where a picture could be seen, the frame asked for at the
        last beat must have been painted, too; each beat asks for the next.
        """
        return Pulse(asked=paintable), not (paintable and self.asked)
