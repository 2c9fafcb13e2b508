"""The paper as a visitor and a phone read it: the number drawn on each slip, and its code."""

from collections.abc import Iterator
from pathlib import Path

from deploy.raspberrypi.emulator.faults.account import PIECE, Slip
from deploy.raspberrypi.emulator.guest.drawing import drawn
from deploy.raspberrypi.emulator.guest.ledger import slips


class Reader:
    """Reads ledgers that grow: a slip that was read is not read again (two decoders take a while).

    Each slip's picture stays in the folder.
    """

    def __init__(self, pictures: Path) -> None:
        self._pictures = pictures
        self._known: dict[bytes, Slip] = {}
        pictures.mkdir(parents=True, exist_ok=True)

    def read(self, ledger: bytes) -> tuple[Slip, ...]:
        """Every slip. Raises BadLedger, NoSlip, and Failed for paper that can't be read."""
        return tuple(self._read(at, data) for at, data in enumerate(slips(ledger), start=1))

    def _read(self, at: int, data: bytes) -> Slip:
        if data not in self._known:
            # cv2 and pyzbar take a while to load; who asks only for --help does without.
            from vuoro.lobby.tour.paper import NoCode, read_slip

            file = self._pictures / f"slip-{at:04}.png"
            file.write_bytes(drawn(data).png())
            try:
                read = read_slip(file)
                self._known[data] = Slip(read.number, read.token)
            except NoCode:
                self._known[data] = PIECE
        return self._known[data]


def read_seen(lines: bytes) -> Iterator[str]:
    """The numbers that visitors saw; the torn last line of a power cut is none."""
    whole, _, _ = lines.rstrip(b"\0").rpartition(b"\n")
    yield from whole.decode("ascii").split()
