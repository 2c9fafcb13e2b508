"""A /sys and a /dev of USB devices in a folder, where plugs are pulled by hand."""

import shutil
from pathlib import Path

from vuoro.hardware.usb_identity import UsbName

LETTERS = "10000 0 0 7ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"
"""The keys of a keyboard, as the kernel writes them."""
VOLUME = "1000000000007 ff800000000007ff 0 0 0"
"""The keys of a keyboard's other half, which types no letters."""
_FOLDERS = {"tty": "", "input": "input/", "usbmisc": "usb/", "hidraw": ""}


class SimulatedUsb:
    """``root`` for ``usb_identity``: what is plugged in looks as the kernel would show it.

    Only sysfs and the folders of /dev; the device file itself is made by whoever plays the device.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._plugged: dict[str, tuple[Path, Path]] = {}
        self._ports = 0

    def plug(self, name: UsbName, subsystem: str, node: str, keys: str = LETTERS) -> Path:
        """Plug a device in, as ``node`` of ``subsystem``; where its device file has to be.

        ``keys``: of an input device, which keys it has.
        """
        self._ports += 1
        device = self.root / f"sys/devices/pci0/usb1/1-{self._ports}"
        entry = device / f"1-{self._ports}:1.0" / subsystem / node
        (entry / "device/capabilities").mkdir(parents=True)
        (device / "idVendor").write_text(f"{name.vendor}\n")
        (device / "idProduct").write_text(f"{name.product}\n")
        (device / "manufacturer").write_text("Vuoro\n")
        (device / "product").write_text("Simulator\n")
        if name.serial:
            (device / "serial").write_text(f"{name.serial}\n")
        (entry / "device/capabilities/key").write_text(f"{keys}\n")
        file = f"{_FOLDERS[subsystem]}{node}"
        (entry / "uevent").write_text(f"MAJOR=1\nMINOR=1\nDEVNAME={file}\n")
        link = self.root / "sys/class" / subsystem / node
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(entry)
        path = self.root / "dev" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        self._plugged[node] = (device, link)
        return path

    def unplug(self, node: str) -> None:
        """Pull the plug of the device that has this node."""
        device, link = self._plugged.pop(node)
        link.unlink()
        shutil.rmtree(device)
