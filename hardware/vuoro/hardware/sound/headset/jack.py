"""A headset jack that the kernel reports as the switch of an input device."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from vuoro.hardware.evdev import (
    EV_SW,
    EV_SYN,
    SW_HEADPHONE_INSERT,
    SYN_DROPPED,
    InputDevice,
    Ioctl,
)
from vuoro.hardware.scanners.retrying import retry_after
from vuoro.hardware.sound.headset.finding import find_jack
from vuoro.hardware.sound.headset.headset import OnPlug
from vuoro.hardware.tether import DeviceLost, Mono, Tether

STEADY_SECONDS = 0.15
"""A plug on its way in makes and breaks contact; one that comes out counts at the first break."""
AUTO = "auto"

log = logging.getLogger(__name__)


class JackHeadset:
    """A ``Headset`` over one input device: by a path, by a USB name, or the first (``auto``).

    The device is not grabbed: the sound server switches between loudspeaker and headset by it.
    """

    def __init__(
        self,
        source: str = AUTO,
        *,
        root: Path = Path("/"),
        ioctl: Ioctl | None = None,
        mono: Mono = time.monotonic,
        retry: Callable[[int], float] = retry_after,
    ) -> None:
        self._line = _Jack(source, root, ioctl, mono)
        self._tether = Tether(self._line, "headset jack", retry=retry, mono=mono)

    @property
    def plugged(self) -> bool | None:
        return self._line.plugged

    def watch(self, on_plug: OnPlug) -> None:
        if not self._tether.used:
            self._line.on_plug = on_plug
            self._tether.start()

    def close(self) -> None:
        # Letting go of the device is no news of the plug.
        self._line.on_plug = lambda plugged: None
        self._tether.close()


class _Jack:
    """The switch on its cable (see ``tether.Line``)."""

    def __init__(self, source: str, root: Path, ioctl: Ioctl | None, mono: Mono) -> None:
        self.plugged: bool | None = None
        self.on_plug: OnPlug = lambda plugged: None
        self._source, self._root, self._ioctl, self._mono = source, root, ioctl, mono
        self._device: InputDevice | None = None
        self._since: float | None = None
        """When the plug made the contact that has yet to prove steady."""

    def open(self) -> int:
        self._device = InputDevice(self._path(), root=self._root, ioctl=self._ioctl, grab=False)
        descriptor = self._device.open()
        self._become(self._device.switch(SW_HEADPHONE_INSERT))
        return descriptor

    def patience(self) -> float | None:
        if self._since is None:
            return None
        return max(self._since + STEADY_SECONDS - self._mono(), 0.0)

    def arrived(self) -> None:
        assert self._device is not None
        for event in self._device.read():
            if event.kind == EV_SYN and event.code == SYN_DROPPED:
                self._moved(plugged=self._device.switch(SW_HEADPHONE_INSERT))
            elif event.kind == EV_SW and event.code == SW_HEADPHONE_INSERT:
                self._moved(plugged=bool(event.value))
        if self.patience() == 0:
            self.silent()

    def silent(self) -> None:
        if self._since is not None:
            self._become(True)

    def close(self) -> None:
        if self._device is not None:
            self._device.close()
            self._device = None
            self._become(None)

    def _path(self) -> str:
        if self._source != AUTO:
            return self._source
        path = find_jack(self._root)
        if path is None:
            raise DeviceLost("there is no headset jack")
        return str(path.relative_to(self._root))

    def _moved(self, *, plugged: bool) -> None:
        if not plugged:
            self._become(False)
        elif not self.plugged and self._since is None:
            self._since = self._mono()

    def _become(self, plugged: bool | None) -> None:
        self._since = None
        if plugged is self.plugged:
            return
        self.plugged = plugged
        try:
            self.on_plug(plugged)
        except Exception:
            log.exception("the headset's plug could not be told")
