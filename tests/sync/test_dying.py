"""The lobby may die at any named point: afterwards nothing is lost and nothing doubled."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.sync.pair import ADMIN, Killed, Pair
from vuoro.booking.fleet import commands
from vuoro.booking.store.tables import fleet
from vuoro.core.wire.sync import CommandKind
from vuoro.sync import schedule
from vuoro.sync.faulty import Fault
from vuoro.sync.schedule import Pace

PRODUCT = Path(__file__).parents[2] / "sync/vuoro/sync"
STUCK = Pace(size=1, stuck_since=-schedule.QUARANTINE_AFTER)


def nothing(pair: Pair) -> None:
    """The first contact has all the points of push, pull and snapshot."""


def lost_thread(pair: Pair) -> None:
    pair.settle()
    pair.lose_the_thread()
    pair.world.number("aloitus")


def hopeless_event(pair: Pair) -> None:
    pair.settle()
    pair.world.number("aloitus")
    pair.link.errands.pushing.pace = STUCK
    pair.spoil(Fault.BROKEN)


def commanded(pair: Pair) -> None:
    pair.settle()
    commands.command(pair.backend, ADMIN, pair.enrolled.device, CommandKind.ROTATE_KEY)


BEFORE: dict[str, Callable[[Pair], None]] = {
    "push.before_send": nothing,
    "push.after_reply_before_commit": nothing,
    "push.after_commit": nothing,
    "pull.before_send": nothing,
    "pull.after_reply_before_commit": nothing,
    "pull.after_page": nothing,
    "snapshot.before_swap": nothing,
    "snapshot.after_swap": nothing,
    "recovery.before_send": lost_thread,
    "recovery.after_grant_before_commit": lost_thread,
    "recovery.after_commit": lost_thread,
    "quarantine.after_reply_before_commit": hopeless_event,
    "command.after_deed": commanded,
}


@pytest.mark.parametrize("point", BEFORE)
def test_after_a_death_both_tell_one_story(pair: Pair, point: str) -> None:
    pair.world.number()
    booking = pair.book()
    BEFORE[point](pair)
    pair.fatal = point
    with pytest.raises(Killed):
        pair.link.settle()

    pair.restart()
    pair.settle()

    numbers = len(pair.lobby.line.tickets)
    assert pair.visits() == numbers
    assert len(pair.applied()) == len(set(pair.applied()))
    assert booking.id in pair.mirrored
    assert pair.in_step()


def test_a_grant_that_was_not_heard_is_given_again(pair: Pair) -> None:
    lost_thread(pair)
    pair.fatal = "recovery.after_grant_before_commit"
    with pytest.raises(Killed):
        pair.link.settle()

    pair.restart()
    pair.settle()

    with pair.backend.read() as sql:
        epochs = sql.execute(select(func.count()).select_from(fleet.device_epoch)).scalar_one()
    # That of the enrolment, and one recovery.
    assert epochs == 2


def test_a_death_in_the_middle_of_a_snapshot_leaves_the_mirror_as_it_was(pair: Pair) -> None:
    booking = pair.book()
    pair.settle()
    pair.link.contact.snapshot_wanted = True
    before = pair.cursor
    pair.fatal = "snapshot.before_swap"
    with pytest.raises(Killed):
        pair.link.pull_once()

    pair.restart()

    assert booking.id in pair.mirrored
    assert pair.cursor == before


def test_every_named_point_has_its_death() -> None:
    code = "".join(file.read_text("utf-8") for file in PRODUCT.glob("*.py"))
    # Laying out a snapshot in slices changes nothing that anybody reads; those of releases and
    # support have theirs in test_upkeep.
    elsewhere = {"snapshot.after_stage", "release.after_block", "support.after_answer"}
    named = set(re.findall(r'\.at\("([a-z_.]+)"\)', code)) - elsewhere

    assert named == set(BEFORE)
