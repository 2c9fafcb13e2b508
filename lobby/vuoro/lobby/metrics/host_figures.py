"""Figures of the computer that the lobby service runs on."""

from collections.abc import Iterator

from prometheus_client.metrics_core import Metric

from vuoro.hardware.health import Health
from vuoro.lobby.metrics.families import gauge


def host_figures(health: Health) -> Iterator[Metric]:
    """Those that the kernel tells."""
    told = (
        ("vuoro_host_temperature_celsius", "Of the processor", health.celsius),
        ("vuoro_host_undervoltage", "1 while the supply is too weak", health.undervoltage),
        ("vuoro_host_throttled", "1 while the processor is kept slow", health.throttled),
        ("vuoro_host_clock_checked", "1 once the network has told the time", health.clock_checked),
        ("vuoro_host_disk_free_bytes", "Under the database", health.disk.free),
        ("vuoro_host_disk_size_bytes", "Under the database", health.disk.size),
        ("vuoro_host_disk_errors", "That the file system has counted", health.disk.errors),
        ("vuoro_host_disk_life_used_ratio", "Of the flash memory", _share(health.disk.life_used)),
        ("vuoro_host_memory_bytes", "In all", health.memory),
        ("vuoro_host_memory_available_bytes", "To be had", health.memory_free),
        ("vuoro_host_uptime_seconds", "Since the start", health.uptime),
    )
    for name, words, value in told:
        if value is not None:
            yield gauge(name, words, value)


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100
