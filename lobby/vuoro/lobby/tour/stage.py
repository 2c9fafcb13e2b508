"""The stage of the tour: a whole office on a virtual screen, and everything to use it with."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import urllib3

from vuoro.core.clock import Clock
from vuoro.core.wire.codec import decode
from vuoro.core.wire.desk import DeskFrame, TicketRow
from vuoro.core.wire.follow import FollowFrame
from vuoro.hardware.scanners.show import show
from vuoro.lobby.admin.asking import NotRunning, look
from vuoro.lobby.demo import programs, ready
from vuoro.lobby.demo.house import House, Windows, build
from vuoro.lobby.demo.program import a_folder, open_backend_of
from vuoro.lobby.demo.programs import Running, clean_environment
from vuoro.lobby.tour.board import Board
from vuoro.lobby.tour.browser import Browsing, Clerk
from vuoro.lobby.tour.failing import Failed, wait_for
from vuoro.lobby.tour.glass import Glass
from vuoro.lobby.tour.paper import Paper, Slip
from vuoro.lobby.tour.ports import free_ports
from vuoro.lobby.tour.screen import Region, VirtualScreen

KIOSK = Region(0, 0, 1080, 1920)
DISPLAY = Region(1080, 0, 1920, 1080)
MM_A_SECOND = 250
"""As fast as a good receipt printer, and slow enough to take its paper away in mid-slip."""


@dataclass
class Stage:
    """Everything a step may use."""

    house: House
    running: Running
    screen: VirtualScreen
    glass: Glass
    board: Board
    paper: Paper
    browsing: Browsing
    folder: Path
    clerks: dict[str, Clerk] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Numbers that steps have left for later ones, by what they are."""
    slips: dict[str, Slip] = field(default_factory=dict)
    """Slips by their number."""
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What the glass said, by why."""
    before_the_crash: tuple[TicketRow, ...] = ()
    slips_before_the_crash: int = 0
    _pictures: int = 0

    def picture(self, whose: str, name: str) -> None:
        """Keep a picture of the kiosk, the display or a clerk's desk."""
        self._pictures += 1
        file = self.folder / f"{whose}-{self._pictures:02}-{name}.png"
        self.screen.save(KIOSK if whose == "kiosk" else DISPLAY, file)

    def desk_picture(self, clerk: str, name: str) -> None:
        """Keep a picture of a clerk's page."""
        self._pictures += 1
        self.clerks[clerk].save(self.folder / f"desk-{self._pictures:02}-{name}.png")

    def hold_up(self, code: str) -> None:
        """Hold a code to the kiosk's camera."""
        show(code, self.house.camera)

    def frame(self) -> DeskFrame:
        """The lobby as its service tells it. Raises Failed when none answers."""
        try:
            return look(self.house.settings.lobby, DeskFrame)
        except NotRunning:
            raise Failed("no lobby service answers") from None

    def followed(self, token: str) -> FollowFrame:
        """What the phone page of a slip is told. Raises Failed."""
        url = f"{self.house.settings.lobby.public_url}/v1/follow/{token}"
        answer = urllib3.request("GET", url, timeout=5.0)
        if answer.status != 200:
            raise Failed(f"the code of the slip leads nowhere ({answer.status})")
        return decode(answer.data, FollowFrame)

    def ticket(self, number: str) -> TicketRow:
        """An open ticket as the lobby service tells it. Raises Failed."""
        found = [row for row in self.frame().tickets if row.number == number]
        if len(found) != 1:
            raise Failed(f"{len(found)} open tickets have the number {number}")
        return found[0]

    def await_ticket(self, number: str, **wanted: object) -> TicketRow:
        """A ticket once it is as wanted. Raises Failed."""

        def found() -> TicketRow | None:
            row = self.ticket(number)
            as_wanted = all(getattr(row, name) == value for name, value in wanted.items())
            return row if as_wanted else None

        try:
            return wait_for(f"{number} becomes {wanted}", found)
        except Failed as failed:
            raise Failed(f"{failed}; it is {self.ticket(number)}") from None

    def go_home(self) -> None:
        """Leave whatever the kiosk shows."""
        shown = self.glass.shown()
        for name in ("done", "idle-start-again", "start-again"):
            if shown is not None and shown.screen != "home" and name in shown.targets:
                self.glass.touch(name)
                break
        self.glass.await_screen("home", seconds=60)


@contextmanager
def stage(clock: Clock, folder: Path) -> Iterator[Stage]:
    """An open office. When the context is left nothing of it runs any more. Raises Complaint."""
    with ExitStack() as stack:
        temporary = stack.enter_context(a_folder())
        house_folder = temporary / "house"
        house_folder.mkdir()
        screen = stack.enter_context(VirtualScreen(temporary))
        environment = {**clean_environment(), "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        environment.pop("WAYLAND_DISPLAY", None)
        house = build(house_folder, clock.now(), free_ports(), Windows(aloud=False))
        running = stack.enter_context(Running(house.logs, environment))
        maps = {name: temporary / f"{name}.json" for name in ("kiosk", "display")}
        glass = Glass(maps["kiosk"], screen.display, (KIOSK.x, KIOSK.y))
        _start(house, running, maps)
        browsing = stack.enter_context(Browsing(house.settings.lobby.public_url))
        _await_windows(house, running, glass)
        paper = Paper(house.slips, f"http://127.0.0.1:{house.ports.paper}")
        board = Board(maps["display"])
        yield Stage(house, running, screen, glass, board, paper, browsing, folder)


def _start(house: House, running: Running, maps: dict[str, Path]) -> None:
    open_backend_of(house, running)
    running.start(programs.lobby(house))
    running.start(programs.printer(house, mm_a_second=MM_A_SECOND))
    ready.await_program("lobby", running, lambda: ready.lobby_answers(house))
    running.start(programs.kiosk(house, maps["kiosk"]))
    running.start(programs.display(house, maps["display"]))
    ready.await_program("printer", running, lambda: ready.printer_answers(house))


def _await_windows(house: House, running: Running, glass: Glass) -> None:
    ready.await_program("kiosk", running, lambda: ready.device_connected(house, "kiosk"))
    ready.await_program("display", running, lambda: ready.device_connected(house, "display"))
    glass.place(running.pid("display"), DISPLAY.x, DISPLAY.y)
    glass.place(running.pid("kiosk"), KIOSK.x, KIOSK.y)
