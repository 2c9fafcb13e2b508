"""Plugged and unplugged five hundred times: nothing is left behind, and it still prints."""

import gc
import os
import sys
import threading

import pytest

from tests.hardware.printers.conftest import TWO_WAY, MakeRig, Rig
from vuoro.hardware.printers.transport import PrinterLost, PrinterUnreachable

TIMES = 500
FIRST = 60
"""Times until every cache is filled."""
ASK_PAPER = b"\x10\x04\x04"
LONG = 5.0
FEW_BLOCKS = 2 * TIMES
"""Of memory: less than any connection or thread has."""


def one_life(rig: Rig) -> None:
    """Plugged in, asked, unplugged while it is open, looked for in vain, plugged in again."""
    rig.line.open()
    rig.line.write(ASK_PAPER, LONG)
    assert rig.line.read(LONG) == b"\x12"
    rig.unplug()
    with pytest.raises(PrinterLost):
        rig.line.read(LONG)
    rig.line.close(drop=True)
    with pytest.raises(PrinterUnreachable):
        rig.line.open()
    rig.plug()


def held() -> tuple[int, int, int]:
    """File descriptors, threads and blocks of memory that are in use."""
    gc.collect()
    return len(os.listdir("/proc/self/fd")), threading.active_count(), sys.getallocatedblocks()


@pytest.mark.long
@pytest.mark.parametrize("kind", TWO_WAY)
def test_nothing_is_left_behind_by_five_hundred_unpluggings(make_rig: MakeRig, kind: str) -> None:
    rig = make_rig(kind)
    for _ in range(FIRST):
        one_life(rig)
    files, threads, memory = held()

    for _ in range(TIMES):
        one_life(rig)

    files_then, threads_then, memory_then = held()
    assert (files_then, threads_then) == (files, threads)
    assert memory_then - memory < FEW_BLOCKS
