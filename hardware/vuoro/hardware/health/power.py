"""Power of a Raspberry Pi: undervoltage and slowing down.

Sources: kernel, Documentation/hwmon/raspberrypi-hwmon.rst; Raspberry Pi documentation, ``vcgencmd
get_throttled``. The alarm tells of the last two seconds; a 5 V supply is under 4.63 V then.
"""

from pathlib import Path

from vuoro.hardware.health.files import number_of, text_of

_FIRMWARE = "sys/devices/platform/soc/soc:firmware/get_throttled"
"""Kernels of Raspberry Pi have it, those of Debian don't."""
_UNDERVOLTAGE = 1 << 0
_CAPPED_OR_THROTTLED = 1 << 1 | 1 << 2
"""Bits 16 and up tell of the past, and the kernel clears them when it pleases."""


def undervoltage(root: Path) -> bool | None:
    """Whether the voltage is, or was a moment ago, too low; None where nothing measures it."""
    for sensor in sorted(root.glob("sys/class/hwmon/*")):
        if text_of(sensor / "name") == "rpi_volt":
            alarm = number_of(sensor / "in0_lcrit_alarm")
            if alarm is not None:
                return alarm != 0
    return _bit(root, _UNDERVOLTAGE)


def throttled(root: Path) -> bool | None:
    """Whether the firmware keeps the processor slow now."""
    return _bit(root, _CAPPED_OR_THROTTLED)


def _bit(root: Path, mask: int) -> bool | None:
    bits = number_of(root / _FIRMWARE, base=16)
    return None if bits is None else bool(bits & mask)
