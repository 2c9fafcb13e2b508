"""Whether a lobby device is as sealed as it was made, as found at its last start."""

import json
from collections.abc import Iterator
from pathlib import Path

from vuoro.lobby.doctor.finding import Finding

REPORT = "run/vuoro/sealed.json"
_MATTER = "Sealed"


def sealed(root: Path) -> Iterator[Finding]:
    """Nothing on a computer that is no device: there nobody looked (vuoro appliance sealed)."""
    try:
        told = json.loads((root / REPORT).read_text(encoding="utf-8"))
        meant, faults = bool(told["meant"]), [str(fault) for fault in told["faults"]]
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError):
        yield Finding(_MATTER, False, "what was found at the start can't be read. Restart it")
        return
    for fault in faults:
        yield Finding(_MATTER, False, fault)
    if not faults:
        yes = "the system can't be written, swap and dumps are off, the firewall is on"
        no = "swap and dumps are off, the firewall is on; the system can be written, as made"
        yield Finding(_MATTER, True, yes if meant else no)
