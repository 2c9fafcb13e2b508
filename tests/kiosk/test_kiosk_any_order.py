"""Whatever happens in whatever order, the kiosk keeps its promises."""

from dataclasses import asdict, replace
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro.core.wire.common import DoorState, LobbyMode
from vuoro.core.wire.kiosk import ArrivalResult, CheckInRequest, KioskFrame, Outcome
from vuoro.kiosk.flow import effects, events, screens
from vuoro.kiosk.flow.arrivals import pending_of
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.state import Config, Moment, State
from vuoro.kiosk.flow.step import step
from vuoro.kiosk.flow.timing import next_tick
from vuoro.kiosk.samples import LOBBY, NOW, SERVICES, SLIP

CONFIG = Config(pin="2468")
CODE = "010190-900P"

frames = st.builds(
    lambda mode, locked, full, state: KioskFrame(
        1,
        full,
        NOW,
        replace(LOBBY, mode=mode),
        tuple(replace(service, state=state) for service in SERVICES),
        locked,
    ),
    st.sampled_from(LobbyMode),
    st.booleans(),
    st.booleans(),
    st.sampled_from(DoorState),
)
results = st.builds(
    ArrivalResult,
    st.sampled_from(Outcome),
    st.sampled_from([None, SLIP, replace(SLIP, job="j9", ticket="t9")]),
    st.sampled_from([None, NOW]),
    st.sampled_from([None, 5, 60]),
)
touches = st.builds(
    events.Pressed,
    st.sampled_from(Button),
    st.sampled_from([*CODE, "sv", "info", "job", "papers", "2468", "", "?"]),
)
codes = st.builds(
    events.Scanned,
    st.sampled_from(["", "VU1.a", "VU1.b", "7K4MQ2XB", CODE, "HC1:x"]),
    st.integers(0, 9000),
    st.booleans(),
    st.booleans(),
)


@st.composite
def happenings(draw: st.DrawFn) -> list[tuple[str, object, float]]:
    """Events, and how long after the one before; answers find their press when they are played."""
    kinds = {
        "touch": touches,
        "scan": codes,
        "news": st.builds(events.LobbyChanged, frames),
        "link": st.builds(events.LinkChanged, st.booleans()),
        "device": st.builds(events.DeviceChanged, st.sampled_from([None, "ok", "paper_out"])),
        "answer": results,
        "silence": st.none(),
        "no": st.sampled_from([None, 30]),
        "printed": st.builds(events.SlipPrinted, st.just(SLIP.job)),
        "unprinted": st.builds(
            events.SlipNotPrinted, st.just(SLIP.job), st.just("x"), st.booleans()
        ),
        "copy": st.builds(events.CopyReady, st.just(replace(SLIP, job="j2"))),
        "time": st.none(),
    }
    kind = st.sampled_from([*kinds, "touch", "touch", "touch", "answer"])
    gap = st.sampled_from([0.001, 0.1, 0.5, 2.0, 25.0, 70.0])
    names = draw(st.lists(st.tuples(kind, gap), max_size=30))
    return [(name, draw(kinds[name]), wait) for name, wait in names]


def as_event(name: str, value: object, state: State) -> events.Event:
    """The event with the press that waits, or with a stale one."""
    pending = pending_of(state)
    press = pending.press if pending else UUID(int=0)
    match name, value:
        case "answer", ArrivalResult():
            return events.Answered(press, value)
        case "silence", _:
            return events.Unanswered(press)
        case "no", int() | None:
            return events.Declined(press, value)
        case "time", _:
            return events.Ticked()
        case _:
            return value  # type: ignore[return-value]  # the others are events already


def play(script: list[tuple[str, object, float]]) -> list[tuple[State, tuple[effects.Effect, ...]]]:
    """Every state on the way, with what it wanted done."""
    state, now = State(), 0.0
    way = []
    for number, (name, value, wait) in enumerate(script, start=1):
        now += wait
        moment = Moment(now, UUID(int=number))
        state, done = step(state, as_event(name, value, state), moment, CONFIG)
        way.append((state, done))
    return way


def left_alone(state: State, now: float) -> State:
    """The kiosk after everybody has gone, with no more news of any kind."""
    for number in range(2000):
        due = next_tick(state, now, CONFIG)
        if due is None:
            break
        now = max(now + 1e-6, due)
        moment = Moment(now, UUID(int=10_000 + number))
        state, done = step(state, events.Ticked(), moment, CONFIG)
        for effect in done:
            if isinstance(effect, effects.CheckIn | effects.Issue):
                state, _ = step(state, events.Unanswered(effect.press), moment, CONFIG)
        pending = pending_of(state)
        if isinstance(state.screen, screens.Asking) and state.screen.retry_at is None and pending:
            state, _ = step(state, events.Unanswered(pending.press), moment, CONFIG)
    return state


@given(happenings())
@settings(max_examples=80, deadline=None)
def test_a_kiosk_left_alone_always_comes_to_rest(script: list[tuple[str, object, float]]) -> None:
    way = play(script)
    state = way[-1][0] if way else State()
    now = sum(wait for _, _, wait in script)
    pending = pending_of(state)
    if pending:
        state, _ = step(state, events.Unanswered(pending.press), Moment(now, pending.press), CONFIG)

    rested = left_alone(state, now)

    assert isinstance(rested.screen, screens.Resting)
    assert pending_of(rested) is None
    assert rested.wishes.language == "fi"


@given(happenings())
@settings(max_examples=80, deadline=None)
def test_one_pending_press_is_only_ever_sent_under_one_id(
    script: list[tuple[str, object, float]],
) -> None:
    waiting = None
    for state, done in play(script):
        asked = [one for one in done if isinstance(one, effects.CheckIn | effects.Issue)]
        pending = pending_of(state)
        assert len(asked) <= 1
        for effect in asked:
            assert pending is not None
            assert effect.press == pending.press
            assert waiting is None or waiting.press == pending.press
        if pending and waiting and pending.press == waiting.press:
            assert pending.request == waiting.request
        waiting = pending


@given(happenings())
@settings(max_examples=80, deadline=None)
def test_what_was_typed_lives_on_its_own_screen_only(
    script: list[tuple[str, object, float]],
) -> None:
    touch = [("touch", events.Pressed(Button.APPOINTMENT), 1.0)]
    touch.append(("touch", events.Pressed(Button.IDENTITY_CODE), 1.0))
    touch.extend(("touch", events.Pressed(Button.KEY, key), 0.5) for key in CODE)

    for state, _ in play([*touch, *script]):
        pending = pending_of(state)
        asking = pending and isinstance(pending.request, CheckInRequest)
        if isinstance(state.screen, screens.IdentityPad | screens.BookingPad) or asking:
            continue
        assert CODE not in str(asdict(state))
        assert "'typed': '0" not in str(asdict(state))


@given(happenings())
@settings(max_examples=80, deadline=None)
def test_no_job_goes_to_the_printer_twice(script: list[tuple[str, object, float]]) -> None:
    jobs = [
        one.slip.job for _, done in play(script) for one in done if isinstance(one, effects.Print)
    ]

    assert len(jobs) == len(set(jobs))


@given(happenings(), st.floats(0, 1000))
@settings(max_examples=80, deadline=None)
def test_from_every_screen_but_a_locked_one_there_is_a_way_home(
    script: list[tuple[str, object, float]], later: float
) -> None:
    way = play(script)
    state = way[-1][0] if way else State()
    now = sum(wait for _, _, wait in script) + 1.0
    if isinstance(state.screen, screens.Asking):
        return

    for number in range(3):
        moment = Moment(now + number, UUID(int=20_000 + number))
        button = Button.DONE if isinstance(state.screen, screens.Numbered) else Button.START_AGAIN
        state, _ = step(state, events.Pressed(button), moment, CONFIG)

    assert isinstance(state.screen, screens.Resting)
