"""A code held in view is told of once in a while, not with every frame."""

from dataclasses import dataclass, field

from vuoro.hardware.scanners.payload import Payload


@dataclass(slots=True)
class RepeatGuard:
    """Remembers what was told in the last ``seconds``, and nothing longer.

    A view is news when any code in it is; then all of them count as told, so that of two passes
    held up together neither slips in alone the moment the other is covered. Codes are remembered by
    their hash alone: one may name a person, who has long gone when the next code comes.
    """

    seconds: float
    _told: dict[int, float] = field(default_factory=dict, repr=False)

    def is_news(self, view: tuple[Payload, ...], at: float) -> bool:
        """Whether to tell of this view. ``at`` in seconds, never going back."""
        self._told = {code: told for code, told in self._told.items() if at - told < self.seconds}
        marks = tuple(hash(code) for code in view)
        if all(mark in self._told for mark in marks):
            return False
        self._told |= dict.fromkeys(marks, at)
        return True
