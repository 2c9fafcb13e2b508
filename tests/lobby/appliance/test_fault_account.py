"""Paper, books and glass held against each other: every kind of loss is found, and no other."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.raspberrypi.emulator.faults.account import PIECE, Books, Job, Slip, Ticket, account

DAY = "2026-11-23"


def ticket(n: int) -> Ticket:
    return Ticket(f"id-{n}", DAY, f"A{n:03}", f"token-{n}")


def slip(n: int) -> Slip:
    return Slip(f"A{n:03}", f"token-{n}")


def books(*states: str) -> Books:
    """A ticket with one job in each of these states."""
    numbers = range(1, len(states) + 1)
    jobs = tuple(Job(f"id-{n}", state) for n, state in zip(numbers, states, strict=True))
    return Books(tuple(map(ticket, numbers)), jobs)


def faults(
    of: Books, paper: tuple[Slip, ...] = (), seen: tuple[str, ...] = (), before: Books | None = None
) -> tuple[str, ...]:
    return account(of, paper, seen, before).faults


def test_nothing_is_wrong_where_paper_and_books_agree() -> None:
    found = account(books("done", "unknown", "unknown", "failed"), (slip(1), slip(2)), ("A001",))
    assert found.faults == ()
    assert (found.tickets, found.slips, found.seen, found.unsure) == (4, 2, 1, 2)


def test_a_piece_of_a_slip_that_broke_off_is_no_slip() -> None:
    found = account(books("done", "unknown"), (slip(1), PIECE), ())
    assert (found.faults, found.slips) == ((), 1)


LOSSES = {
    "belongs to no ticket": (books("done"), (slip(1), slip(2)), ()),
    "belongs to the ticket A001": (books("done"), (Slip("A009", "token-1"),), ()),
    "its slip is not there": (books("done"), (), ()),
    "has 2 slips instead of 1": (books("done"), (slip(1), slip(1)), ()),
    "has 1 slips instead of 0": (books("failed"), (slip(1),), ()),
    "still under way": (books("sending"), (), ()),
    "on the glass and is lost": (books("done"), (slip(1),), ("A007",)),
    "shown to 2 visitors": (books("done"), (slip(1),), ("A001", "A001")),
    "damaged": (replace(books(), integrity="row 7 missing from index"), (), ()),
    "1 pieces were cut off, but only 0": (books("done"), (slip(1), PIECE), ()),
    "2 visitors hold A001": (books("done"), (slip(1), Slip("A001", "token-9")), ()),
}


@pytest.mark.parametrize(("words", "case"), LOSSES.items(), ids=list(LOSSES))
def test_each_kind_of_loss_is_found(
    words: str, case: tuple[Books, tuple[Slip, ...], tuple[str, ...]]
) -> None:
    assert any(words in fault for fault in faults(*case))


def test_a_number_given_twice_is_found() -> None:
    twice = Books((ticket(1), replace(ticket(1), id="id-2", token="token-2")), ())
    assert "A001 was given 2 times" in faults(twice)


def test_the_same_number_on_another_day_is_another_number() -> None:
    tomorrow = replace(ticket(1), id="id-2", token="token-2", day="2026-11-24")
    assert faults(Books((ticket(1), tomorrow), ())) == ()


def test_a_ticket_that_was_there_before_is_missed() -> None:
    before = books("unknown", "unknown")
    now = Books(before.tickets[:1], before.jobs[:1])
    assert faults(now, before=before) == ("the ticket A002 is gone",)


@given(states=st.lists(st.sampled_from(["done", "unknown", "failed"]), max_size=8), data=st.data())
def test_any_one_slip_too_few_or_too_many_is_found(states: list[str], data: st.DataObject) -> None:
    """However the unsure ones came out: one slip more or less than can be is a fault."""
    mayhaps = [n for n, state in enumerate(states, 1) if state == "unknown"]
    out = data.draw(st.sets(st.sampled_from(mayhaps))) if mayhaps else set()
    paper = [slip(n) for n, state in enumerate(states, 1) if state == "done" or n in out]
    assert faults(books(*states), tuple(paper)) == ()
    for n, state in enumerate(states, 1):
        if state == "done":
            assert faults(books(*states), tuple(each for each in paper if each != slip(n)))
        if state == "failed" or slip(n) in paper:
            assert faults(books(*states), (*paper, slip(n)))
