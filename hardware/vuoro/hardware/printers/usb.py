"""A printer on USB without a kernel driver between: its bulk endpoints, by libusb.

For printers that usblp does not know; where there is /dev/usb/lp0, ``file`` is the better line.
Source: USB Device Class Definition for Printing Devices 1.1. What other programs trip over is
left alone here: no reset, no configuration set anew, no timeout of 0, which means for ever.
"""

import contextlib
import errno
import time
from collections.abc import Callable, Iterator
from typing import Any

import usb.core
import usb.util

from vuoro.hardware.printers.transport import (
    Mono,
    PrinterLost,
    PrinterStuck,
    PrinterUnreachable,
)
from vuoro.hardware.usb_identity import UsbName

_PRINTER_CLASS = 7
_BLOCK = 4096
_LARGEST_ANSWER = 512
"""A multiple of every packet size, or the library takes a full packet for too much."""
_AFTER_NOTHING = 0.005
"""Seconds between two looks at a printer that answers with nothing, as idle ones do."""


class UsbPrinter:
    """The line to one USB printer (see ``transport.Printer``).

    ``device`` is a USB name, or empty for the first device that says it is a printer. Only a device
    that is named may be of another class, as some cheap ones are.
    """

    def __init__(
        self,
        device: str,
        *,
        backend: Any = None,
        mono: Mono = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.answers = True
        self._device = device
        self._name = UsbName.parse(device)
        self._backend = backend
        self._mono = mono
        self._sleep = sleep
        self._claimed: _Claimed | None = None

    def __repr__(self) -> str:
        return f"UsbPrinter({self._device or 'first printer'})"

    def open(self) -> None:
        if self._claimed is not None:
            return
        if self._device and self._name is None:
            raise PrinterUnreachable(f"{self!r} must be named usb:VENDOR:PRODUCT, in hexadecimal")
        try:
            self._claimed = self._claim()
        except usb.core.NoBackendError as error:
            raise PrinterUnreachable(
                f"{self!r}: libusb is missing; install libusb-1.0-0"
            ) from error
        except usb.core.USBError as error:
            raise PrinterUnreachable(f"{self!r}: {_why_not(error)}") from error
        self.answers = self._claimed.heard is not None

    def write(self, data: bytes, timeout: float) -> None:
        claimed = self._opened()
        end = self._mono() + timeout
        left = data
        while left:
            seconds = end - self._mono()
            if seconds <= 0:
                raise PrinterStuck(f"{self!r} took no more bytes within {timeout:.1f} s")
            try:
                taken = claimed.device.write(claimed.told, left[:_BLOCK], _milliseconds(seconds))
            except usb.core.USBTimeoutError:
                continue
            except usb.core.USBError as error:
                raise self._lost(claimed.device, claimed.told, error) from error
            left = left[taken:]

    def read(self, timeout: float) -> bytes:
        claimed = self._opened()
        end = self._mono() + timeout
        while claimed.heard is not None:
            seconds = _milliseconds(end - self._mono())
            try:
                said = bytes(claimed.device.read(claimed.heard, _LARGEST_ANSWER, seconds))
            except usb.core.USBTimeoutError:
                return b""
            except usb.core.USBError as error:
                raise self._lost(claimed.device, claimed.heard, error) from error
            if said or self._mono() >= end:
                return said
            self._sleep(_AFTER_NOTHING)
        self._sleep(timeout)
        return b""

    def close(self, *, drop: bool = False) -> None:
        """Nothing waits in this computer: a transfer has arrived or has failed."""
        claimed, self._claimed = self._claimed, None
        if claimed is not None:
            claimed.release()

    def _opened(self) -> "_Claimed":
        if self._claimed is None:
            raise PrinterLost(f"{self!r} is not open")
        return self._claimed

    def _claim(self) -> "_Claimed":
        for device in usb.core.find(find_all=True, backend=self._backend):
            interface = self._interface(device)
            if interface is not None:
                return _Claimed(device, interface)
            usb.util.dispose_resources(device)
        raise PrinterUnreachable(f"{self!r} is not there: switched off, or unplugged")

    def _interface(self, device: Any) -> Any:
        """The interface to print by, if this is the device that is meant."""
        if self._name is None:
            return next(printer_interfaces(device), None)
        if not self._is_named(device, self._name):
            return None
        return next(iter([*printer_interfaces(device), *_writable(device)]), None)

    def _is_named(self, device: Any, name: UsbName) -> bool:
        """Only a device of the right kind is opened to read its serial number."""
        if not UsbName(name.vendor, name.product).names(name_of(device, serial=False)):
            return False
        return not name.serial or name.names(name_of(device))

    def _lost(self, device: Any, endpoint: int | None, error: usb.core.USBError) -> PrinterLost:
        if error.errno == errno.EPIPE:
            # A stalled endpoint stays so, for whoever opens it next, until it is told otherwise.
            with contextlib.suppress(usb.core.USBError):
                device.clear_halt(endpoint)
        return PrinterLost(f"{self!r}: {error.strerror or error}")


class _Claimed:
    """A device with its interface taken from the kernel's driver, which gets it back."""

    def __init__(self, device: Any, interface: Any) -> None:
        self.device = device
        self._number = interface.bInterfaceNumber
        self.told = _endpoint(interface, usb.util.ENDPOINT_OUT)
        self.heard = _endpoint(interface, usb.util.ENDPOINT_IN)
        self._had_driver = False
        try:
            self._configure()
            self._detach()
            usb.util.claim_interface(device, self._number)
            if interface.bAlternateSetting:
                device.set_interface_altsetting(interface)
        except usb.core.USBError:
            self.release()
            raise

    def release(self) -> None:
        """Give everything back; a device that is gone has nothing to be given."""
        with contextlib.suppress(usb.core.USBError):
            usb.util.release_interface(self.device, self._number)
        if self._had_driver:
            with contextlib.suppress(usb.core.USBError, NotImplementedError):
                self.device.attach_kernel_driver(self._number)
        usb.util.dispose_resources(self.device)

    def _configure(self) -> None:
        """Only where nobody did: setting it again would throw the kernel's drivers out."""
        try:
            self.device.get_active_configuration()
        except usb.core.USBError as error:
            if error.errno is not None:
                raise
            self.device.set_configuration()

    def _detach(self) -> None:
        """From usblp, where that holds the interface: nothing else could claim it."""
        try:
            self._had_driver = self.device.is_kernel_driver_active(self._number)
        except NotImplementedError:
            return
        if self._had_driver:
            self.device.detach_kernel_driver(self._number)


def name_of(device: Any, *, serial: bool = True) -> UsbName:
    """Who a device says it is; to read its serial number it must be opened."""
    number = ""
    if serial:
        with contextlib.suppress(usb.core.USBError, ValueError):
            number = device.serial_number or ""
    return UsbName(f"{device.idVendor:04x}", f"{device.idProduct:04x}", number)


def printer_interfaces(device: Any) -> Iterator[Any]:
    """The interfaces of the class of printers, those that can answer first."""
    interfaces = [each for each in _writable(device) if each.bInterfaceClass == _PRINTER_CLASS]
    return iter(sorted(interfaces, key=lambda each: _endpoint(each, usb.util.ENDPOINT_IN) is None))


def _writable(device: Any) -> Iterator[Any]:
    """Interfaces that take bytes; their descriptors can be read without opening the device."""
    for interface in (each for configuration in device for each in configuration):
        if _endpoint(interface, usb.util.ENDPOINT_OUT) is not None:
            yield interface


def _endpoint(interface: Any, direction: int) -> int | None:
    """The address of the bulk endpoint in this direction."""
    for endpoint in interface:
        address = endpoint.bEndpointAddress
        bulk = usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        if bulk and usb.util.endpoint_direction(address) == direction:
            return int(address)
    return None


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))


def _why_not(error: usb.core.USBError) -> str:
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return "not allowed; a udev rule must give it to the group lp"
        case errno.EBUSY:
            return "another program uses it"
        case _:
            return error.strerror or str(error)
