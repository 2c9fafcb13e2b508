"""What readers are shown: the line, and what is known of devices and alarms beside it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import orjson

from vuoro.core.clock import Clock
from vuoro.core.wire.desk import DeviceRow
from vuoro.core.wire.kiosk import DeviceReport
from vuoro.queue.domain.office import Office
from vuoro.queue.domain.opening import Hours
from vuoro.queue.domain.sync_state import SyncState
from vuoro.queue.domain.ticket import Ticket
from vuoro.queue.line import Line
from vuoro.queue.service.lobby import Committed
from vuoro.queue.service.people import Device
from vuoro.queue.store.rows import Row


@dataclass
class DeviceStatus:
    """A device as its last report and its open streams tell."""

    id: str
    name: str
    kind: str
    locked: bool = False
    streams: int = 0
    report: DeviceReport = field(default_factory=DeviceReport)

    def row(self) -> DeviceRow:
        told = self.report
        return DeviceRow(
            self.id,
            self.name,
            self.kind,
            connected=self.streams > 0,
            printer=told.printer,
            scanner=told.scanner,
            version=0,
            locked=self.locked,
            paper_left_mm=told.paper_left_mm,
            host=told.host,
            parts=told.parts,
        )


LOBBY = "lobby"
"""Id and kind of the computer that the lobby service itself runs on."""


@dataclass
class View:
    """The state that frames are made from; the line is the service's own, only read here."""

    office: Office
    clock: Clock
    line: Line
    series: str
    devices: dict[str, DeviceStatus] = field(default_factory=dict)
    emergency: str = ""
    sync: SyncState | None = None
    host: tuple[str, ...] | None = None
    """What is wrong with this computer; None where nobody watches over it."""
    encoded_tickets: dict[str, tuple[Ticket, orjson.Fragment]] = field(default_factory=dict)
    listeners: list[Callable[[tuple[Row, ...]], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hours = Hours(self.office)

    def take(self, committed: Committed) -> None:
        """Something was committed: tell the listeners."""
        if not self.line.tickets:
            self.encoded_tickets.clear()
        if committed.emergency is not None:
            self.emergency = committed.emergency
        self.series = committed.series or self.series
        self.sync = committed.sync or self.sync
        self.tell(committed.rows)

    def know_devices(self, registered: Iterable[Device]) -> None:
        """These are the devices now; what is known of their parts stays."""
        for device in registered:
            status = self.devices.setdefault(
                device.id, DeviceStatus(device.id, device.name, device.kind)
            )
            status.locked = device.locked

    def device_rows(self) -> Iterator[DeviceRow]:
        """Every device, and this computer, which keeps quiet about what one of them tells.

        Kiosk and lobby service often share a computer; its trouble is to be said once.
        """
        rows = [status.row() for status in self.devices.values()]
        yield from rows
        if self.host is not None:
            told = {code for row in rows if row.connected for code in row.host}
            left = tuple(code for code in self.host if code not in told)
            yield DeviceRow(LOBBY, "", LOBBY, True, "none", "none", 0, host=left)

    def hear_host(self, troubles: tuple[str, ...]) -> None:
        """What is wrong with this computer now."""
        if self.host != troubles:
            self.host = troubles
            self.tell()

    def tell(self, rows: tuple[Row, ...] = ()) -> None:
        """Something that readers see has changed."""
        for listener in self.listeners:
            listener(rows)
