"""A lobby and its backend tell one story, a step at a time, whatever the network does."""

import pytest

from tests.sync.pair import Killed, Pair
from vuoro.sync.faulty import Fault
from vuoro.sync.outcome import Did


def test_what_happens_in_the_lobby_reaches_the_backend_in_order(pair: Pair) -> None:
    pair.world.number()
    pair.world.number()

    pair.settle()

    assert pair.visits() == 2


def test_what_is_booked_reaches_the_lobby(pair: Pair) -> None:
    pair.settle()
    booking = pair.book()

    outcome = pair.link.pull_once()

    assert (outcome.did, outcome.count) == (Did.PULLED, 1)
    assert booking.id in pair.mirrored
