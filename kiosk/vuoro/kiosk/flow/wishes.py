"""How a visitor wants the screen."""

from dataclasses import dataclass

from vuoro.core.languages import FINNISH, Language


@dataclass(frozen=True, slots=True)
class Wishes:
    """How this visitor wants the screen; gone with the visitor. ``text_size`` is 0, 1 or 2."""

    language: Language = FINNISH
    text_size: int = 0
    dark: bool = False
    reach: bool = False
