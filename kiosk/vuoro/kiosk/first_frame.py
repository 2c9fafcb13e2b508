"""How long it took from the start of the process to the first usable picture, for the bench."""

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

_STARTED = 19
"""Field of /proc/self/stat after the name: clock ticks from boot to the start of the process."""


def tell(environment: Mapping[str, str]) -> None:
    """Print it as a line of JSON where ``VUORO_FIRST_FRAME`` asks for it."""
    if environment.get("VUORO_FIRST_FRAME"):
        times = {"first_frame_ms": milliseconds(), "cpu_ms": time.process_time() * 1000}
        print(json.dumps({name: round(value, 1) for name, value in times.items()}), flush=True)


def milliseconds() -> float:
    """Since the process was started, to 10 ms."""
    fields = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    started = int(fields[_STARTED]) / os.sysconf("SC_CLK_TCK")
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - started) * 1000
