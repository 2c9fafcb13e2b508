"""The doctor's look at a device whose settings are one file for each program."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from vuoro.core.clock import SystemClock
from vuoro.core.settings.load import load_settings
from vuoro.core.settings.schema import Settings
from vuoro.lobby.appliance.setup.answers import PROGRAMS
from vuoro.lobby.doctor.examinations import examinations
from vuoro.lobby.doctor.examining import carry_out
from vuoro.lobby.doctor.finding import Finding, Group


def examine(folder: Path) -> Iterator[tuple[Group, Finding]]:
    """What the doctor finds on this device. Raises BadSettings."""
    return carry_out(examinations(device_settings(folder), SystemClock(), folder))


def device_settings(folder: Path) -> Settings:
    """The settings of every program of a device, as one. Raises BadSettings."""
    every = Settings()
    for name in PROGRAMS:
        file = folder / f"{name}.toml"
        if file.exists():
            own = load_settings(file, {})
            every = replace(every, **{name: getattr(own, name)})
            every = replace(every, sync=own.sync) if name == "lobby" else every
    return every
