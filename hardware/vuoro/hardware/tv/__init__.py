"""The television that shows the board: switched on and off."""

from vuoro.hardware.tv.opening import open_tv
from vuoro.hardware.tv.tv import Tv, TvState

__all__ = ["Tv", "TvState", "open_tv"]
