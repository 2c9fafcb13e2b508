"""Temperature of the processor (kernel, Documentation/ABI/testing/sysfs-class-thermal)."""

from collections.abc import Iterator
from pathlib import Path

from vuoro.hardware.health.files import number_of, text_of

USUAL_LIMIT = 80.0
"""Raspberry Pi documentation, Thermal management: from 80 °C on the cores are slowed down."""
INTEL_LIMIT = 95.0
"""Most are slowed down at 100 °C and don't say so in a trip point."""
_LIKELY = range(20_000, 150_000)
"""Millidegrees; zones without a sensor say 0, and trip points without a use -274000."""


def temperature(root: Path) -> tuple[float | None, float | None]:
    """°C of the processor, and from which on it is slowed down; of the zone nearest to that."""
    zones = map(_zone, root.glob("sys/class/thermal/thermal_zone*"))
    known = [zone for zone in zones if zone is not None]
    return max(known, key=lambda zone: zone[0] - zone[1], default=(None, None))


def _zone(zone: Path) -> tuple[float, float] | None:
    kind = (text_of(zone / "type") or "").lower()
    if not any(name in kind for name in ("cpu", "soc", "x86_pkg")):
        return None
    degrees = number_of(zone / "temp")
    if degrees is None or degrees not in _LIKELY:
        return None
    usual = INTEL_LIMIT if "x86" in kind else USUAL_LIMIT
    return degrees / 1000, min(_limits(zone), default=usual)


def _limits(zone: Path) -> Iterator[float]:
    for kind in zone.glob("trip_point_*_type"):
        if text_of(kind) in ("passive", "hot"):
            degrees = number_of(kind.with_name(kind.name.replace("_type", "_temp")))
            if degrees is not None and degrees in _LIKELY:
                yield degrees / 1000
