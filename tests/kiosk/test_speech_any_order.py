"""Whatever keys come in whatever order, a listener is never stuck, and never overheard."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kiosk.listener import Listener
from vuoro.core.wire.kiosk import Outcome
from vuoro.hardware.keypads.keys import NavKey
from vuoro.kiosk.flow import events, screens
from vuoro.kiosk.flow.arrivals import pending_of
from vuoro.kiosk.flow.speech import ended
from vuoro.kiosk.flow.speech_events import HeadsetChanged, Keyed, Say, Spoken
from vuoro.kiosk.samples import SLIP
from vuoro.kiosk.view.reading_item import Role

KEYS = [key for key in NavKey if "headset" not in key]
WORLD = ["in", "out", "answer", "silence", "spoken", "time", "slip"]
CODE = "010190-900P"
WITH_NUMBER = {
    Outcome.ISSUED, Outcome.ADMITTED, Outcome.EARLY, Outcome.LATE, Outcome.RESCHEDULED,
    Outcome.ALREADY_HERE, Outcome.RECEIVED,
}  # fmt: skip

happenings = st.lists(
    st.tuples(
        st.sampled_from([*KEYS, *[NavKey.NEXT] * 2, *[NavKey.CHOOSE] * 3, *WORLD]),
        st.sampled_from([0.1, 0.7, 2.0, 30.0]),
    ),
    max_size=40,
)
_FEW = settings(max_examples=25, deadline=None)


def happens(visitor: Listener, what: str, after: float) -> None:
    visitor.now += after
    pending = pending_of(visitor.state)
    if isinstance(what, NavKey):
        visitor.happens(Keyed(what))
    elif what in ("in", "out"):
        visitor.happens(HeadsetChanged(plugged=what == "in"))
    elif what == "answer" and pending:
        outcome = list(Outcome)[visitor.presses % len(Outcome)]
        visitor.gets(outcome, SLIP if outcome in WITH_NUMBER else None)
    elif what == "silence" and pending:
        visitor.happens(events.Unanswered(pending.press))
    elif what == "spoken" and visitor.says:
        visitor.happens(Spoken(visitor.says[-1].serial))
    elif what == "slip":
        visitor.happens(events.SlipPrinted(SLIP.job))
    else:
        visitor.happens(events.Ticked())


@given(happenings)
@_FEW
def test_there_is_always_a_place_for_the_cursor_and_always_a_way_on(
    script: list[tuple[str, float]],
) -> None:
    visitor = Listener()
    for what, after in script:
        happens(visitor, what, after)
        if not visitor.state.speech.on:
            continue
        stops = visitor.teller.stops
        assert visitor.here in [item.id for item in stops]
        assert len({item.id for item in stops}) == len(stops)
        if not isinstance(visitor.sees(), screens.Resting | screens.Asking):
            assert any(item.acts and item.enabled for item in stops)


@given(happenings)
@_FEW
def test_every_key_that_counts_is_answered(script: list[tuple[str, float]]) -> None:
    visitor = Listener()
    for what, after in script:
        happens(visitor, what, after)
    visitor.now += 1.0
    done = visitor.happens(Keyed(NavKey.NEXT))

    assert any(isinstance(effect, Say) for effect in done)


@given(happenings)
@_FEW
def test_words_have_growing_numbers(script: list[tuple[str, float]]) -> None:
    visitor = Listener()
    for what, after in script:
        happens(visitor, what, after)

    assert all(a.serial < b.serial for a, b in pairwise(visitor.says))
    assert all(say.utterances for say in visitor.says)


@given(happenings, st.booleans())
@_FEW
def test_without_a_headset_nothing_private_is_said(
    script: list[tuple[str, float]], typing: bool
) -> None:
    visitor = Listener()
    visitor.keys(NavKey.HELP)
    visitor.chooses("language-fi")
    visitor.chooses("appointment")
    visitor.chooses("identity-code" if typing else "booking-code")
    said = len(visitor.says)
    for what, after in script:
        if what != "in":
            happens(visitor, what, after)

    for say in visitor.says[said:]:
        for each in (*say.utterances, *say.soon):
            assert not each.private
            assert each.text.rstrip(".") not in set(CODE)


@given(happenings)
@_FEW
def test_left_alone_the_kiosk_falls_silent_and_rests(script: list[tuple[str, float]]) -> None:
    visitor = Listener()
    for what, after in script:
        happens(visitor, what, after)
    pending = pending_of(visitor.state)
    for _ in range(40):
        if pending is not None and isinstance(visitor.sees(), screens.Asking):
            visitor.happens(events.Unanswered(pending.press))
        visitor.waits(60)

    assert isinstance(visitor.sees(), screens.Resting)
    assert not visitor.state.speech.on
    assert visitor.state.speech == ended(visitor.state.speech)


def test_every_screen_of_a_visit_is_reached_by_keys_alone() -> None:
    """Breadth first over next and choose, with every answer the lobby may give."""
    start = Listener()
    start.plugs_in()
    seen = {type(start.sees())}
    waiting, done = [start], set()
    while waiting:
        visitor = waiting.pop()
        for item in visitor.teller.stops:
            act = (type(visitor.sees()), item.id.split("-")[0])
            if not item.acts or not item.enabled or act in done:
                continue
            done.add(act)
            other = copy_of(visitor)
            other.chooses(item.id)
            for after in (other, *answered(other)):
                if type(after.sees()) not in seen or item.role is Role.BUTTON:
                    seen.add(type(after.sees()))
                    if after.state.speech.on:
                        waiting.append(after)

    assert seen >= {
        screens.Home, screens.ShowCode, screens.IdentityPad, screens.BookingPad, screens.Services,
        screens.Asking, screens.Numbered, screens.Refused, screens.AskStaff, screens.Languages,
    }  # fmt: skip


def copy_of(visitor: Listener) -> Listener:
    other = Listener()
    other.state, other.now, other.says = visitor.state, visitor.now + 1.0, list(visitor.says)
    return other


def answered(visitor: Listener) -> list[Listener]:
    if not isinstance(visitor.sees(), screens.Asking):
        return []
    ways = []
    for outcome, slip in ((Outcome.ISSUED, SLIP), (Outcome.FULL, None)):
        other = copy_of(visitor)
        other.gets(outcome, slip)
        ways.append(other)
    return ways
