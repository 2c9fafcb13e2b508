"""``make appliance-test``: the device from the recipe to a visitor with a number, in an emulator.

Nothing is simulated but the hardware: Debian 13 boots, systemd starts the programs, the compositor
puts them on two screens, fingers and scans come through the kernel, paper over TCP. The report goes
to build/appliance/report/.
"""

import argparse
import sys
import time

from deploy.raspberrypi.emulator import locks, measures, system, visits
from deploy.raspberrypi.emulator.building import APPLIANCE, FOLDER, built
from deploy.raspberrypi.emulator.channel import GuestTrouble
from deploy.raspberrypi.emulator.image import overlay
from deploy.raspberrypi.emulator.lobby import BOARD, KIOSK, SIZES, Lobby
from deploy.raspberrypi.emulator.machine import Machine
from deploy.raspberrypi.emulator.qemu import Parts
from deploy.raspberrypi.emulator.steps import Steps
from deploy.raspberrypi.emulator.turn import one_emulator

REPORT = APPLIANCE / "report"


def main() -> int:
    """Build, boot, try; 0 where every step showed what it should."""
    options = _parser().parse_args()
    steps, started = Steps(), time.monotonic()
    for old in REPORT.glob("*"):
        old.unlink()
    with one_emulator():
        parts = _made_before() if options.no_build else built(steps)
        figures = tried(parts, steps)
    minutes = (time.monotonic() - started) / 60
    steps.write(REPORT / "steps.json", minutes=round(minutes, 1), figures=figures)
    print(f"\n{steps.table()}\n\n{minutes:.0f} minutes. Pictures are in {REPORT}.")
    return 0 if steps.good else 1


def tried(parts: Parts, steps: Steps) -> dict[str, object]:
    """Power on, and all that is to be shown; figures by name."""
    figures: dict[str, object] = {}
    fresh = overlay(parts, FOLDER / "test.qcow2")
    with (
        steps.step("nothing stood in the way of the test"),
        Machine.boot(fresh, REPORT, screens=SIZES) as machine,
    ):
        lobby = Lobby(machine, REPORT)
        with steps.step("from power on to both screens") as step:
            lobby.wait_until_open()
            figures["first_frame_seconds"] = round(machine.age, 1)
            step.seen = f"{machine.age:.0f} s, emulated"
        if not steps.good:
            _tell_why(lobby)
            raise GuestTrouble("the programs did not start; journal.txt says more")
        visits.screens_are_right(lobby, steps)
        system.debian_agrees(lobby, steps)
        visits.touch_takes_a_ticket(lobby, steps)
        visits.scan_checks_in(lobby, steps)
        locks.keys_do_nothing(lobby, steps)
        locks.keyboard_does_nothing(lobby, steps)
        locks.stick_does_nothing(lobby, steps, FOLDER)
        with steps.step("after all this a visitor gets a number") as step:
            step.seen = lobby.visit()
        figures["memory_mb"] = measures.memory(lobby, steps)
        figures["mb_per_1000_tickets"] = measures.ticket_writes(lobby, steps)
        figures["idle_mb_an_hour"] = measures.idle_writes(lobby, steps)
        lobby.picture(KIOSK, "kiosk-end")
        lobby.picture(BOARD, "board-end")
        _tell_why(lobby)
    return figures


def _tell_why(lobby: Lobby) -> None:
    """The journal of the guest, for whoever looks for a fault."""
    told = lobby.machine.run("journalctl -b --no-pager -o short-monotonic | tail -2000", 240)
    (lobby.report / "journal.txt").write_text(told.output, encoding="utf-8")


def _made_before() -> Parts:
    return Parts(FOLDER / "disk.raw", FOLDER / "kernel", FOLDER / "initrd")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, prog="make appliance-test")
    parser.add_argument(
        "--no-build", action="store_true", help="boot the device that was built the last time"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
