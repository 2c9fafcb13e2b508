"""The bytes of a slip as the picture that they made on the paper."""

from vuoro.hardware.printers.virtual.machine import Machine
from vuoro.hardware.printers.virtual.paper import CutSlip

_ROLL_MM = 5_000.0


class NoSlip(Exception):
    """These bytes make no slip, or more than one."""


def drawn(data: bytes) -> CutSlip:
    """Printed once more. Raises NoSlip."""
    found: list[CutSlip] = []
    machine = Machine(keep=found.append, roll_mm=_ROLL_MM)
    machine.receive(data)
    while machine.step() is not None:
        pass
    if len(found) != 1:
        raise NoSlip(f"{len(data)} bytes make {len(found)} slips")
    return found[0]
