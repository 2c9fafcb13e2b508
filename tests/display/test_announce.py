"""Announcements: each call once per time it is made, in order, each visible long enough."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.board import BoardCall, BoardFrame
from vuoro.display.gallery import LOBBY, NOON, call
from vuoro.display.link import Link
from vuoro.display.stage import Event, Framed, Linked, Passed, Stage, step


class Room:
    """A display whose time is moved by hand; remembers what it announced and when."""

    def __init__(self) -> None:
        self.mono = 0.0
        self.version = 0
        self.speaking = False
        self.heard: list[tuple[str, int]] = []
        self.seen: list[tuple[str, float]] = []
        self.stage = Stage(Link(since=0.0, at=NOON))
        self.take(Linked(True))

    def take(self, event: Event) -> None:
        before = self.stage.announcer.serial
        now = NOON + timedelta(seconds=self.mono)
        self.stage = step(self.stage, event, now=now, mono=self.mono, speaking=self.speaking)
        current = self.stage.announcer.current
        if current is not None and self.stage.announcer.serial > before:
            self.heard.append((current.call.number, current.call.times))
            self.seen.append((current.call.number, self.mono))

    def tell(self, *calls: BoardCall, full: bool = False) -> None:
        self.version += 1
        now = NOON + timedelta(seconds=self.mono)
        self.take(Framed(BoardFrame(self.version, full, now, LOBBY, calls)))

    def wait(self, seconds: float) -> None:
        self.mono += seconds
        self.take(Passed())

    def called(self, number: str, *, times: int = 1, ago: float = 0.0) -> BoardCall:
        """A call as the service tells it now."""
        made = replace(call(number, "1", 0), times=times, version=self.version + 1)
        return replace(made, called_at=NOON + timedelta(seconds=self.mono - ago))

    @property
    def newest(self) -> str:
        return self.stage.calls[0].number

    @property
    def waiting(self) -> list[str]:
        return [item.call.number for item in self.stage.announcer.waiting]


def opened() -> Room:
    room = Room()
    room.tell(full=True)
    return room


def test_a_new_call_is_announced_at_once() -> None:
    room = opened()

    room.tell(room.called("A017"))

    assert room.heard == [("A017", 1)]
    assert room.newest == "A017"


def test_calls_that_come_together_are_the_newest_one_after_another() -> None:
    room = opened()
    first, second = room.called("A017"), room.called("B003")
    room.tell(first, replace(second, version=first.version + 1))

    assert (room.newest, room.waiting) == ("A017", ["B003"])
    room.wait(9.9)
    assert room.newest == "A017"
    room.wait(0.1)
    assert room.newest == "B003"


def test_the_next_call_waits_for_the_sentence_of_the_one_before() -> None:
    room = opened()
    room.tell(room.called("A017"))
    room.tell(room.called("B003"))
    room.speaking = True

    room.wait(12)
    assert room.newest == "A017"
    room.speaking = False
    room.wait(0)
    assert room.newest == "B003"


def test_a_voice_that_hangs_does_not_hold_the_board_up() -> None:
    room = opened()
    room.tell(room.called("A017"))
    room.tell(room.called("B003"))
    room.speaking = True

    room.wait(20)

    assert room.newest == "B003"


def test_a_repeated_call_is_announced_again_and_becomes_the_newest() -> None:
    room = opened()
    room.tell(room.called("A017"))
    room.wait(15)
    room.tell(room.called("B003"))
    room.wait(15)

    room.tell(room.called("A017", times=2))

    assert room.heard == [("A017", 1), ("B003", 1), ("A017", 2)]
    assert room.newest == "A017"


def test_a_repeated_call_stays_in_its_place_until_its_turn() -> None:
    room = opened()
    room.tell(room.called("A017"))
    room.wait(15)
    room.tell(room.called("B003"))
    room.tell(room.called("A017", times=2))

    assert [item.number for item in room.stage.calls] == ["B003", "A017"]
    room.wait(10)
    assert [item.number for item in room.stage.calls] == ["A017", "B003"]


def test_a_call_taken_back_before_its_turn_is_never_announced() -> None:
    room = opened()
    room.tell(room.called("A017"))
    room.tell(room.called("B003"))
    room.tell(replace(room.called("B003"), gone=True))
    room.wait(30)

    assert room.heard == [("A017", 1)]


def test_a_repeat_taken_back_before_its_turn_is_never_announced() -> None:
    room = opened()
    room.tell(room.called("B003"))
    room.wait(15)
    room.tell(room.called("A017"))
    room.tell(room.called("B003", times=2))
    room.tell(room.called("B003", times=1, ago=30))
    room.wait(30)

    assert room.heard == [("B003", 1), ("A017", 1)]


def test_the_next_call_comes_at_once_when_the_newest_is_taken_back() -> None:
    room = opened()
    room.tell(room.called("A017"))
    room.tell(room.called("B003"))

    room.tell(replace(room.called("A017"), gone=True))

    assert room.newest == "B003"


def test_old_calls_are_not_announced_when_the_display_starts() -> None:
    room = Room()

    room.tell(room.called("A016", ago=30), room.called("A017", ago=29), full=True)

    assert room.heard == [("A017", 1)]


def test_a_call_missed_while_the_link_was_down_is_announced_only_while_it_is_news() -> None:
    room = opened()
    room.take(Linked(False))
    room.wait(100)
    room.take(Linked(True))

    room.tell(room.called("A016", ago=60), room.called("A017", ago=5))

    assert room.heard == [("A017", 1)]


def test_serving_someone_called_long_before_the_display_started_is_no_news() -> None:
    room = opened()

    room.tell(room.called("A001", ago=3600))

    assert room.heard == []


def test_a_clock_set_back_does_not_put_the_newest_call_behind_older_ones() -> None:
    room = opened()
    room.tell(room.called("A016"))
    room.wait(20)

    hour_before = NOON - timedelta(hours=1)
    made = replace(room.called("A017"), called_at=hour_before)
    room.take(Framed(BoardFrame(9, False, hour_before, LOBBY, (made,))))

    assert room.newest == "A017"


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["A001", "A002", "A003", "B001"]),
        st.sampled_from(["call", "call", "undo", "break", "pass"]),
        st.integers(0, 25),
    ),
    max_size=30,
)


@given(MOVES)
def test_each_call_is_announced_once_per_time_in_order_and_seen_for_ten_seconds(
    moves: list[tuple[str, str, int]],
) -> None:
    room = opened()
    made: list[tuple[str, int]] = []
    undone: set[str] = set()
    times: dict[str, int] = {}
    for number, move, pause in moves:
        match move:
            case "call":
                times[number] = times.get(number, 0) + 1
                made.append((number, times[number]))
                room.tell(room.called(number, times=times[number]))
            case "undo" if number in times:
                undone.add(number)
                room.tell(replace(room.called(number, times=times[number]), gone=True))
            case "break":
                room.take(Linked(False))
                room.take(Linked(True))
            case _:
                pass
        room.wait(pause)
    for _ in range(40):
        room.wait(10)

    assert len(room.heard) == len(set(room.heard))
    order = {item: place for place, item in enumerate(made)}
    assert [order[item] for item in room.heard] == sorted(order[item] for item in room.heard)
    assert room.waiting == []
    for number, count in times.items():
        if number not in undone:
            assert (number, count) in room.heard
    for (number, began), (_, ended) in pairwise(room.seen):
        assert ended - began >= 10 or number in undone
