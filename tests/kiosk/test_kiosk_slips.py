"""When the kiosk prints a slip, and when it only shows a number."""

from dataclasses import replace

from tests.kiosk.visit import CODE, Visit
from vuoro.core.wire.kiosk import CheckInBy, Outcome
from vuoro.kiosk.flow import effects, events, screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.events import Scanned
from vuoro.kiosk.flow.screens import Paper
from vuoro.kiosk.samples import SLIP


def test_an_answer_that_promises_a_number_and_has_none_sends_to_staff(visit: Visit) -> None:
    visit.happens(Scanned("VU1.something"))
    visit.gets(Outcome.ADMITTED, slip=None)

    assert visit.sees() == screens.Refused(Outcome.SEE_STAFF, CheckInBy.PASS)


def test_who_has_a_number_of_another_device_is_told_that_number(visit: Visit) -> None:
    visit.happens(Scanned("VU1.something"))
    visit.gets(Outcome.ALREADY_HERE, slip=None, number="BH004")

    told = screens.Refused(Outcome.ALREADY_HERE, CheckInBy.PASS, number="BH004")
    assert visit.sees() == told
    assert not any(isinstance(effect, effects.Print) for effect in visit.done)


def test_who_is_already_here_gets_a_slip_only_on_request(visit: Visit) -> None:
    visit.happens(Scanned("VU1.something"))
    visit.gets(Outcome.ALREADY_HERE)
    assert not any(isinstance(effect, effects.Print) for effect in visit.done)

    (copy,) = visit.touches(Button.REPRINT)
    assert isinstance(copy, effects.Copy)
    (paper,) = visit.happens(events.CopyReady(replace(SLIP, job="j2", copy=1)))

    assert isinstance(paper, effects.Print)
    assert paper.slip.number == SLIP.number


def test_an_identity_code_typed_again_prints_no_second_slip(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types(CODE)
    visit.touches(Button.CONFIRM)
    visit.gets(Outcome.RECEIVED, replace(SLIP, job="never queued", copy=1))

    assert not any(isinstance(effect, effects.Print) for effect in visit.done)
    screen = visit.sees()
    assert isinstance(screen, screens.Numbered)
    assert screen.paper is Paper.OFFERED


def test_a_slip_that_may_have_come_out_is_never_printed_again_by_itself(visit: Visit) -> None:
    visit.asks_for_info()
    visit.gets(Outcome.ISSUED)
    visit.happens(events.SlipNotPrinted(SLIP.job, "slow", unsure=True))
    visit.happens(events.DeviceChanged(printer="ok"))
    visit.waits(10.0)

    assert sum(isinstance(effect, effects.Print) for effect in visit.done) == 1


def test_without_paper_the_number_stays_longer_and_can_be_printed_later(visit: Visit) -> None:
    visit.asks_for_info()
    visit.gets(Outcome.ISSUED)
    visit.happens(events.SlipNotPrinted(SLIP.job, "paper_out"))
    visit.waits(visit.config.result + 5.0)
    assert isinstance(visit.sees(), screens.Numbered)

    (copy,) = visit.touches(Button.REPRINT)

    assert isinstance(copy, effects.Copy)


def test_a_job_is_printed_once_however_often_it_is_answered(visit: Visit) -> None:
    for _ in range(3):
        visit.asks_for_info()
        visit.gets(Outcome.ISSUED)
        visit.touches(Button.DONE)

    assert sum(isinstance(effect, effects.Print) for effect in visit.done) == 1
