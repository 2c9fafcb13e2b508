"""A ``cec-ctl`` whose television is a file: ``python stand_in.py --device FILE …``.

It takes the words that ``cec-ctl`` takes from us and writes what that writes (v4l-utils 1.22–1.30).
The file is the set and its adapter, as JSON; without the file there is no adapter. A person turns
the set on and off by writing ``power``.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

COMMAND = (sys.executable, "-I", "-S", __file__)
"""In place of ``cec-ctl``; without the site packages, which it does not need, it starts at once."""
_TRANSMITTED = """
Transmit from Playback Device 1 to TV (4 to 0):
{name}
"""
_INFO = """\
Driver Info:
	Driver Name                : stand_in
	Adapter Name               : {adapter}
	Physical Address           : {place}
	Logical Address Mask       : 0x0010
"""
_POWER = """\
    Received from TV (0):
    REPORT_POWER_STATUS (0x90):
	pwr-state: {power} (0x{number:02x})
"""
_SENT = "\tSequence: 7 Tx Timestamp: 6505.823s\n"
_NOBODY = "\tTx, Not Acknowledged (4), Max Retries\n"
_POWERS = ("on", "standby", "to-on", "to-standby")
_NAMES = {
    "--give-device-power-status": "GIVE_DEVICE_POWER_STATUS (0x8f)",
    "--image-view-on": "IMAGE_VIEW_ON (0x04)",
    "--standby": "STANDBY (0x36)",
    "--active-source": "ACTIVE_SOURCE (0x82):",
}


@dataclass(frozen=True, slots=True)
class Set:
    """A television and how it behaves."""

    power: str = "standby"
    obeys: bool = True
    tells: bool = True
    """Whether it answers when asked for its power."""
    there: bool = True
    """Whether it is plugged in; else nobody acknowledges."""
    looks_to_switch: int = 0
    """How many times it is asked before it has switched: meanwhile it says to-on, to-standby."""
    left: int = 0
    hangs: float = 0.0
    """Seconds that the adapter takes for anything."""
    source: str = ""
    """The physical address whose picture it shows."""
    heard: tuple[str, ...] = ()
    """Every message, oldest first."""


def main(words: list[str]) -> int:
    """Carry out one command line; the exit status."""
    file = Path(words[words.index("--device") + 1])
    try:
        tv = read(file)
    except FileNotFoundError:
        print(f"Failed to open {file}: No such file or directory", file=sys.stderr)
        return 1
    time.sleep(tv.hangs)
    message = next(word for word in words if word in _NAMES)
    print(_INFO.format(adapter=file.name, place="1.0.0.0"), end="")
    print(_TRANSMITTED.format(name=_NAMES[message]), end="")
    after = heard(tv, message, words[-1])
    if not tv.there:
        print(_NOBODY, end="")
    elif message == "--give-device-power-status" and tv.tells:
        print(_POWER.format(power=after.power, number=_POWERS.index(after.power)), end="")
    print(_SENT, end="")
    write(file, after)
    return 0


def heard(tv: Set, message: str, last_word: str) -> Set:
    """The set after a message."""
    after = replace(tv, heard=(*tv.heard, message))
    if not tv.there or (not tv.obeys and message != "--give-device-power-status"):
        return after
    match message:
        case "--image-view-on" if not tv.power.endswith("on"):
            return _switched(after, "on")
        case "--standby" if not tv.power.endswith("standby"):
            return _switched(after, "standby")
        case "--active-source":
            return replace(after, source=last_word.removeprefix("phys-addr="))
        case "--give-device-power-status" if tv.power.startswith("to-"):
            done = tv.left <= 1
            power = tv.power.removeprefix("to-") if done else tv.power
            return replace(after, power=power, left=max(tv.left - 1, 0))
    return after


def read(file: Path) -> Set:
    """The set of a file."""
    told = json.loads(file.read_text(encoding="utf-8"))
    return Set(**{**told, "heard": tuple(told.get("heard", ()))})


def write(file: Path, tv: Set) -> None:
    """The set as a file."""
    file.write_text(json.dumps(asdict(tv)), encoding="utf-8")


def _switched(tv: Set, power: str) -> Set:
    if tv.looks_to_switch:
        return replace(tv, power=f"to-{power}", left=tv.looks_to_switch)
    return replace(tv, power=power)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
