"""Where slips are kept: ``slip-0001.png`` to look at, ``slip-0001.bin`` with its exact bytes."""

from pathlib import Path

from vuoro.hardware.printers.virtual.paper import CutSlip


class SlipFolder:
    """A folder of slips; slips that are there already are never written over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def next_number(self) -> int:
        numbers = (int(file.stem[5:]) for file in self._folder.glob("slip-[0-9]*.bin"))
        return max(numbers, default=0) + 1

    def keep(self, slip: CutSlip) -> None:
        """Write both files; the picture comes last and whole: who sees it finds the bytes too."""
        (self._folder / f"{slip.name}.bin").write_bytes(slip.data)
        unfinished = self._folder / f"{slip.name}.png.part"
        unfinished.write_bytes(slip.png())
        unfinished.rename(self._folder / f"{slip.name}.png")
