"""A device lives through faults, one after the other; each is a row of the table."""

import sqlite3
from dataclasses import replace

from deploy.raspberrypi.emulator.channel import GuestTrouble
from deploy.raspberrypi.emulator.faults.account import Account, Books, account
from deploy.raspberrypi.emulator.faults.device import Device
from deploy.raspberrypi.emulator.faults.fault import DiskStops, Fault
from deploy.raspberrypi.emulator.faults.frozen import Evidence
from deploy.raspberrypi.emulator.faults.reading import Reader, read_seen
from deploy.raspberrypi.emulator.faults.states import ALL, moved
from deploy.raspberrypi.emulator.faults.table import Row

VISIT_SECONDS = 180.0
Trouble = (GuestTrouble, DiskStops, sqlite3.Error, ValueError)


class Living:
    """What is known of a device's life so far: its books and its paper."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._books = Books((), ())

    def through(self, device: Device, fault: Fault) -> Row:
        """Live through one fault."""
        row = Row(fault.name, limit=fault.limit)
        try:
            before = device.states()
            since, boots = device.uptime(), device.machine.boots
            struck = device.mono()
            fault.act(device)
            if fault.mend is not None:
                struck = device.mono()
                fault.mend(device)
            if fault.reboots:
                device.machine.wait_for_boot(boots + 1, fault.limit)
                since = 0.0
            device.await_back(fault.ends, since, fault.limit)
            device.await_pictures(fault.limit)
            row = replace(row, back=round(device.mono() - struck, 1))
            if device.visit(VISIT_SECONDS):
                row = replace(row, served=round(device.mono() - struck, 1))
            changed = moved(before, device.states(), fault.stay)
            wrong = tuple(f"{unit} is another process" for unit in changed)
            return self.judged(device, replace(row, wrong=wrong))
        except Trouble as trouble:
            return self.judged(device, replace(row, wrong=(str(trouble),)))

    def started(self, device: Device, name: str, limit: float) -> Row:
        """A device that was just switched on becomes ready, from power on to a number."""
        row = Row(name, limit=limit)
        try:
            device.await_back(ALL, 0.0, limit)
            device.await_pictures(limit)
            row = replace(row, back=round(device.machine.age, 1))
            if device.visit(VISIT_SECONDS):
                row = replace(row, served=round(device.machine.age, 1))
        except Trouble as trouble:
            row = replace(row, wrong=(str(trouble),))
        return self.judged(device, row)

    def found(self, row: Row, disk: Evidence) -> Row:
        """What a disk shows of the life so far."""
        found = account(
            disk.books, self._reader.read(disk.ledger), read_seen(disk.seen), self._books
        )
        self._books = disk.books
        return _told(row, found)

    def judged(self, device: Device, row: Row) -> Row:
        """With what was lost or doubled since the life began."""
        try:
            self._books, found = device.account(self._reader, self._books)
        except Exception as error:
            # Whatever keeps the evidence from being read is itself a fault of this row.
            return replace(row, wrong=(*row.wrong, f"no account: {error}"))
        return _told(row, found)


def _told(row: Row, found: Account) -> Row:
    return replace(
        row,
        tickets=found.tickets,
        slips=found.slips,
        unsure=found.unsure,
        wrong=(*row.wrong, *found.faults),
    )
