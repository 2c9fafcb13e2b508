"""Ways out of the lobby that must lead nowhere: keys, keyboards, sticks."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.raspberrypi.emulator.channel import GuestTrouble
from deploy.raspberrypi.emulator.lobby import BOARD, KIOSK, Lobby
from deploy.raspberrypi.emulator.steps import NotShown, Step, Steps

LAST_KEYS = {
    "ctrl-alt-f2": 60, "ctrl-alt-f7": 65, "alt-f4": 62, "ctrl-alt-delete": 111,
    "meta_l-ret": 28, "alt-tab": 15, "alt-spc": 57, "ctrl-alt-backspace": 14,
    "alt-sysrq-b": 48, "esc": 1, "f11": 87,
}  # fmt: skip
"""Combinations by QEMU's names, and the evdev code of each one's last key (input-event-codes.h)."""
BURST = 9
"""systemd restarts the computer at more than seven Ctrl-Alt-Del within two seconds (systemd(1))."""
HEARD = "/run/vuoro-test-keys"
MOST_CHANGED = 0.12
"""Share of a picture that may change by itself: the clock, who waits, the next language."""
_SETTLE_SECONDS = 4.0
_STICK_MB = 16


def keys_do_nothing(lobby: Lobby, steps: Steps) -> None:
    """Every combination, on a keyboard that the kernel knows."""
    # The visitor before must have left, or the screen changes by itself.
    lobby.settled(KIOSK, "home", "kiosk-before-keys")
    lobby.machine.shell(f"setsid /opt/vuoro-test/agent/keys.py >{HEARD} 2>&1 & sleep 2")
    for combination, code in LAST_KEYS.items():
        with steps.step(f"{combination} does nothing") as step, unchanged(lobby, step):
            _press(lobby, combination, code)
    with steps.step(f"ctrl-alt-delete {BURST} times does nothing") as step, unchanged(lobby, step):
        for _ in range(BURST):
            _press(lobby, "ctrl-alt-delete", 111)


def keyboard_does_nothing(lobby: Lobby, steps: Steps) -> None:
    """A USB keyboard that somebody brings along."""
    with (
        steps.step("a USB keyboard that is plugged in does nothing") as step,
        unchanged(lobby, step),
    ):
        lobby.machine.keyboard()
        lobby.machine.wait_for("grep -lq 'QEMU USB Keyboard' /sys/bus/usb/devices/*/product", 60)
        time.sleep(_SETTLE_SECONDS)
        lobby.machine.keys("alt-f4")
        time.sleep(_SETTLE_SECONDS)
        nodes = lobby.machine.run("grep -l 'QEMU USB Keyboard' /sys/class/input/event*/device/name")
        if nodes.status == 0:
            raise NotShown(f"the kernel made {nodes.output.strip()} of it")
        step.seen = "the kernel sees it at the port, and makes no keyboard of it"
    lobby.machine.no_keyboard()


def stick_does_nothing(lobby: Lobby, steps: Steps, work: Path) -> None:
    """A USB stick with a file system on it."""
    stick = work / "stick.raw"
    _make_stick(stick)
    with steps.step("a USB stick does nothing") as step, unchanged(lobby, step):
        lobby.machine.stick(stick)
        lobby.machine.wait_for("grep -lq 'QEMU USB HARDDRIVE' /sys/bus/usb/devices/*/product", 60)
        time.sleep(_SETTLE_SECONDS)
        disks = lobby.machine.run(
            "ls /dev/sd* /dev/disk/by-label/HOLIDAY 2>/dev/null"
        ).output.strip()
        if disks:
            raise NotShown(f"it became {disks}")
        step.seen = "the kernel sees it at the port, and makes no disk of it"
    lobby.machine.no_stick()


@contextmanager
def unchanged(lobby: Lobby, step: Step) -> Iterator[None]:
    """The console, the programs, the mounts, the start, the pictures: before as after."""
    before, pictures = lobby.state(), [lobby.machine.picture(head) for head in (KIOSK, BOARD)]
    yield
    time.sleep(_SETTLE_SECONDS)
    after = lobby.state()
    if after != before:
        raise NotShown(_difference(before, after))
    for head, name in ((KIOSK, "kiosk"), (BOARD, "board")):
        share = lobby.machine.picture(head).differs_from(pictures[head])
        if share > MOST_CHANGED:
            lobby.picture(head, f"changed-{len(list(lobby.report.glob('changed-*')))}-{name}")
            raise NotShown(f"{share:.0%} of the {name}'s picture changed")


def _press(lobby: Lobby, combination: str, code: int) -> None:
    """Press, and see that the kernel heard it: else doing nothing would show nothing."""
    before = _heard(lobby, code)
    lobby.machine.keys(combination)
    ends = 20
    while _heard(lobby, code) <= before:
        ends -= 1
        if not ends:
            raise GuestTrouble(f"the kernel did not hear {combination}")
        time.sleep(0.5)


def _heard(lobby: Lobby, code: int) -> int:
    return int(lobby.machine.shell(f"grep -cP '\\t{code}$' {HEARD} || true"))


def _difference(before: object, after: object) -> str:
    changed = [
        f"{name}: {getattr(before, name)!r} became {getattr(after, name)!r}"
        for name in ("console", "programs", "mounts", "boot")
        if getattr(before, name) != getattr(after, name)
    ]
    return "; ".join(changed)


def _make_stick(file: Path) -> None:
    file.unlink(missing_ok=True)
    subprocess.run(
        ["mke2fs", "-q", "-t", "ext4", "-L", "HOLIDAY", str(file), f"{_STICK_MB}M"], check=True
    )
