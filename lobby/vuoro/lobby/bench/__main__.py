"""``make bench``: prints the tables and writes ``build/bench.json``."""

import argparse
import json
import os
import platform
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from vuoro.lobby.bench import (
    appliance,
    bookings,
    calls,
    camera,
    commands,
    copies,
    devices,
    flapping,
    fleet,
    programs,
    speaking,
    streams,
)
from vuoro.lobby.bench.figures import Figure, as_json, table

PARTS: dict[str, tuple[str, Callable[[], list[Figure]]]] = {
    "commands": ("Commands, beside a bare POST with one fsynced commit", commands.measure),
    "copies": ("A copy of each event on the second medium, beside none", copies.measure),
    "streams": ("Streams and reads, beside a bare broadcast and a bare GET", streams.measure),
    "devices": ("Slip and camera, processor time", devices.measure),
    "camera": ("A camera and the glass on one core", camera.measure),
    "programs": ("The programs", programs.measure),
    "appliance": ("The device: memory, and what is written to its disk", appliance.measure),
    "calls": ("Calls aloud, from the clerk's press to the player's first sample", calls.measure),
    "speaking": ("Voices", speaking.measure),
    "bookings": ("The backend's bookings, beside a bare commit of one row", bookings.measure),
    "fleet": ("What lobbies tell and are told, and a thousand of them", fleet.measure),
    "flapping": ("A kiosk while the network flaps, beside a good network", flapping.measure),
}


def main(arguments: list[str]) -> int:
    """Measure some or all parts. The exit status is 0 whether targets were met or not."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help=f"of: {', '.join(PARTS)}")
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"))
    options = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {load:.2f}"
    print(f"{machine}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    told: dict[str, object] = {"machine": platform.machine(), "cores": os.cpu_count(), "load": load}
    for part in options.parts or PARTS:
        title, measure = PARTS[part]
        print(f"\n{title}\n", flush=True)
        figures = measure()
        print(table(figures), flush=True)
        told[part] = as_json(figures)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(told, indent=1), encoding="utf-8")
    print(f"\nWritten to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
