"""How the printer is, in the bits in which it says so.

Source: Epson, *ESC/POS Command Reference*, DLE EOT, GS a and GS r.
"""

from dataclasses import dataclass

from vuoro.hardware.printers.virtual.troubles import Troubles


@dataclass(frozen=True, slots=True)
class Condition:
    """Its troubles, and what its paper sensors see."""

    troubles: Troubles
    near_end: bool
    paper_out: bool

    @property
    def offline(self) -> bool:
        return self.paper_out or self.troubles.offline

    def real_time(self, number: int) -> bytes:
        """The answer to DLE EOT 1 (printer), 2 (cause), 3 (error) or 4 (paper)."""
        troubles, out = self.troubles, self.paper_out
        match number:
            case 1:
                bits = 0x08 * self.offline
            case 2:
                bits = 0x04 * troubles.cover_open | 0x20 * out | 0x40 * bool(troubles.error)
            case 3:
                bits = troubles.error
            case _:
                bits = 0x0C * self.near_end | 0x60 * out
        return bytes((0x12 | bits,))

    def packet(self) -> bytes:
        """Automatic status back: printer, errors, paper, and a byte that says nothing."""
        printer = 0x10 | 0x08 * self.offline | 0x20 * self.troubles.cover_open
        return bytes((printer, self.troubles.error, self._sensors, 0))

    def in_turn(self, number: int) -> bytes:
        """The answer to GS r 1 (paper) or 2 (drawer)."""
        return bytes((self._sensors if number in (1, 49) else 0,))

    @property
    def _sensors(self) -> int:
        return 0x03 * self.near_end | 0x0C * self.paper_out
