"""The decision table of admission, complete: against rules written apart, and as a document."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.queue.service.admission_cases import ROWS, SHOWN, Case, Lobby, Told, cases, document
from vuoro.core.clock import ClockState

DOCUMENT = Path(__file__).with_name("admission_table.txt")
KNOWN_TODAY = ("booked", "given away")


@dataclass(frozen=True)
class Rule:
    """In words, when it holds, and what is decided then. The first that holds decides."""

    words: str
    when: Callable[[Case], bool]
    then: Callable[[Case], Told]


def proves(case: Case) -> bool:
    return case.shown in ("valid", "old rev", "new rev", "expired")


def is_unknown(case: Case) -> bool:
    return case.row in ("none", "tombstone")


def is_sure(case: Case) -> bool:
    return case.clock is ClockState.SYNC


def says(outcome: str) -> Callable[[Case], Told]:
    return lambda case: Told(outcome)


def admitted(case: Case) -> Told:
    """To the time in the mirror."""
    old, new = case.shown == "old rev", case.shown == "new rev"
    notes = [note for note, so in (("old_pass", old), ("stale_booking", new)) if so]
    notes += [] if is_sure(case) else ["clock_unsure"]
    return Told("rescheduled" if old else "admitted", tuple(notes))


def admitted_by_the_pass(case: Case) -> Told:
    """To a booking that nobody here knows, or knows as it was."""
    note = "not_in_mirror" if case.row == "none" else "stale_booking"
    return Told("admitted unknown", (note,) if is_sure(case) else (note, "clock_unsure"))


RULES = (
    Rule("What nobody of ours has signed is no pass.",
         lambda c: c.shown == "forged", says("bad_pass")),
    Rule("A revoked key proves nothing; the booking may be known all the same.",
         lambda c: c.shown == "revoked" and is_unknown(c), says("bad_pass")),
    Rule("A code opens only what is known.",
         lambda c: c.shown == "code" and is_unknown(c), says("no_match")),
    Rule("Who had the time before it was given away gets neither it nor a number of the other's.",
         lambda c: c.shown == "old rev" and c.row == "given away", says("see_staff")),
    Rule("Who waits already, or is called, has their number.",
         lambda c: c.local in ("waiting", "called"), says("here")),
    Rule("Who has a time here today, for which nobody came, is let in.",
         lambda c: c.row in KNOWN_TODAY and c.local == "none", admitted),
    Rule("Who came elsewhere has their number there, where we can tell that it is they.",
         lambda c: c.local == "elsewhere" and c.row != "none", says("here elsewhere")),
    Rule("Who was served today is not let in again.",
         lambda c: c.row in KNOWN_TODAY and c.local == "done", says("see_staff")),
    Rule("What was taken away from this office is no brand-new booking.",
         lambda c: proves(c) and c.row == "tombstone", says("superseded")),
    Rule("A pass of an unknown booking must be of today, if we know what today is.",
         lambda c: c.shown == "expired" and c.row == "none" and is_sure(c), says("wrong_day")),
    Rule("Nor is who was served by an unknown booking, or one that has changed since.",
         lambda c: proves(c) and c.local == "done" and (c.row == "none" or c.shown == "new rev"),
         says("see_staff")),
    Rule("A mirror of this minute would know the booking: somebody must look.",
         lambda c: proves(c) and c.row == "none" and c.age == "fresh", says("see_staff")),
    Rule("A good pass is believed where the mirror is behind it.",
         lambda c: proves(c) and (c.row == "none" or c.shown == "new rev"), admitted_by_the_pass),
    Rule("Nobody is sent away for a day that we can't tell.",
         lambda c: c.row == "moved" and not is_sure(c) and c.local == "none", admitted),
    Rule("Another office.", lambda c: c.row == "other site", says("wrong_office")),
    Rule("Cancelled.", lambda c: c.row == "cancelled", says("cancelled")),
    Rule("An older pass, and the new time is another day.",
         lambda c: c.row == "moved" and c.shown == "old rev", says("superseded")),
    Rule("Another day.", lambda c: c.row == "moved", says("wrong_day")),
)  # fmt: skip


@pytest.fixture(scope="module")
def lobby() -> Lobby:
    return Lobby()


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("shown", SHOWN)
def test_every_case_is_decided_as_the_rules_say(lobby: Lobby, shown: str, row: str) -> None:
    for case in cases():
        if (case.shown, case.row) == (shown, row):
            rule = next(rule for rule in RULES if rule.when(case))
            assert lobby.decides(case) == rule.then(case), (case, rule.words)


def test_every_rule_decides_something() -> None:
    used = {next(rule.words for rule in RULES if rule.when(case)) for case in cases()}
    assert used == {rule.words for rule in RULES}
    assert len(list(cases())) == 2205


def test_the_document_says_what_is_decided(lobby: Lobby) -> None:
    """After a change: ``python -m tests.queue.service.admission_cases > …/admission_table.txt``,
    and read the difference."""
    assert document(lobby.decides) == DOCUMENT.read_text(encoding="utf-8")
