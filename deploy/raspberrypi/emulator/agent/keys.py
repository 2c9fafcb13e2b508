#!/usr/bin/python3 -I
"""Says which keys the kernel hears, one line a press: device name, tab, key code (evdev)."""

import glob
import os
import select
import struct

EVENT = struct.Struct("llHHi")
EV_KEY, PRESSED = 1, 1


def main() -> None:
    """Until it is ended; keyboards may come and go."""
    heard: dict[str, int] = {}
    while True:
        for path in glob.glob("/dev/input/event*"):
            if path not in heard:
                heard[path] = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        ready, _, _ = select.select(list(heard.values()), [], [], 1)
        for path, handle in list(heard.items()):
            if handle in ready and not tell(path, handle):
                os.close(heard.pop(path))


def tell(path: str, handle: int) -> bool:
    """Print what was pressed; False where the device is gone."""
    try:
        data = os.read(handle, EVENT.size * 64)
        with open(f"/sys/class/input/{os.path.basename(path)}/device/name") as name:
            called = name.read().strip()
    except OSError:
        return False
    for _, _, kind, code, value in EVENT.iter_unpack(data):
        if kind == EV_KEY and value == PRESSED:
            print(f"{called}\t{code}", flush=True)
    return True


if __name__ == "__main__":
    main()
