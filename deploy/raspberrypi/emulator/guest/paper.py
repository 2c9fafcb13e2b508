"""What came out of the printer, for a shell: ``paper [LEDGER [DATABASE]]`` prints it as JSON.

``{"bytes": …, "count": …, "slips": [{"number": "A001", "url": …}, …]}``. A slip's number is the one
that the lobby gave to whoever has the secret in the slip's code; null where it knows nobody. What
is drawn on the paper is read outside (``deploy.raspberrypi.emulator.faults.reading``).
"""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from deploy.raspberrypi.emulator.guest.drawing import drawn
from deploy.raspberrypi.emulator.guest.ledger import slips
from vuoro.hardware.printers.virtual.paper import CutSlip

LEDGER = Path("/var/lib/vuoro-test/paper")
DATABASE = Path("/var/lib/vuoro/lobby/lobby.db")
_QUIET = 40
"""White dots round a slip, which a camera would see too."""


def main(words: list[str]) -> int:
    """Print what is on the paper."""
    ledger, database = (*map(Path, words), *(LEDGER, DATABASE)[len(words) :])
    found = list(slips(ledger.read_bytes()))
    told = [_told(code_on(drawn(slip)), database) for slip in found]
    print(json.dumps({"bytes": sum(map(len, found)), "count": len(found), "slips": told}))
    return 0


def _told(url: str, database: Path) -> dict[str, str | None]:
    return {"number": number(url, database), "url": url}


def code_on(slip: CutSlip) -> str:
    """Where the code on a slip leads; empty where there is none."""
    import numpy as np
    import zxingcpp

    dots = np.unpackbits(np.frombuffer(slip.rows, np.uint8)).reshape(-1, slip.width)
    grey = np.pad((1 - dots) * np.uint8(255), _QUIET, constant_values=255).astype(np.uint8)
    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    codes = zxingcpp.read_barcodes(grey, formats=only)
    return str(codes[0].text) if len(codes) == 1 else ""


def number(url: str, database: Path) -> str | None:
    """The number of whoever has the address on this slip. Raises sqlite3.Error."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as lobby:
        row = lobby.execute(
            "SELECT number FROM ticket WHERE token = ?", (url.rpartition("/")[2],)
        ).fetchone()
    return str(row[0]) if row else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
