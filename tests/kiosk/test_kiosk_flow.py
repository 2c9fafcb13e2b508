"""What the kiosk does, one event after another."""

from dataclasses import asdict, dataclass, field, replace
from uuid import UUID

import pytest

from vuoro.core.wire.common import DoorState, LobbyMode
from vuoro.core.wire.kiosk import ArrivalResult, CheckInBy, KioskFrame, Outcome, Slip
from vuoro.kiosk.flow import effects, events, screens
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.events import Pressed, Scanned
from vuoro.kiosk.flow.screens import PadProblem, Paper
from vuoro.kiosk.flow.state import Config, Moment, State
from vuoro.kiosk.flow.step import step
from vuoro.kiosk.flow.timing import next_tick
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.samples import LOBBY, NOW, SERVICES, SLIP

CODE = "010190-900P"
"""Artificial: the individual number is in the range that is never given to a person."""
NEWS = KioskFrame(version=1, full=True, now=NOW, lobby=LOBBY, services=SERVICES)


@dataclass
class Visit:
    """A kiosk with somebody at it, and a clock that moves when told to."""

    config: Config = field(default_factory=lambda: Config(pin="2468"))
    state: State = field(default_factory=State)
    now: float = 0.0
    presses: int = 0
    done: list[effects.Effect] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.happens(events.LobbyChanged(NEWS))
        self.now = 10.0

    def happens(self, event: events.Event) -> tuple[effects.Effect, ...]:
        self.presses += 1
        moment = Moment(self.now, UUID(int=self.presses))
        self.state, done = step(self.state, event, moment, self.config)
        self.done.extend(done)
        return done

    def touches(self, button: Button, value: str = "") -> tuple[effects.Effect, ...]:
        self.now += 1.0
        return self.happens(Pressed(button, value))

    def types(self, code: str) -> None:
        for key in code:
            self.touches(Button.KEY, key)

    def waits(self, seconds: float) -> None:
        """Time passes, with every tick the kiosk asked for."""
        until = self.now + seconds
        while (due := next_tick(self.state, self.now, self.config)) is not None and due <= until:
            self.now = max(due, self.now + 1e-6)
            self.happens(events.Ticked())
        self.now = until

    def gets(self, outcome: Outcome, slip: Slip | None = SLIP, **more: object) -> None:
        """The lobby service answers the press that waits."""
        self.now += 0.01
        result = ArrivalResult(outcome, slip, **more)  # type: ignore[arg-type]  # start, retry_after
        self.happens(events.Answered(self.press, result))

    def sees(self) -> screens.Screen:
        return self.state.screen

    @property
    def press(self) -> UUID:
        assert isinstance(self.state.screen, screens.Asking | screens.Lost)
        assert self.state.screen.pending is not None
        return self.state.screen.pending.press

    def asks_for_info(self) -> None:
        self.touches(Button.NUMBER)
        self.touches(Button.SERVICE, "info")


@pytest.fixture
def visit() -> Visit:
    return Visit()


def test_a_walk_in_takes_a_number_and_gets_one_slip(visit: Visit) -> None:
    visit.asks_for_info()
    visit.gets(Outcome.ISSUED)
    visit.happens(events.SlipPrinted(SLIP.job))

    assert [type(effect) for effect in visit.done] == [effects.Issue, effects.Print]
    screen = visit.sees()
    assert isinstance(screen, screens.Numbered)
    assert screen.paper is Paper.OUT


def test_a_double_tap_on_a_service_asks_once(visit: Visit) -> None:
    visit.touches(Button.NUMBER)
    visit.now += 1.0

    first = visit.happens(Pressed(Button.SERVICE, "info"))
    visit.now += 0.1
    second = visit.happens(Pressed(Button.SERVICE, "info"))

    assert (len(first), len(second)) == (1, 0)


def test_the_second_tap_of_a_double_tap_does_not_land_on_the_next_screen(visit: Visit) -> None:
    visit.asks_for_info()
    visit.gets(Outcome.ISSUED)

    visit.now += 0.1
    visit.happens(Pressed(Button.DONE))

    assert isinstance(visit.sees(), screens.Numbered)


def test_a_bouncing_key_types_once_and_a_second_touch_types_twice(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.BOOKING_CODE)
    visit.touches(Button.KEY, "1")

    visit.now += 0.02
    visit.happens(Pressed(Button.KEY, "1"))
    visit.touches(Button.KEY, "1")

    assert visit.sees() == screens.BookingPad("11")


def test_a_lost_answer_is_asked_for_again_with_the_same_press(visit: Visit) -> None:
    visit.asks_for_info()
    press = visit.press

    for _ in range(5):
        visit.happens(events.Unanswered(press))
        visit.waits(6.0)

    sent = [effect.press for effect in visit.done if isinstance(effect, effects.Issue)]
    assert len(sent) >= 5
    assert set(sent) == {press}
    assert isinstance(visit.sees(), screens.Lost)


def test_a_press_that_waited_for_the_lobby_is_answered_when_it_is_back(visit: Visit) -> None:
    visit.asks_for_info()
    press = visit.press
    for _ in range(3):
        visit.happens(events.Unanswered(press))
        visit.waits(2.0)

    visit.happens(events.LinkChanged(up=False))
    visit.happens(events.LinkChanged(up=True))
    visit.gets(Outcome.ISSUED)

    assert isinstance(visit.sees(), screens.Numbered)


def test_a_press_is_given_up_when_its_visitor_has_gone(visit: Visit) -> None:
    visit.asks_for_info()
    press = visit.press
    visit.happens(events.LinkChanged(up=False))
    for _ in range(40):
        visit.happens(events.Unanswered(press))
        visit.waits(2.0)

    assert visit.sees() == screens.Lost()


def test_a_pass_works_from_any_screen_a_visitor_can_be_on(visit: Visit) -> None:
    for opens in ((), (Button.APPOINTMENT,), (Button.NUMBER,), (Button.HELP,)):
        fresh = Visit()
        for button in opens:
            fresh.touches(button)

        done = fresh.happens(Scanned("VU1.something"))

        assert [effect.request.by for effect in done if isinstance(effect, effects.CheckIn)] == [
            CheckInBy.PASS
        ]


def test_a_code_held_in_view_is_read_once(visit: Visit) -> None:
    visit.happens(Scanned("VU1.something"))
    visit.gets(Outcome.ADMITTED)

    for _ in range(6):
        visit.now += 3.0
        visit.happens(Scanned("VU1.something"))

    assert sum(isinstance(effect, effects.CheckIn) for effect in visit.done) == 1


def test_a_code_held_up_since_the_lobby_was_lost_is_read_when_it_is_back(visit: Visit) -> None:
    visit.happens(events.LinkChanged(up=False))
    visit.waits(10.0)
    assert visit.sees() == screens.Lost()
    assert visit.happens(Scanned("VU1.something")) == ()
    visit.now += 3.0
    visit.happens(events.LinkChanged(up=True))

    done = visit.happens(Scanned("VU1.something"))

    assert [type(effect) for effect in done] == [effects.CheckIn]


def test_the_next_visitor_s_code_needs_no_touch(visit: Visit) -> None:
    visit.happens(Scanned("VU1.one"))
    visit.gets(Outcome.ADMITTED)
    visit.now += 1.0

    done = visit.happens(Scanned("VU1.two"))

    assert isinstance(done[0], effects.CheckIn)


@pytest.mark.parametrize("event", [Scanned("", 7000, flawed=True), Scanned("x", several=True)])
def test_garbage_at_the_scanner_gets_words_and_goes_nowhere(visit: Visit, event: Scanned) -> None:
    done = visit.happens(event)

    assert done == ()
    assert isinstance(visit.sees(), screens.Refused)


def test_a_mistyped_identity_code_is_kept_and_explained(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types("010190-9008")

    done = visit.touches(Button.CONFIRM)

    assert done == ()
    assert visit.sees() == screens.IdentityPad("010190-9008", PadProblem.WRONG_CHECK)


def test_a_key_that_can_not_follow_is_refused_with_words(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types("9")

    assert visit.sees() == screens.IdentityPad("", PadProblem.MISFIT)


def test_after_an_identity_code_a_match_and_no_match_look_the_same(visit: Visit) -> None:
    shown = []
    for outcome in (Outcome.ADMITTED, Outcome.RECEIVED, Outcome.EARLY, Outcome.ALREADY_HERE):
        visit = Visit()
        visit.touches(Button.APPOINTMENT)
        visit.touches(Button.IDENTITY_CODE)
        visit.types(CODE)
        visit.touches(Button.CONFIRM)
        visit.gets(outcome, start=NOW)
        shown.append(visit.sees())

    assert all(screen == shown[0] for screen in shown)
    assert isinstance(shown[0], screens.Numbered)
    assert (shown[0].outcome, shown[0].start, shown[0].slip.ahead) == (Outcome.RECEIVED, None, None)


@pytest.mark.parametrize("leave", [Button.BACK, Button.START_AGAIN, Button.HELP, Button.CONFIRM])
def test_no_state_keeps_an_identity_code_after_its_screen(visit: Visit, leave: Button) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types(CODE)
    visit.touches(leave)
    if leave is Button.CONFIRM:
        visit.gets(Outcome.RECEIVED)

    kept = str(asdict(visit.state))
    assert CODE not in kept
    assert CODE[:6] not in kept
    assert not isinstance(visit.sees(), screens.Asking | screens.IdentityPad)


def test_an_identity_code_never_shows_in_a_repr(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types(CODE)
    before = repr(visit.state)
    done = visit.touches(Button.CONFIRM)

    assert CODE not in before + repr(visit.state) + repr(done)


def test_too_many_tries_pause_and_then_lead_back_to_the_keypad(visit: Visit) -> None:
    visit.touches(Button.APPOINTMENT)
    visit.touches(Button.IDENTITY_CODE)
    visit.types(CODE)
    visit.touches(Button.CONFIRM)
    visit.gets(Outcome.TOO_MANY_TRIES, slip=None, retry_after=20)

    visit.touches(Button.TRY_AGAIN)
    assert isinstance(visit.sees(), screens.Refused)
    visit.waits(20.0)
    visit.touches(Button.TRY_AGAIN)

    assert visit.sees() == screens.IdentityPad()


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome.NO_MATCH,
        Outcome.BAD_PASS,
        Outcome.WRONG_DAY,
        Outcome.WRONG_OFFICE,
        Outcome.CANCELLED,
        Outcome.SUPERSEDED,
        Outcome.SEE_STAFF,
        Outcome.FULL,
    ],
)
def test_every_refusal_leads_on_to_a_number(visit: Visit, outcome: Outcome) -> None:
    visit.happens(Scanned("VU1.something"))
    visit.gets(outcome, slip=None)

    done = visit.touches(Button.TAKE_NUMBER)

    assert isinstance(done[0], effects.Issue)
    assert done[0].request.service == LOBBY.info_service


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


def test_an_idle_visitor_is_asked_twenty_seconds_before_the_end(visit: Visit) -> None:
    visit.touches(Button.NUMBER)
    visit.waits(visit.config.idle)
    assert visit.state.warned

    visit.waits(visit.config.warn - 0.5)
    assert isinstance(visit.sees(), screens.Services)
    visit.waits(1.0)

    assert visit.sees() == screens.Home()


def test_one_touch_gives_more_time_and_does_nothing_else(visit: Visit) -> None:
    visit.touches(Button.NUMBER)
    visit.waits(visit.config.idle + 1)

    done = visit.touches(Button.SERVICE, "info")

    assert done == ()
    assert not visit.state.warned
    assert isinstance(visit.sees(), screens.Services)


def test_who_makes_a_number_larger_has_time_to_read_it(visit: Visit) -> None:
    visit.asks_for_info()
    visit.gets(Outcome.ISSUED)
    visit.waits(visit.config.result - 5.0)
    visit.touches(Button.TEXT_SIZE)
    visit.waits(visit.config.result - 1.0)

    assert isinstance(visit.sees(), screens.Numbered)


def test_the_next_visitor_does_not_find_the_wishes_of_the_last(visit: Visit) -> None:
    for button, value in (
        (Button.LANGUAGE, "sv"),
        (Button.TEXT_SIZE, ""),
        (Button.CONTRAST, ""),
        (Button.REACH, ""),
    ):
        visit.touches(button, value)
    assert visit.state.wishes != Wishes()

    visit.waits(visit.config.idle + visit.config.warn + 1)

    assert visit.state.wishes == Wishes()


def test_a_kiosk_at_rest_asks_for_no_ticks(visit: Visit) -> None:
    visit.waits(600.0)

    assert next_tick(visit.state, visit.now, visit.config) is None


@pytest.mark.parametrize(
    ("frame", "screen"),
    [
        (replace(NEWS, lobby=replace(LOBBY, mode=LobbyMode.CLOSED)), screens.Closed()),
        (replace(NEWS, lobby=replace(LOBBY, mode=LobbyMode.LOCKED)), screens.Locked()),
        (replace(NEWS, locked=True), screens.KioskLocked()),
    ],
)
def test_a_resting_kiosk_follows_the_lobby(
    visit: Visit, frame: KioskFrame, screen: screens.Screen
) -> None:
    visit.happens(events.LobbyChanged(frame))
    assert visit.sees() == screen

    visit.happens(events.LobbyChanged(NEWS))
    assert visit.sees() == screens.Home()


def test_a_kiosk_in_use_finishes_before_it_closes(visit: Visit) -> None:
    visit.touches(Button.NUMBER)
    visit.happens(events.LobbyChanged(replace(NEWS, lobby=replace(LOBBY, mode=LobbyMode.CLOSED))))

    assert isinstance(visit.sees(), screens.Services)
    visit.touches(Button.START_AGAIN)
    assert visit.sees() == screens.Closed()


def test_a_blink_of_the_link_shows_nothing_and_a_longer_loss_says_so(visit: Visit) -> None:
    visit.happens(events.LinkChanged(up=False))
    visit.waits(2.0)
    assert visit.sees() == screens.Home()

    visit.waits(2.0)
    assert visit.sees() == screens.Lost()

    visit.happens(events.LinkChanged(up=True))
    assert visit.sees() == screens.Home()


def test_a_service_that_closed_meanwhile_gives_no_number(visit: Visit) -> None:
    visit.touches(Button.NUMBER)
    closed = (replace(SERVICES[0], state=DoorState.CLOSED, version=2),)
    visit.happens(events.LobbyChanged(KioskFrame(2, False, NOW, services=closed)))

    done = visit.touches(Button.SERVICE, "info")

    assert done == ()
    assert len(visit.state.services) == len(SERVICES)


def test_the_staff_menu_opens_with_the_pin_only_and_wrong_ones_cost_time(visit: Visit) -> None:
    visit.touches(Button.STAFF)
    for _ in range(3):
        visit.types("1111")
        visit.touches(Button.CONFIRM)
    visit.types("2468")
    visit.touches(Button.CONFIRM)
    assert isinstance(visit.sees(), screens.StaffPin)

    visit.waits(6.0)
    visit.types("2468")
    visit.touches(Button.CONFIRM)

    assert visit.sees() == screens.StaffMenu()


def test_without_a_pin_in_the_settings_there_is_no_staff_menu() -> None:
    visit = Visit(config=Config(pin=""))

    visit.touches(Button.STAFF)

    assert visit.sees() == screens.Home()


def test_a_visitor_at_a_kiosk_that_was_just_locked_is_sent_to_another(visit: Visit) -> None:
    visit.asks_for_info()
    visit.happens(events.Declined(visit.press, locked=True))
    assert visit.sees() == screens.KioskLocked()

    visit.happens(events.LobbyChanged(NEWS))
    assert visit.sees() == screens.Home()


def test_staff_lock_a_kiosk_and_open_it_again(visit: Visit) -> None:
    for _ in range(2):
        visit.touches(Button.STAFF)
        visit.types("2468")
        visit.touches(Button.CONFIRM)
        visit.touches(Button.STAFF_LOCK)
        if visit.state.locked_here:
            assert visit.sees() == screens.KioskLocked()
            assert visit.happens(Scanned("VU1.something")) == ()

    assert visit.sees() == screens.Home()


def test_a_test_scan_keeps_kind_and_length_but_not_the_code(visit: Visit) -> None:
    visit.touches(Button.STAFF)
    visit.types("2468")
    visit.touches(Button.CONFIRM)
    visit.touches(Button.STAFF_SCAN)

    done = visit.happens(Scanned("VU1.secret", 10))

    assert done == ()
    assert visit.sees() == screens.StaffScan("pass", 10)
    assert "secret" not in repr(visit.state)
