"""What the kiosk has done for it, on threads of its own."""

import os
import queue
import signal
import threading
import weakref
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from vuoro.core.clock import SteppingClock
from vuoro.core.wire.follow import CallWish
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
from vuoro.kiosk.ports import Post, SlipPrinter
from vuoro.kiosk.program import end_on_signals
from vuoro.kiosk.recovery import plan
from vuoro.kiosk.samples import NOW, SLIP
from vuoro.kiosk.workers import Worker

PRESS = UUID(int=7)


class Link:
    """A lobby service that answers everything."""

    def __init__(self, left: tuple[OpenSlip, ...] | None = ()) -> None:
        self.left = left
        self.news: Post = lambda event: None
        self.slips: list[tuple[str, SlipReport]] = []
        self.devices: queue.SimpleQueue[DeviceReport] = queue.SimpleQueue()

    def ask(self, effect: effects.CheckIn | effects.Issue) -> events.Answered:
        return events.Answered(effect.press, ArrivalResult(Outcome.ISSUED, SLIP))

    def copy(self, effect: effects.Copy) -> events.CopyReady:
        return events.CopyReady(replace(SLIP, job="copy", copy=1))

    def door(self) -> events.DoorShown:
        return events.DoorShown("http://aula.example.fi/k/7K4MQ2XB", 30.0)

    def wish(self, effect: effects.Wish) -> events.WishKept:
        return events.WishKept(effect.press, effect.wish)

    def open_slips(self) -> tuple[OpenSlip, ...] | None:
        return self.left

    def report_slip(self, job: str, report: SlipReport) -> None:
        self.slips.append((job, report))

    def report_devices(self, report: DeviceReport) -> None:
        self.devices.put(report)

    def follow(self, post: Post) -> None:
        self.news = post
        post(events.LinkChanged(up=True))

    def close(self) -> None:
        pass


class Printer:
    """A printer that has paper, or not."""

    def __init__(self, reason: str = "") -> None:
        self.reason = reason
        self.paper: list[str] = []
        self.roll_left: int | None = None
        self.low = False

    def print(self, slip: Slip) -> events.SlipPrinted | events.SlipNotPrinted:
        if self.reason:
            return events.SlipNotPrinted(slip.job, self.reason)
        self.paper.append(slip.job)
        return events.SlipPrinted(slip.job)

    def print_trial(self, language: str) -> events.TrialPrinted:
        return events.TrialPrinted(self.reason or "ok")

    def state(self) -> str:
        return self.reason or ("paper_low" if self.low else "ok")

    def paper_left_mm(self) -> int | None:
        return self.roll_left

    def left_undone(self) -> None:
        self.paper.append("cut")

    def new_roll(self) -> None:
        self.roll_left, self.low = 50_000, False


class Reader:
    """A scanner nobody shows anything to."""

    def start(self, post: Post) -> None:
        pass

    def state(self) -> str:
        return "ok"

    def listen(self, listens: bool) -> None:
        pass

    def key(self, text: str, at: float) -> bool:
        return False

    def close(self) -> None:
        pass


def begun(link: Link, printer: SlipPrinter) -> tuple[Errands, "queue.SimpleQueue[events.Event]"]:
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

    # What may hang in the printer is cut off first: nobody shall hold two numbers on one paper.
    assert printer.paper == ["cut", SLIP.job]
    assert {job: report.state for job, report in link.slips} == {
        "j2": SlipState.UNKNOWN,
        "j3": SlipState.FAILED,
    }


def test_nothing_is_cut_off_where_every_slip_was_brought_to_an_end() -> None:
    printer = Printer()
    errands, heard = begun(Link((OpenSlip(SlipState.QUEUED, SLIP),)), printer)
    until(heard, events.SlipPrinted(SLIP.job))
    errands.close()

    assert printer.paper == [SLIP.job]


class Broken(Link, Printer):
    """A lobby service and a printer in which we made a mistake."""

    def __init__(self) -> None:
        Link.__init__(self)
        Printer.__init__(self)

    def ask(self, effect: effects.CheckIn | effects.Issue) -> events.Answered:
        raise ValueError("a bug")

    def copy(self, effect: effects.Copy) -> events.CopyReady:
        raise ValueError("a bug")

    def door(self) -> events.DoorShown:
        raise ValueError("a bug")

    def wish(self, effect: effects.Wish) -> events.WishKept:
        raise ValueError("a bug")

    def print(self, slip: Slip) -> events.SlipPrinted | events.SlipNotPrinted:
        raise ValueError("a bug")

    def print_trial(self, language: str) -> events.TrialPrinted:
        raise ValueError("a bug")


@pytest.mark.parametrize(
    ("effect", "event"),
    [
        (effects.Issue(TicketRequest("info"), PRESS), events.Unanswered(PRESS)),
        (effects.Copy("t1", PRESS), events.CopyFailed("t1")),
        (effects.Print(SLIP), events.SlipNotPrinted(SLIP.job, "fault", unsure=True)),
        (effects.PrintTest("fi"), events.TrialPrinted("fault")),
        (effects.AskDoor(), events.DoorMissing()),
        (effects.Wish("t1", CallWish(True), PRESS), events.WishNotKept(PRESS)),
    ],
)
def test_no_visitor_waits_forever_for_what_a_bug_swallowed(
    effect: effects.Effect, event: events.Event
) -> None:
    broken = Broken()
    errands, heard = begun(broken, broken)
    errands.run(effect)
    until(heard, event)
    errands.close()


def test_a_code_for_phones_and_a_wish_are_asked_for_while_nobody_waits() -> None:
    errands, heard = begun(Link(), Printer())
    errands.run(effects.AskDoor())
    until(heard, events.DoorShown("http://aula.example.fi/k/7K4MQ2XB", 30.0))
    errands.run(effects.Wish("t1", CallWish(True), PRESS))
    until(heard, events.WishKept(PRESS, CallWish(True)))
    errands.close()


def test_the_lobby_hears_of_a_slip_that_a_bug_swallowed() -> None:
    broken = Broken()
    errands, _ = begun(broken, broken)
    errands.run(effects.Print(SLIP))
    errands.close()

    assert broken.slips == [(SLIP.job, SlipReport(SlipState.UNKNOWN, "fault"))]


def test_a_slip_left_behind_and_asked_for_at_once_is_printed_once() -> None:
    link, printer = Link((OpenSlip(SlipState.QUEUED, SLIP),)), Printer()
    errands, heard = begun(link, printer)
    until(heard, events.SlipPrinted(SLIP.job))
    errands.run(effects.Print(SLIP))
    until(heard, events.SlipPrinted(SLIP.job))
    errands.close()

    assert printer.paper == [SLIP.job]


def test_slips_left_behind_are_looked_after_when_the_lobby_answers_at_last() -> None:
    link, printer = Link(None), Printer()
    errands, heard = begun(link, printer)
    assert link.devices.get(timeout=5)
    until(heard, events.LinkChanged(up=True))
    errands.run(effects.PrintTest("fi"))
    until(heard, events.TrialPrinted("ok"))

    link.left = (OpenSlip(SlipState.QUEUED, SLIP),)
    link.news(events.LinkChanged(up=True))
    until(heard, events.SlipPrinted(SLIP.job))
    errands.close()


def test_a_lobby_that_was_away_hears_again_what_became_of_a_slip_and_how_devices_are() -> None:
    link, printer = Link(), Printer()
    errands, heard = begun(link, printer)
    until(heard, events.LinkChanged(up=True))
    errands.run(effects.Print(SLIP))
    until(heard, events.SlipPrinted(SLIP.job))
    link.left = (OpenSlip(SlipState.QUEUED, SLIP),)
    link.news(events.LinkChanged(up=True))
    errands.close()

    assert link.slips == [(SLIP.job, SlipReport(SlipState.DONE))]
    assert printer.paper == [SLIP.job]
    assert link.devices.qsize() >= 2


def test_a_printer_that_is_well_after_a_failed_slip_is_told_to_be_well() -> None:
    class Hiccup(Printer):
        def print(self, slip: Slip) -> events.SlipNotPrinted:
            return events.SlipNotPrinted(slip.job, "slow", unsure=True)

    errands, heard = begun(Link(), Hiccup())
    errands.run(effects.Print(SLIP))
    until(heard, events.DeviceChanged(printer="slow"))
    until(heard, events.DeviceChanged(printer="ok", scanner="ok"))
    errands.close()


def test_a_thread_forgets_what_it_has_done() -> None:
    def typed() -> None:
        """A job as a visitor's code is: it lives as long as somebody holds it."""

    worker, forgotten = Worker("forgetful"), threading.Event()
    weakref.finalize(typed, forgotten.set)
    worker.submit(typed)
    del typed
    worker.start()

    assert forgotten.wait(5)
    worker.close()


def test_a_slip_is_printed_after_a_restart_for_two_minutes() -> None:
    just = OpenSlip(SlipState.QUEUED, replace(SLIP, issued_at=NOW - timedelta(minutes=2)))

    assert plan((just,), NOW) == ((just.slip,), ())


def test_the_kiosk_ends_when_the_system_says_so_without_a_timer() -> None:
    app = QGuiApplication.instance() or QGuiApplication([])
    with end_on_signals(app):
        QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGTERM))

        assert app.exec() == 0
