"""What the kiosk has done for it, on threads of its own."""

import queue
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from vuoro.core.clock import SteppingClock
from vuoro.core.wire.kiosk import (
    ArrivalResult,
    DeviceReport,
    OpenSlip,
    Outcome,
    Slip,
    SlipReport,
    SlipState,
    TicketRequest,
)
from vuoro.kiosk.errands import Errands, World
from vuoro.kiosk.flow import effects, events
from vuoro.kiosk.ports import Post
from vuoro.kiosk.recovery import plan
from vuoro.kiosk.samples import NOW, SLIP

PRESS = UUID(int=7)


class Link:
    """A lobby service that answers everything."""

    def __init__(self, left: tuple[OpenSlip, ...] = ()) -> None:
        self.left = left
        self.slips: list[tuple[str, SlipReport]] = []
        self.devices: queue.SimpleQueue[DeviceReport] = queue.SimpleQueue()

    def ask(self, effect: effects.CheckIn | effects.Issue) -> events.Answered:
        return events.Answered(effect.press, ArrivalResult(Outcome.ISSUED, SLIP))

    def copy(self, effect: effects.Copy) -> events.CopyReady:
        return events.CopyReady(replace(SLIP, job="copy", copy=1))

    def open_slips(self) -> tuple[OpenSlip, ...]:
        return self.left

    def report_slip(self, job: str, report: SlipReport) -> None:
        self.slips.append((job, report))

    def report_devices(self, report: DeviceReport) -> None:
        self.devices.put(report)

    def follow(self, post: Post) -> None:
        post(events.LinkChanged(up=True))

    def close(self) -> None:
        pass


class Printer:
    """A printer that has paper, or not."""

    def __init__(self, reason: str = "") -> None:
        self.reason = reason
        self.paper: list[str] = []

    def print(self, slip: Slip) -> events.SlipPrinted | events.SlipNotPrinted:
        if self.reason:
            return events.SlipNotPrinted(slip.job, self.reason)
        self.paper.append(slip.job)
        return events.SlipPrinted(slip.job)

    def print_trial(self, language: str) -> events.TrialPrinted:
        return events.TrialPrinted(self.reason or "ok")

    def state(self) -> str:
        return self.reason or "ok"


class Reader:
    """A scanner nobody shows anything to."""

    def start(self, post: Post) -> None:
        pass

    def state(self) -> str:
        return "ok"

    def key(self, text: str, at: float) -> bool:
        return False

    def close(self) -> None:
        pass


def begun(link: Link, printer: Printer) -> tuple[Errands, "queue.SimpleQueue[events.Event]"]:
    heard: queue.SimpleQueue[events.Event] = queue.SimpleQueue()
    errands = Errands(lambda _: World(link, printer, Reader()), SteppingClock(NOW), heard.put)
    errands.start()
    return errands, heard


def until(heard: "queue.SimpleQueue[events.Event]", wanted: events.Event) -> None:
    while heard.get(timeout=5) != wanted:
        pass


def test_an_answer_and_a_slip_come_back_as_events() -> None:
    errands, heard = begun(Link(), Printer())
    errands.run(effects.Issue(TicketRequest("info"), PRESS))
    until(heard, events.Answered(PRESS, ArrivalResult(Outcome.ISSUED, SLIP)))
    errands.run(effects.Print(SLIP))
    until(heard, events.SlipPrinted(SLIP.job))
    errands.close()


def test_the_lobby_hears_that_the_paper_is_out() -> None:
    link = Link()
    errands, heard = begun(link, Printer("paper_out"))
    errands.run(effects.Print(SLIP))
    until(heard, events.SlipNotPrinted(SLIP.job, "paper_out"))

    assert link.devices.get(timeout=5).printer == "paper_out"
    errands.close()


def test_a_restarted_kiosk_prints_what_waits_and_leaves_what_may_have_come_out() -> None:
    left = (
        OpenSlip(SlipState.QUEUED, SLIP),
        OpenSlip(SlipState.SENDING, replace(SLIP, job="j2")),
        OpenSlip(SlipState.QUEUED, replace(SLIP, job="j3", issued_at=NOW - timedelta(minutes=3))),
    )
    link, printer = Link(left), Printer()
    errands, heard = begun(link, printer)
    until(heard, events.SlipPrinted(SLIP.job))
    errands.close()

    assert printer.paper == [SLIP.job]
    assert {job: report.state for job, report in link.slips} == {
        "j2": SlipState.UNKNOWN,
        "j3": SlipState.FAILED,
    }


def test_a_slip_is_printed_after_a_restart_for_two_minutes() -> None:
    just = OpenSlip(SlipState.QUEUED, replace(SLIP, issued_at=NOW - timedelta(minutes=2)))

    assert plan((just,), NOW) == ((just.slip,), ())
