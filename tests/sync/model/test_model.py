"""Two kiosks and a backend, whatever happens: nothing is lost and nothing is doubled (§4.2).

The device core and the backend are the real ones; the network, the clocks and the power are not.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.sync.model.faults import PLANTED
from tests.sync.model.telling import Deed, deeds, seeded, tell

STEPS = 50
PARTS = 6
"""So many tests share the 300 stories among the workers of a run."""
LONG = int(os.environ.get("VUORO_STORIES", "2000"))
MOST_STORIES = 40
"""A fault that so many stories don't show is not caught."""

quickly = settings(
    max_examples=300 // PARTS,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
@quickly
@given(story=deeds(STEPS))
def test_every_promise_is_kept(beginning: Path, part: int, story: list[Deed]) -> None:
    tell(beginning, story)


LOST = (
    ("copy_backend", 935820112), ("move", 470745), ("check_in", 608), ("restore_backend", 65095),
    ("sync", 39000), ("reassign", 38965179), ("sync", 95), ("sync", 101), ("sync", 200),
    ("check_in", 26),
)  # fmt: skip


def test_a_pass_of_a_change_that_was_lost_is_not_one_of_the_next_change(beginning: Path) -> None:
    """A booking was moved, the move was lost with a backup, and the time given to another."""
    tell(beginning, LOST, seed=50)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_every_promise_is_kept_in_thousands_of_stories(beginning: Path) -> None:
    for seed in range(LONG):
        tell(beginning, seeded(100_000 + seed, STEPS + 10))


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_caught(
    beginning: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    plant, lean = PLANTED[fault]
    plant(monkeypatch)

    assert any(_shows(beginning, seed, lean) for seed in range(MOST_STORIES)), (
        f"{fault}: {MOST_STORIES} stories went well"
    )


def _shows(beginning: Path, seed: int, lean: dict[str, int]) -> bool:
    try:
        tell(beginning, seeded(seed, STEPS, lean))
    except Exception:
        # A broken promise, or a program that noticed by itself that its world is broken.
        return True
    return False
