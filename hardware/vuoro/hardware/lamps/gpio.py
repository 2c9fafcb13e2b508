"""Lamps on pins of this computer, by libgpiod 2: the character device /dev/gpiochipN."""

import errno
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import gpiod

T = TypeVar("T")
_NAME = re.compile(r"(?:/dev/)?(gpiochip[0-9]+):([0-9]+(?:,[0-9]+)*)(:low)?")
CONSUMER = "vuoro-counter"
"""What `gpioinfo` shows as the user of the lines."""


@dataclass(frozen=True, slots=True)
class GpioName:
    """A chip and its lines: ``gpiochip0:17,27,22`` for red, yellow and green, or one line.

    ``:low`` at the end: a lamp burns while its line is low, as on many relay modules.
    """

    chip: str
    lines: tuple[int, ...]
    active_low: bool = False

    @classmethod
    def parse(cls, text: str) -> "GpioName | None":
        """None for anything else, also for two lines or the same line twice."""
        found = _NAME.fullmatch(text.strip())
        if found is None:
            return None
        lines = tuple(int(line) for line in found[2].split(","))
        if len(lines) not in (1, 3) or len(set(lines)) < len(lines):
            return None
        return cls(found[1], lines, found[3] is not None)


class Lines(Protocol):
    """What ``gpiod.request_lines`` gives: lines that are ours until they are released."""

    def set_values(self, values: "dict[int | str, gpiod.line.Value]") -> None: ...

    def release(self) -> None: ...


RequestLines = Callable[..., Lines]
"""As ``gpiod.request_lines``: a path, and by name ``config`` and ``consumer``."""


class GpioBoard:
    """A ``LampBoard`` on lines of a chip."""

    def __init__(
        self, name: GpioName, request: RequestLines | None = None, root: Path = Path("/")
    ) -> None:
        self._name, self._given = name, request
        self._path = str(root / "dev" / name.chip)
        self._lines: Lines | None = None

    def open(self) -> int:
        import gpiod
        from gpiod.line import Direction, Value

        request = self._given or gpiod.request_lines
        settings = gpiod.LineSettings(
            direction=Direction.OUTPUT,
            active_low=self._name.active_low,
            output_value=Value.INACTIVE,
        )
        config: dict[Any, Any] = {self._name.lines: settings}
        self._lines = _as_os_error(lambda: request(self._path, config=config, consumer=CONSUMER))
        return len(self._name.lines)

    def set(self, lit: tuple[bool, ...]) -> None:
        from gpiod.line import Value

        lines = self._lines
        if lines is None:
            raise OSError(errno.ENODEV, "the lines are not ours", self._path)
        values: dict[int | str, Value] = {
            line: Value.ACTIVE if on else Value.INACTIVE
            for line, on in zip(self._name.lines, lit, strict=True)
        }
        _as_os_error(lambda: lines.set_values(values))

    def close(self) -> None:
        lines = self._lines
        if lines is None:
            return
        # A line that is given up may keep its level: dark first, unless the chip has gone.
        with suppress(OSError):
            self.set((False,) * len(self._name.lines))
        self._lines = None
        lines.release()


def _as_os_error(ask: Callable[[], T]) -> T:
    """The binding turns some errno values into exceptions of Python's own (gpiod ext/common.c)."""
    try:
        return ask()
    except (ValueError, NotImplementedError) as error:
        raise OSError(errno.EINVAL, str(error)) from error
