"""``python -m deploy.raspberrypi.emulator.faults.program``: break a device in every way; a table.

Starts from the image that ``make appliance-test`` made. Rows go to ``build/appliance/faults.json``
as they come, so that a run that was stopped has shown what it has.
"""

import argparse
import json
import random
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from deploy.raspberrypi.emulator.faults.broken import BROKEN, GOOD, variant
from deploy.raspberrypi.emulator.faults.fault import FAULTS
from deploy.raspberrypi.emulator.faults.living import Living
from deploy.raspberrypi.emulator.faults.plugs import (
    BOOT_LIMIT,
    left_on_disks,
    powered,
    pulled,
    pulls_during_tickets,
    update,
)
from deploy.raspberrypi.emulator.faults.reading import Reader
from deploy.raspberrypi.emulator.faults.table import Row, as_json, as_text
from deploy.raspberrypi.emulator.faults.updates import bad_update
from deploy.raspberrypi.emulator.image import overlay
from deploy.raspberrypi.emulator.qemu import Parts
from deploy.raspberrypi.emulator.turn import one_emulator

ROOT = Path(__file__).resolve().parents[4]
BUILD = ROOT / "build/appliance"
_SOONEST, _LATEST_OF_UPDATE = 5.0, 300.0


def main() -> int:
    """Run what was asked for; 1 when anything was lost, or did not come back."""
    told = _parser().parse_args()
    # So that the emulator ends with us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    rows: list[Row] = []
    with one_emulator():
        for row in _rows(told):
            rows.append(row)
            print(as_text(rows[-1:]).splitlines()[-1], flush=True)
            text = json.dumps(as_json(rows), indent=1, ensure_ascii=False)
            told.out.write_text(f"{text}\n", encoding="utf-8")
    print(f"\n{as_text(rows)}")
    return 0 if rows and all(row.good for row in rows) else 1


def _rows(told: argparse.Namespace) -> Iterator[Row]:
    image = told.image
    share = BUILD / "emulator/share"
    base = Parts(image / "disk.raw", image / "kernel", image / "initrd", share=share)
    share.mkdir(parents=True, exist_ok=True)
    folder = BUILD / "faults"
    living = Living(Reader(folder / "slips"))
    parts = replace(overlay(base, folder / "disk.qcow2"), share=share)
    chosen = [fault for fault in FAULTS if told.only in fault.name]
    chance = random.Random(told.seed)
    if chosen or told.updates or told.disks:
        with powered(parts, folder) as device:
            yield living.started(device, "switched on", BOOT_LIMIT)
            for fault in chosen:
                yield living.through(device, fault)
            if told.updates:
                yield bad_update(device, living, _bundle(told, BROKEN).name)
            yield from left_on_disks(
                device, parts.disk, living, pulls_during_tickets(told.disks, chance)
            )
    pulls = pulls_during_tickets(told.plugs, chance)
    if told.update_plugs:
        name = _bundle(told, GOOD).name
        pulls += [
            update(f"/mnt/{name}", chance.uniform(_SOONEST, _LATEST_OF_UPDATE))
            for _ in range(told.update_plugs)
        ]
        # So that a run that was stopped has shown some of both.
        chance.shuffle(pulls)
    yield from pulled(parts, folder, living, pulls)


def _bundle(told: argparse.Namespace, version: str) -> Path:
    """A release that is newer, in the folder that the device can read."""
    breaks = "vuoro/kiosk/program.py" if version == BROKEN else ""
    return variant(told.release, version, told.key, BUILD / "emulator/share", breaks)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Break the emulated device in every way.")
    add = parser.add_argument
    add("--image", type=Path, default=BUILD / "emulator", help="folder of disk.raw")
    add("--release", type=Path, default=BUILD / "emulator/amd64/0.1.0",
        help="folder of the release in the image")  # fmt: skip
    add("--key", type=Path, default=BUILD / "release.key", help="the key it is signed with")
    add("--only", default="", help="only faults with this in their name; 'none' for none")
    add("--plugs", type=int, default=16, help="plugs pulled during tickets")
    add("--disks", type=int, default=20, help="disks looked at as a pulled plug would leave them")
    add("--update-plugs", type=int, default=4, help="plugs pulled during an update")
    add("--no-updates", dest="updates", action="store_false", help="no update that breaks")
    add("--seed", type=int, default=6, help="when the plugs are pulled")
    add("--out", type=Path, default=BUILD / "faults.json")
    return parser


if __name__ == "__main__":
    sys.exit(main())
