"""Effects carried out on threads of their own; what comes of them comes back as events."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from vuoro.core.clock import Clock
from vuoro.core.wire.kiosk import DeviceReport, OpenSlip, Slip, SlipState
from vuoro.kiosk.flow.effects import (
    AskDoor,
    CheckIn,
    Copy,
    Effect,
    Issue,
    NewRoll,
    Print,
    PrintTest,
    Wish,
)
from vuoro.kiosk.flow.events import (
    CopyFailed,
    DeviceChanged,
    DoorMissing,
    Event,
    LinkChanged,
    SlipNotPrinted,
    SlipPrinted,
    TrialPrinted,
    Unanswered,
    WishNotKept,
)
from vuoro.kiosk.flow.state import OK, PRINTS
from vuoro.kiosk.ports import CodeReader, LobbyLink, Post, SlipPrinter
from vuoro.kiosk.recovery import plan, report_of
from vuoro.kiosk.workers import Worker

LOOK_SECONDS = 20.0
"""How often devices with nothing to do are asked how they are."""
NO_PRINTER = "none"
BROKE = "fault"
ENDED_KEPT = 200
"""Slips whose end is remembered, for the lobby that was away when it was told."""


@dataclass(frozen=True)
class World:
    """The lobby service, the printer and the scanner of this kiosk.

    ``health`` tells what is wrong with its computer, ``parts`` how else what hangs on it is (see
    DeviceReport); both are asked on the thread that prints.
    """

    link: LobbyLink
    printer: SlipPrinter | None
    reader: CodeReader
    health: Callable[[], tuple[str, ...]] = tuple
    parts: Callable[[], tuple[tuple[str, str], ...]] = tuple


class Errands:
    """One thread asks the lobby service, one prints, one tells the lobby how devices are.

    ``build`` runs on the first thread, so that what it loads delays no picture; it is given the
    errands' ``report`` worker for what must be told while a slip is printed.
    """

    def __init__(self, build: Callable[[Worker], World], clock: Clock, post: Post) -> None:
        self._build, self._clock, self._post = build, clock, post
        self._world: World | None = None
        self._told: DeviceReport | None = None
        self._recovered = False
        self._ended: dict[str, SlipPrinted | SlipNotPrinted] = {}
        self._lobby = Worker("kiosk lobby")
        self._paper = Worker("kiosk paper", self._look, LOOK_SECONDS)
        self._reports = Worker("kiosk reports")

    def start(self) -> None:
        """Build the world on its thread; what is asked meanwhile waits in line."""
        self._lobby.submit(self._begin)
        self._lobby.start()
        self._reports.start()

    def run(self, effect: Effect) -> None:
        """Begin an effect and return at once."""
        match effect:
            case CheckIn() | Issue():
                self._lobby.submit(
                    lambda: self._post(self._there().link.ask(effect)),
                    lambda: self._post(Unanswered(effect.press)),
                )
            case Copy():
                self._lobby.submit(
                    lambda: self._post(self._there().link.copy(effect)),
                    lambda: self._post(CopyFailed(effect.ticket)),
                )
            case AskDoor():
                self._lobby.submit(
                    lambda: self._post(self._there().link.door()),
                    lambda: self._post(DoorMissing()),
                )
            case Wish():
                self._lobby.submit(
                    lambda: self._post(self._there().link.wish(effect)),
                    lambda: self._post(WishNotKept(effect.press)),
                )
            case Print():
                self._paper.submit(lambda: self._print(effect.slip), lambda: self._broke(effect))
            case PrintTest():
                self._paper.submit(
                    lambda: self._print_trial(effect), lambda: self._post(TrialPrinted(BROKE))
                )
            case NewRoll():
                self._paper.submit(self._new_roll)
            case _:
                assert_never(effect)

    def listen(self, listens: bool) -> None:
        """Whether the scanner is to read codes now."""
        self._lobby.submit(lambda: self._there().reader.listen(listens))

    def key(self, text: str, at: float) -> bool:
        """A key that may come from a scanner that types; True when it ended a code."""
        return self._world is not None and self._world.reader.key(text, at)

    def close(self) -> None:
        """End every thread; a slip under way is finished."""
        self._lobby.close()
        world = self._world
        if world is None:
            return
        world.reader.close()
        self._paper.close(seconds=8.0)
        self._reports.close()
        world.link.close()

    def _there(self) -> World:
        if self._world is None:
            raise RuntimeError("the errands have not begun")
        return self._world

    def _begin(self) -> None:
        self._world = world = self._build(self._reports)
        self._paper.start()
        self._paper.submit(self._look)
        world.reader.start(self._post)
        world.link.follow(self._on_news)

    def _on_news(self, event: Event) -> None:
        if event == LinkChanged(up=True):
            self._paper.submit(self._catch_up)
        self._post(event)

    def _catch_up(self) -> None:
        """The lobby is there, or there again: tell it what it may not have heard.

        The first time also look after the slips that a kiosk before this one left.
        """
        self._told = None
        self._look()
        link = self._there().link
        left = link.open_slips()
        if left is None:
            return
        for job in {item.slip.job for item in left} & self._ended.keys():
            link.report_slip(job, report_of(self._ended[job]))
        if not self._recovered:
            self._recovered = True
            self._recover(tuple(item for item in left if item.slip.job not in self._ended))

    def _recover(self, left: tuple[OpenSlip, ...]) -> None:
        to_print, to_report = plan(left, self._clock.now())
        printer = self._there().printer
        if printer is not None and any(item.state is SlipState.SENDING for item in left):
            printer.left_undone()
        for job, report in to_report:
            self._there().link.report_slip(job, report)
        for slip in to_print:
            self._print(slip)

    def _print(self, slip: Slip) -> None:
        printer = self._there().printer
        if slip.job in self._ended:
            # Issued while the slips left behind were asked for: it was among them.
            self._post(self._ended[slip.job])
            return
        if printer is None:
            self._post(SlipNotPrinted(slip.job, NO_PRINTER))
            return
        outcome = printer.print(slip)
        self._end(outcome)
        if isinstance(outcome, SlipPrinted):
            self._post(DeviceChanged(printer=self._still()))
        else:
            self._told = None
            self._post(DeviceChanged(printer=outcome.reason))
        self._post(outcome)
        self._look()

    def _broke(self, effect: Print) -> None:
        """A bug kept a slip from being printed, or from being known to be."""
        job = effect.slip.job
        outcome = self._ended.get(job, SlipNotPrinted(job, BROKE, unsure=True))
        self._end(outcome)
        self._post(outcome)
        self._there().link.report_slip(job, report_of(outcome))

    def _end(self, outcome: SlipPrinted | SlipNotPrinted) -> None:
        self._ended[outcome.job] = outcome
        if len(self._ended) > ENDED_KEPT:
            del self._ended[next(iter(self._ended))]

    def _print_trial(self, effect: PrintTest) -> None:
        printer = self._there().printer
        outcome = printer.print_trial(effect.language) if printer else TrialPrinted(NO_PRINTER)
        self._post(outcome)

    def _still(self) -> str:
        """How a printer is that has just printed: the paper may be low as before."""
        told = self._told.printer if self._told is not None else OK
        return told if told in PRINTS else OK

    def _new_roll(self) -> None:
        printer = self._there().printer
        if printer is not None:
            printer.new_roll()
            self._look()

    def _look(self) -> None:
        """How the devices and the computer are; told to the lobby when it is news."""
        world = self._there()
        printer = world.printer
        report = DeviceReport(
            printer.state() if printer else NO_PRINTER,
            world.reader.state(),
            paper_left_mm=printer.paper_left_mm() if printer else None,
            host=world.health(),
            parts=world.parts(),
        )
        if report == self._told:
            return
        self._told = report
        self._post(DeviceChanged(printer=report.printer, scanner=report.scanner))
        self._reports.submit(lambda: world.link.report_devices(report))
