"""An emulated lobby device from power on to pulled plug: its shell, screens, keys and sockets."""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from deploy.raspberrypi.emulator.channel import Channel, Done, GuestTrouble
from deploy.raspberrypi.emulator.picture import Picture
from deploy.raspberrypi.emulator.qemu import HEADS, Parts, words
from deploy.raspberrypi.emulator.qmp import Monitor
from deploy.raspberrypi.emulator.rfb import Screen

BOOT_SECONDS = 600.0
"""A slow emulation on a busy computer."""
_SOCKET_SECONDS = 30.0
_LOOK_SECONDS = 1.0


class Machine:
    """One run of QEMU. ``work`` gets the logs of QEMU and of the guest's console."""

    def __init__(
        self, parts: Parts, work: Path, mono: Callable[[], float] = time.monotonic
    ) -> None:
        self.parts, self.work, self._mono = parts, work, mono
        work.mkdir(parents=True, exist_ok=True)
        # A socket's path has at most 107 bytes (unix(7)), and a checkout may lie deep.
        self._sockets = Path(tempfile.mkdtemp(prefix="vuoro-"))
        with open(work / "qemu.log", "ab") as log:
            self._process = subprocess.Popen(
                words(parts, self._sockets, work), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self.powered_on = mono()
        try:
            self._reach()
        except BaseException:
            self.kill()
            raise

    @staticmethod
    @contextmanager
    def boot(
        parts: Parts,
        work: Path,
        *,
        screens: tuple[tuple[int, int], ...] = (),
        seconds: float = BOOT_SECONDS,
    ) -> "Iterator[Machine]":
        """Power on with these screens plugged in, first to last; wait for the agent; pull the plug
        at the end. Raises GuestTrouble."""
        machine = Machine(parts, work)
        try:
            for head, size in enumerate(screens):
                machine.plug(head, *size)
            machine.wait_for_boot(1, seconds)
            yield machine
        finally:
            machine.kill()

    @property
    def age(self) -> float:
        """Seconds since power on."""
        return self._mono() - self.powered_on

    def run(self, command: str, timeout: float = 60.0) -> Done:
        """A command of the guest's shell, as root. Raises GuestTrouble when nothing answers."""
        return self._channel.run(command, timeout)

    def shell(self, command: str, timeout: float = 60.0) -> str:
        """What it prints. Raises GuestTrouble where it fails."""
        done = self.run(command, timeout)
        if done.status:
            raise GuestTrouble(f"{command}: exit status {done.status}: {done.output.strip()}")
        return done.output.strip()

    def wait_for(self, command: str, seconds: float) -> float:
        """Try a command until it succeeds; seconds it took. Raises GuestTrouble."""
        started, last = self._mono(), ""
        while self._mono() - started < seconds:
            with suppress(GuestTrouble):
                done = self.run(command)
                if done.status == 0:
                    return self._mono() - started
                last = done.output.strip()
            time.sleep(_LOOK_SECONDS)
        raise GuestTrouble(f"{command}: not within {seconds:.0f} s: {last}")

    def put(self, path: str, data: bytes) -> None:
        """Write a small file in the guest."""
        self._channel.put(path, data)

    def get(self, path: str) -> bytes:
        """Read a small file of the guest."""
        return self._channel.get(path)

    def wait_for_boot(self, number: int, seconds: float = BOOT_SECONDS) -> None:
        """Wait for the agent of the ``number``-th start since power on. Raises GuestTrouble."""
        self._channel.wait_for_boot(number, seconds)

    @property
    def boots(self) -> int:
        """Starts since power on whose agent was heard."""
        return len(self._channel.boots)

    def picture(self, head: int) -> Picture:
        """What a screen shows now."""
        return self._screens[head].picture()

    def plug(self, head: int, width: int, height: int) -> None:
        """Plug a screen of that size in, or change its size."""
        self._screens[head].plug(width, height)

    def unplug(self, head: int) -> None:
        """Pull a screen's cable."""
        self._screens[head].plug(0, 0)

    def keys(self, combination: str) -> None:
        """Press keys together on the keyboard, QEMU's names joined by hyphens: ctrl-alt-f2."""
        pressed = [{"type": "qcode", "data": key} for key in combination.split("-")]
        self._monitor.order("send-key", keys=pressed, hold_time=200)

    def keyboard(self) -> None:
        """Plug a USB keyboard in."""
        self._monitor.order("device_add", driver="usb-kbd", id="keyboard", bus="usb.0")

    def no_keyboard(self) -> None:
        """Pull it out."""
        self._monitor.order("device_del", id="keyboard")

    def stick(self, file: Path) -> None:
        """Plug a USB stick in that holds what the file holds."""
        self._monitor.order(
            "blockdev-add", driver="raw", node_name="stick",
            file={"driver": "file", "filename": str(file)},
        )  # fmt: skip
        self._monitor.order(
            "device_add", driver="usb-storage", id="stick", drive="stick", bus="usb.0"
        )

    def no_stick(self) -> None:
        """Pull it out."""
        self._monitor.order("device_del", id="stick")
        time.sleep(1)
        self._monitor.order("blockdev-del", node_name="stick")

    @contextmanager
    def held(self) -> Iterator[None]:
        """All of it stands still meanwhile: its disk is what a pulled plug would leave just now."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """Pull the plug."""
        self._process.kill()
        self._process.wait()
        for part in ("_channel", "_monitor"):
            if hasattr(self, part):
                getattr(self, part).close()
        for screen in getattr(self, "_screens", ()):
            screen.close()
        shutil.rmtree(self._sockets, ignore_errors=True)

    def _reach(self) -> None:
        """Connect to all sockets. Raises GuestTrouble."""
        ends = self._mono() + _SOCKET_SECONDS
        while True:
            try:
                self._monitor = Monitor(self._sockets / "monitor")
                break
            except OSError:
                if self._process.poll() is not None or self._mono() > ends:
                    told = (self.work / "qemu.log").read_text(errors="replace").splitlines()
                    raise GuestTrouble(f"QEMU did not start: {' '.join(told[-3:])}") from None
                time.sleep(0.1)
        self._channel = Channel(self._sockets / "channel")
        self._screens = tuple(Screen(self._sockets / f"head{head}") for head in range(HEADS))
