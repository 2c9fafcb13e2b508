"""The printer itself, without a cable: bytes in, answers out, slips of paper.

It behaves like the real ones where that matters to whoever prints: real-time requests are answered
on arrival, also in the middle of a job and even out of the data of an image; everything else waits
in the buffer for its turn. Without paper or with an open cover the job is held, and goes on when
that is mended; nothing tells the sender, unless it asked for automatic status back.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from vuoro.hardware.printers.virtual import commands
from vuoro.hardware.printers.virtual.condition import Condition
from vuoro.hardware.printers.virtual.models import GENERIC, Model
from vuoro.hardware.printers.virtual.paper import DOTS, DOTS_PER_MM, CutSlip, Strip, doubled
from vuoro.hardware.printers.virtual.troubles import Troubles

log = logging.getLogger(__name__)

_CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
_REAL_TIME = re.compile(rb"\x10\x04[\x01-\x04]|" + re.escape(_CLEAR), re.DOTALL)
_CLEARED = b"\x37\x25\x00"
_LONGEST_RECORD = 1 << 21
"""Bytes kept of a slip that is never cut; its beginning is forgotten then."""
_ROWS_AT_ONCE = 24


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the printer did: what it answered, and how far the paper moved."""

    answer: bytes = b""
    dots: int = 0


class Machine:
    """A printer with a roll, a cover and a switch. ``keep`` is given every slip that is cut."""

    _tail: bytes
    _told: bytes
    _watched: int

    def __init__(
        self,
        *,
        keep: Callable[[CutSlip], None],
        model: Model = GENERIC,
        paper_mm: int | None = None,
        roll_mm: float = 50_000,
        low_mm: float = 3_000,
        first_slip: int = 1,
    ) -> None:
        self.model = model
        self.strip = Strip(DOTS[paper_mm or model.paper_mm])
        self.on = True
        self.troubles = Troubles()
        self._keep = keep
        self._roll = round(roll_mm * DOTS_PER_MM)
        self._low = round(low_mm * DOTS_PER_MM)
        self._left = self._roll
        self._next_slip = first_slip
        self._forget()

    @property
    def paper_out(self) -> bool:
        return self._left <= 0

    @property
    def paper_low(self) -> bool:
        return self._left <= self._low

    @property
    def left_mm(self) -> float:
        return self._left / DOTS_PER_MM

    @property
    def held(self) -> int:
        """Bytes that wait for their turn."""
        return len(self._buffer)

    @property
    def full(self) -> bool:
        """Whether it takes no more bytes for now."""
        return self.held > self.model.buffer

    @property
    def ready(self) -> bool:
        """Whether it would print now."""
        return self.on and not self.paper_out and not self.troubles.stop

    def receive(self, data: bytes) -> bytes:
        """Take bytes; the answers to the real-time requests among them."""
        if not self.on:
            return b""
        window = self._tail + data
        taken = len(self._tail)
        begun = 0
        answers = b""
        for found in _REAL_TIME.finditer(window):
            self._take(window[taken : found.end()])
            taken = begun = found.end()
            answers += self._answer_now(found[0])
        self._take(window[taken:])
        self._tail = window[max(begun, len(window) - len(_CLEAR) + 1) :]
        return b"" if self.troubles.mute else answers

    def step(self) -> Step | None:
        """Tell what changed, or do the next thing in the buffer; None if nothing can be done.

        To be called whenever bytes came or somebody touched the printer, until there is no step.
        """
        news = self._news()
        if news:
            return Step(news)
        if not self.ready:
            return None
        if self._skip:
            return self._skip_data()
        if self._image is not None:
            return self._print_some(self._image)
        read = commands.next_command(self._buffer)
        if read is None:
            return None
        command, length = read
        if isinstance(command, commands.Cut) and self.troubles.jam_at_cut:
            self.troubles.jam_at_cut, self.troubles.jam = False, True
            return Step()
        if not isinstance(command, commands.RealTime):
            self._note(self._buffer[:length])
        del self._buffer[:length]
        return self._do(command)

    def load(self, roll_mm: float | None = None) -> None:
        """Put a new roll in; the strip of the old one is torn off."""
        self._left = self._roll if roll_mm is None else round(roll_mm * DOTS_PER_MM)
        self.strip = Strip(self.strip.width)

    def run_down(self, left_mm: float) -> None:
        """Leave so much paper on the roll."""
        self._left = round(left_mm * DOTS_PER_MM)

    def switch(self, *, on: bool) -> None:
        """Switch on or off; what was in the buffer is gone."""
        self.on = on
        self._forget()

    def _forget(self) -> None:
        self._buffer = bytearray()
        self._record = bytearray()
        self._tail = b""
        self._watched = 0
        self._told = b""
        self._drop_command()

    def _take(self, data: bytes) -> None:
        if not self.troubles.stuck:
            self._buffer += data

    def _note(self, data: bytes | bytearray) -> None:
        """These bytes made the slip."""
        self._record += data
        if len(self._record) > _LONGEST_RECORD:
            del self._record[: _LONGEST_RECORD // 2]

    def _drop_command(self) -> None:
        self._image: commands.Raster | None = None
        self._rows_left = 0
        self._skip = 0
        self._stored: tuple[commands.Raster, bytes] | None = None

    def _answer_now(self, request: bytes) -> bytes:
        if request != _CLEAR:
            return self._condition.real_time(request[2])
        return self._clear() if self.model.clears else b""

    @property
    def _condition(self) -> Condition:
        near_end = self.model.near_end and self.paper_low
        return Condition(self.troubles, near_end, self.paper_out)

    def _news(self) -> bytes:
        """The packet to send by itself (GS a), if something has changed since the last one."""
        packet = self._condition.packet()
        if not self.on or not self._watched or packet == self._told:
            return b""
        self._told = packet
        return b"" if self.troubles.mute else packet

    def _clear(self) -> bytes:
        self._buffer.clear()
        self._record.clear()
        self._drop_command()
        return _CLEARED

    def _do(self, command: commands.Command) -> Step:
        match command:
            case commands.Start():
                self._stored = None
                self._watched = 0
                if not self.strip.rows:
                    self._record[:] = self._record[-2:]
            case commands.Raster():
                self._image = command if command.row_bytes else None
                self._rows_left = command.rows
            case commands.Store(image, data):
                self._stored = (image, data)
            case commands.PrintStored():
                return self._print_stored()
            case commands.Feed(dots):
                return self._move(dots)
            case commands.Cut(feed):
                return self._cut(feed)
            case commands.Ask():
                return Step(b"" if self.troubles.mute else self._answer(command))
            case commands.Watch(what):
                self._watched, self._told = what * self.model.tells_changes, b""
                return Step(self._news())
            case commands.Skip(data):
                self._skip = data
            case commands.Unknown(start):
                log.warning("unknown command", extra={"start": start.hex(" ")})
            case commands.Ignored() | commands.RealTime():
                pass
        return Step()

    def _skip_data(self) -> Step | None:
        length = min(self._skip, len(self._buffer))
        self._note(self._buffer[:length])
        del self._buffer[:length]
        self._skip -= length
        return Step() if length else None

    def _print_some(self, image: commands.Raster) -> Step | None:
        """As many rows as there are, at most a few: paper ends and covers open between them."""
        tall = 2 if image.double_height else 1
        there = len(self._buffer) // image.row_bytes
        rows = min(self._rows_left, there, _ROWS_AT_ONCE, -(-self._left // tall))
        if self._rows_left == 0:
            self._image = None
            return Step()
        if rows == 0:
            return None
        data = bytes(self._buffer[: rows * image.row_bytes])
        self._note(data)
        del self._buffer[: len(data)]
        self._rows_left -= rows
        return self._put(image, data)

    def _print_stored(self) -> Step:
        if self._stored is None or not self._stored[0].row_bytes:
            return Step()
        image, data = self._stored
        whole = len(data) // image.row_bytes * image.row_bytes
        return self._put(image, data[:whole])

    def _put(self, image: commands.Raster, data: bytes) -> Step:
        before = self.strip.height
        row_bytes = image.row_bytes
        if image.double_width:
            data, row_bytes = doubled(data), row_bytes * 2
        if image.double_height:
            rows = (data[at : at + row_bytes] for at in range(0, len(data), row_bytes))
            data = b"".join(row * 2 for row in rows)
        self.strip.print_rows(data, row_bytes)
        moved = self.strip.height - before
        # A doubled row, or a whole stored picture, may be longer than the rest of the roll.
        self._left = max(0, self._left - moved)
        return Step(dots=moved)

    def _move(self, dots: int) -> Step:
        dots = min(dots, self._left)
        self.strip.feed(dots)
        self._left -= dots
        return Step(dots=dots)

    def _cut(self, feed: int) -> Step:
        step = self._move(feed)
        if self.strip.rows:
            name = f"slip-{self._next_slip:04}"
            self._next_slip += 1
            slip = CutSlip(name, self.strip.width, bytes(self.strip.rows), bytes(self._record))
            self.strip = Strip(self.strip.width)
            self._record.clear()
            self._keep(slip)
        return step

    def _answer(self, ask: commands.Ask) -> bytes:
        if ask.what == ord("I"):
            return self.model.identity(ask.number)
        return self._condition.in_turn(ask.number) if self.model.confirms else b""
