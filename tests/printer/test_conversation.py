"""What a printer says, told apart when it says it late."""

import pytest

from vuoro.printer.conversation import Conversation
from vuoro.printer.escpos import ASK, PrinterState

NEARLY_EMPTY = b"\x12\x12\x12\x1e"


class SlowPrinter:
    """Answers each question in two halves, so many seconds after it was asked."""

    answers = True

    def __init__(self, *delays: tuple[float, float]) -> None:
        self.now = 0.0
        self._delays = iter(delays)
        self._answers: list[tuple[float, bytes]] = []

    def mono(self) -> float:
        return self.now

    def open(self) -> None:
        pass

    def write(self, data: bytes, timeout: float) -> None:
        if data == ASK:
            halves = zip(next(self._delays), (NEARLY_EMPTY[:2], NEARLY_EMPTY[2:]), strict=True)
            self._answers += ((self.now + delay, half) for delay, half in halves)

    def read(self, timeout: float) -> bytes:
        if not self._answers or self._answers[0][0] > self.now + timeout:
            self.now += timeout
            return b""
        at, answer = self._answers.pop(0)
        self.now = max(self.now, at)
        return answer

    def close(self, *, drop: bool = False) -> None:
        pass


def test_half_an_answer_that_comes_late_does_not_open_the_cover() -> None:
    printer = SlowPrinter((0.1, 0.4), (0.3, 0.3))
    talk = Conversation(printer, printer.mono, 5.0)
    assert talk.ask(0.25) is None

    status = talk.ask(1.0)

    assert status is not None
    assert status.state is PrinterState.PAPER_LOW


def test_half_an_answer_that_comes_while_waiting_for_the_cut_is_passed_over() -> None:
    printer = SlowPrinter((0.1, 0.4), (0.1, 0.1))
    talk = Conversation(printer, printer.mono, 5.0)
    assert talk.ask(0.25) is None
    assert not talk.wait_done(1, 0.5)

    status = talk.ask(1.0)

    assert status is not None
    assert status.state is PrinterState.PAPER_LOW


class Babbler:
    """Says something all the time, and its clock goes on meanwhile."""

    answers = True

    def __init__(self, says: bytes) -> None:
        self.now = 0.0
        self._says = says

    def mono(self) -> float:
        return self.now

    def open(self) -> None:
        pass

    def write(self, data: bytes, timeout: float) -> None:
        pass

    def read(self, timeout: float) -> bytes:
        self.now += 0.01
        return self._says

    def close(self, *, drop: bool = False) -> None:
        pass


@pytest.mark.parametrize("says", [b"\xff", b"\x10", b"_", b"\x10\x00"])
def test_a_printer_that_never_stops_talking_is_listened_to_for_its_time_only(says: bytes) -> None:
    printer = Babbler(says)
    talk = Conversation(printer, printer.mono, 5.0)

    talk.pass_over(0.25)
    assert talk.ask(1.0) is None
    assert not talk.wait_done(1, 1.0)
    assert not talk.clear(1.0)
    assert printer.now < 5.0


def test_news_that_nobody_asked_for_end_the_waiting() -> None:
    cover_opens = Babbler(b"\x38\x00\x00\x00")
    talk = Conversation(cover_opens, cover_opens.mono, 5.0)

    assert not talk.wait_done(1, 1.0)

    assert cover_opens.now < 0.1
    assert talk.status is not None
    assert talk.status.state is PrinterState.COVER_OPEN


def test_what_was_said_before_is_not_about_this_slip() -> None:
    printer = Babbler(b"\x00\x12\x12")
    talk = Conversation(printer, printer.mono, 5.0)

    talk.pass_over(0.0)

    assert talk.done == 0
    assert talk.status is None
