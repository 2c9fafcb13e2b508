"""A USB bus with one printer on it: what libusb would say, with a virtual printer behind it."""

import array
import errno
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

import usb.backend
import usb.core

from vuoro.hardware.printers.virtual.machine import Machine
from vuoro.hardware.usb_identity import UsbName

OUT, IN = 0x01, 0x82
_BULK = 2
TM_T20III = UsbName("04b8", "0e28", "583452590000")
_BUFFER = 64 * 1024
_TIMED_OUT = -7
"""LIBUSB_ERROR_TIMEOUT."""
_ENGLISH = b"\x09\x04"


@dataclass(slots=True)
class _Handle:
    """An opened device; of no use after the device was unplugged, even if it comes back."""

    plugged: int
    claimed: set[int] = field(default_factory=set)


class SimulatedBus(usb.backend.IBackend):  # type: ignore[misc]  # pyusb ships no types
    """Give it to ``UsbPrinter`` as its ``backend``. Safe to use from several threads.

    ``usblp`` is whether the kernel's driver holds the interface at first.
    """

    def __init__(
        self,
        machine: Machine,
        *,
        name: UsbName = TM_T20III,
        usblp: bool = True,
        answers: bool = True,
    ) -> None:
        self.usblp = usblp
        self.opened = 0
        """Handles that are open."""
        self._machine = machine
        self._name = name
        self._answers = answers
        self._changed = threading.Condition()
        self._plugged = 1
        """Counts how often it was plugged in; negative while it is not."""
        self._frozen = False
        self._break_after: int | None = None
        self._said = bytearray()

    def unplug(self) -> None:
        """Pull the cable, or switch the printer off."""
        with self._changed:
            self._plugged = -abs(self._plugged)
            self._machine.switch(on=False)
            self._said.clear()
            self._changed.notify_all()

    def plug(self) -> None:
        """Plug it in again: the same device, and yet another one to whoever had it open."""
        with self._changed:
            self._plugged = abs(self._plugged) + 1
            self._machine.switch(on=True)
            self.usblp = True
            self._changed.notify_all()

    def unplug_after(self, count: int) -> None:
        """Pull the cable once so many more bytes have come."""
        with self._changed:
            self._break_after = count

    def freeze(self, *, on: bool = True) -> None:
        """Take no bytes, as a hung printer does."""
        with self._changed:
            self._frozen = on
            self._changed.notify_all()

    def do(self, act: Callable[[Machine], None]) -> None:
        """Do something to the machine, and let it go on if it can."""
        with self._changed:
            act(self._machine)
            self._work()

    def enumerate_devices(self) -> Iterator[int]:
        return iter((self._plugged,) if self._plugged > 0 else ())

    def get_parent(self, dev: int) -> None:
        return None

    def get_device_descriptor(self, dev: int) -> SimpleNamespace:
        strings = {"iManufacturer": 1, "iProduct": 2, "iSerialNumber": 3}
        return SimpleNamespace(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x0200,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=64,
            idVendor=int(self._name.vendor, 16),
            idProduct=int(self._name.product, 16),
            bcdDevice=0x0100,
            bNumConfigurations=1,
            address=dev,
            bus=1,
            port_number=1,
            port_numbers=(1,),
            speed=3,
            **strings,
        )

    def get_configuration_descriptor(self, dev: int, config: int) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=1,
            extra_descriptors=[],
        )

    def get_interface_descriptor(
        self, dev: int, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        if (intf, alt) != (0, 0):
            raise IndexError
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=1 + self._answers,
            bInterfaceClass=7,
            bInterfaceSubClass=1,
            bInterfaceProtocol=1 + self._answers,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(
        self, dev: int, ep: int, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=(OUT, IN)[ep],
            bmAttributes=_BULK,
            wMaxPacketSize=64,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, dev: int) -> _Handle:
        self._check(dev)
        self.opened += 1
        return _Handle(dev)

    def close_device(self, dev_handle: _Handle) -> None:
        self.opened -= 1

    def get_configuration(self, dev_handle: _Handle) -> int:
        self._check(dev_handle.plugged)
        return 1

    def claim_interface(self, dev_handle: _Handle, intf: int) -> None:
        self._check(dev_handle.plugged)
        if self.usblp:
            raise usb.core.USBError("Resource busy", -6, errno.EBUSY)
        dev_handle.claimed.add(intf)

    def release_interface(self, dev_handle: _Handle, intf: int) -> None:
        self._check(dev_handle.plugged)
        dev_handle.claimed.discard(intf)

    def is_kernel_driver_active(self, dev_handle: _Handle, intf: int) -> bool:
        self._check(dev_handle.plugged)
        return self.usblp

    def detach_kernel_driver(self, dev_handle: _Handle, intf: int) -> None:
        self._check(dev_handle.plugged)
        self.usblp = False

    def attach_kernel_driver(self, dev_handle: _Handle, intf: int) -> None:
        self._check(dev_handle.plugged)
        self.usblp = True

    def ctrl_transfer(  # the library's signature
        self,
        dev_handle: _Handle,
        request_type: int,
        request: int,
        value: int,
        index: int,
        data: "array.array[int]",
        timeout: int,
    ) -> int:
        """GET_DESCRIPTOR of strings, the only control transfer there is."""
        self._check(dev_handle.plugged)
        texts = ("Vuoro", "Virtual printer", self._name.serial)
        number = value & 0xFF
        body = texts[number - 1].encode("utf-16-le") if number else _ENGLISH
        descriptor = bytes((len(body) + 2, 3)) + body
        data[: len(descriptor)] = array.array("B", descriptor)
        return len(descriptor)

    def bulk_write(
        self, dev_handle: _Handle, ep: int, intf: int, data: "array.array[int]", timeout: int
    ) -> int:
        with self._changed:
            self._wait(dev_handle, timeout, lambda: self._room > 0)
            taken = bytes(data)[: self._room]
            breaks = self._break_after is not None and len(taken) >= self._break_after
            if breaks:
                taken = taken[: self._break_after]
            elif self._break_after is not None:
                self._break_after -= len(taken)
            self._said += self._machine.receive(taken)
            self._work()
            if breaks:
                self._break_after = None
                self.unplug()
        return len(taken)

    def bulk_read(
        self, dev_handle: _Handle, ep: int, intf: int, buff: "array.array[int]", timeout: int
    ) -> int:
        with self._changed:
            self._wait(dev_handle, timeout, lambda: bool(self._said))
            said = bytes(self._said[: len(buff)])
            del self._said[: len(said)]
        buff[: len(said)] = array.array("B", said)
        return len(said)

    def clear_halt(self, dev_handle: _Handle, ep: int) -> None:
        self._check(dev_handle.plugged)

    @property
    def _room(self) -> int:
        return 0 if self._frozen else _BUFFER - self._machine.held

    def _work(self) -> None:
        while (step := self._machine.step()) is not None:
            self._said += step.answer
        self._changed.notify_all()

    def _wait(self, handle: _Handle, timeout: int, ready: Callable[[], bool]) -> None:
        """Until it is so, in milliseconds; 0 is for ever, as in the library."""
        self._changed.wait_for(
            lambda: handle.plugged != self._plugged or ready(), timeout / 1000 or None
        )
        self._check(handle.plugged)
        if not ready():
            raise usb.core.USBTimeoutError("Operation timed out", _TIMED_OUT, errno.ETIMEDOUT)

    def _check(self, plugged: int) -> None:
        if plugged != self._plugged:
            raise usb.core.USBError("No such device", -4, errno.ENODEV)
