"""The television that the settings name."""

from typing import assert_never

from vuoro.core.settings.schema import TvSettings
from vuoro.hardware.tv.cec import CecTv
from vuoro.hardware.tv.tv import Tv, TvState


class NoTv:
    """A set that people switch."""

    def look(self) -> TvState:
        return TvState.NONE

    def switch(self, *, on: bool) -> None:
        pass

    def close(self) -> None:
        pass


def open_tv(settings: TvSettings) -> Tv:
    """The set of these settings; nothing is asked yet."""
    match settings.kind:
        case "cec":
            return CecTv(settings.device)
        case "none":
            return NoTv()
        case _:
            assert_never(settings.kind)
