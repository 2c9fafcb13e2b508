"""What systemd says of the device's units, from ``systemctl show`` (systemctl(1))."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LOBBY, KIOSK, DISPLAY = "vuoro-lobby", "vuoro-kiosk", "vuoro-display"
SESSION = "vuoro-session"
ALL = (LOBBY, SESSION, KIOSK, DISPLAY)


@dataclass(frozen=True, slots=True)
class State:
    """A unit: whether it said that it is ready and still runs, since when, and as which process.

    ``since`` is in seconds by the monotonic clock of the device.
    """

    active: bool
    since: float
    process: int


def asking(units: Iterable[str]) -> str:
    """The command that ``states`` reads the answer of."""
    names = "Id,ActiveState,ActiveEnterTimestampMonotonic,MainPID"
    return f"systemctl show --property={names} {' '.join(f'{unit}.service' for unit in units)}"


def states(said: str) -> dict[str, State]:
    """By unit, without ``.service``. Raises ValueError for what is no such answer."""
    found = {}
    for block in filter(None, said.strip().split("\n\n")):
        told = dict(line.split("=", 1) for line in block.splitlines())
        try:
            found[told["Id"].removesuffix(".service")] = State(
                told["ActiveState"] == "active",
                int(told["ActiveEnterTimestampMonotonic"]) / 1e6,
                int(told["MainPID"]),
            )
        except KeyError as missing:
            raise ValueError(f"systemd did not tell {missing}") from None
    return found


def back(now: Mapping[str, State], units: Iterable[str], since: float) -> bool:
    """Whether all of these became ready after a moment, and are."""
    return all(unit in now and now[unit].active and now[unit].since > since for unit in units)


def moved(before: Mapping[str, State], now: Mapping[str, State], units: Iterable[str]) -> list[str]:
    """Which of these is another process than before, or none any more."""
    return [unit for unit in units if before[unit].process != now[unit].process]
