"""An update that breaks the device: it goes back to the release before, by itself."""

from dataclasses import replace

from deploy.raspberrypi.emulator.faults.device import Device
from deploy.raspberrypi.emulator.faults.living import VISIT_SECONDS, Living, Trouble
from deploy.raspberrypi.emulator.faults.states import ALL
from deploy.raspberrypi.emulator.faults.table import Row

_UPDATE_SECONDS = 1800.0
"""Unpacking and hashing 600 MB on an emulated processor takes minutes."""
_LIMIT = 600.0
"""Seconds from the switch to a release that works again."""


def bad_update(device: Device, living: Living, bundle: str) -> Row:
    """Bring a broken release from the shared folder; ``back`` counts from the order, and so with
    the unpacking."""
    row = Row("update that breaks the kiosk", limit=_UPDATE_SECONDS)
    try:
        before = _release(device)
        device.machine.shell("mountpoint -q /mnt || mount -t 9p share /mnt")
        struck = device.mono()
        done = device.machine.run(f"vuoro appliance update /mnt/{bundle}", _UPDATE_SECONDS)
        device.await_back(ALL, 0.0, _LIMIT)
        row = replace(row, back=round(device.mono() - struck, 1))
        wrong = []
        if done.status != 1 or "is in use again" not in done.output:
            wrong.append(f"the update ended with {done.status}: {done.output.strip()[-200:]}")
        if _release(device) != before:
            wrong.append(f"{_release(device)} is in use instead of {before}")
        row = replace(row, wrong=tuple(wrong))
        if device.visit(VISIT_SECONDS):
            row = replace(row, served=round(device.mono() - struck, 1))
    except Trouble as trouble:
        row = replace(row, wrong=(*row.wrong, str(trouble)))
    return living.judged(device, row)


def _release(device: Device) -> str:
    """The version in use."""
    return device.machine.shell("basename $(readlink /opt/vuoro/current)")
