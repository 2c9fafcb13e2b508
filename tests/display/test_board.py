"""The board after any messages of the stream."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.board import BoardCall, BoardFrame
from vuoro.display.board import EMPTY, KEPT, Board, apply, places
from vuoro.display.gallery import CALLS, LOBBY, NOON, call

EARLIER, LATER = CALLS[3], CALLS[0]


def full(version: int, *calls: BoardCall) -> BoardFrame:
    return BoardFrame(version, True, NOON, LOBBY, calls)


def delta(version: int, *calls: BoardCall) -> BoardFrame:
    return BoardFrame(version, False, NOON, None, calls)


def test_the_newest_call_is_the_one_called_last_in_whatever_order_they_come() -> None:
    board = apply(EMPTY, full(1, LATER, EARLIER))

    assert apply(EMPTY, full(1, EARLIER, LATER)) == board
    assert [item.number for item in board.calls] == ["A017", "B032"]


def test_a_call_taken_back_leaves_the_board() -> None:
    board = apply(EMPTY, full(1, EARLIER, LATER))

    board = apply(board, delta(2, replace(LATER, gone=True, version=LATER.version + 1)))

    assert board.calls == (EARLIER,)


def test_serving_an_older_ticket_does_not_make_it_the_newest() -> None:
    board = apply(EMPTY, full(1, EARLIER, LATER))

    board = apply(board, delta(2, replace(EARLIER, version=LATER.version + 50)))

    assert board.calls[0] == LATER


def test_a_change_older_than_the_board_is_ignored() -> None:
    board = apply(EMPTY, full(5, LATER))

    assert apply(board, delta(4, EARLIER)) is board


def test_an_older_version_of_a_call_is_ignored() -> None:
    board = apply(EMPTY, full(5, LATER))

    board = apply(board, delta(6, replace(LATER, counter_label="9", version=1)))

    assert board.calls == (LATER,)


def test_a_snapshot_of_a_restored_service_counts_though_its_version_is_lower() -> None:
    board = apply(EMPTY, full(500, LATER))

    assert apply(board, full(3, EARLIER)) == Board(3, LOBBY, (EARLIER,))


def test_yesterdays_calls_leave_the_board_when_a_new_day_begins() -> None:
    board = apply(EMPTY, full(1, EARLIER, LATER))

    tomorrow = replace(LOBBY, service_day="2026-03-05", waiting=0)
    board = apply(board, BoardFrame(2, False, NOON, tomorrow))

    assert board.calls == ()


def test_the_memory_of_a_busy_day_stays_small() -> None:
    calls = tuple(call(f"A{n:03}", "1", n) for n in range(KEPT + 50))

    assert len(apply(EMPTY, full(1, *calls)).calls) == KEPT


def test_one_call_is_newest_two_follow_and_six_are_history() -> None:
    at = places((*CALLS, call("B030", "1", 2000)))

    assert at.newest == CALLS[0]
    assert at.previous == CALLS[1:3]
    assert at.history == CALLS[3:9]


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[BoardCall, ...]]:
    """A lobby's day as the states of its calls, one version after another."""
    calls: dict[str, BoardCall] = {}
    states: list[tuple[BoardCall, ...]] = [()]
    for version in range(1, draw(st.integers(1, 14)) + 1):
        number = draw(st.sampled_from(["A001", "A002", "B001", "B002"]))
        known = calls.get(number)
        told = replace(call(number, "1", 100 - version), version=version)
        match draw(st.sampled_from(["call", "serve", "undo"])):
            case "call":
                calls[number] = replace(told, times=known.times + 1 if known else 1)
            case "serve" if known:
                calls[number] = replace(known, version=version)
            case "undo" if known:
                calls[number] = replace(known, version=version, gone=True)
            case _:
                pass
        states.append(tuple(calls.values()))
    return states


@given(lives(), st.data())
def test_any_split_into_snapshots_and_changes_gives_the_same_board(
    states: list[tuple[BoardCall, ...]], data: st.DataObject
) -> None:
    last = len(states) - 1
    stops = sorted(data.draw(st.sets(st.integers(0, last))) | {last})
    board, had = EMPTY, -1
    for stop in stops:
        snapshot = had < 0 or data.draw(st.booleans())
        since = tuple(item for item in states[stop] if item.version > had)
        calls = tuple(item for item in states[stop] if not item.gone) if snapshot else since
        board = apply(board, BoardFrame(stop, snapshot, NOON, LOBBY, calls))
        had = stop

    shown = tuple(item for item in states[last] if not item.gone)
    assert board == apply(EMPTY, full(last, *shown))


@pytest.mark.parametrize("frame", [full(3, LATER), delta(3, LATER)])
def test_the_same_message_twice_changes_nothing(frame: BoardFrame) -> None:
    board = apply(apply(EMPTY, full(1, EARLIER)), frame)

    assert apply(board, frame) == board
