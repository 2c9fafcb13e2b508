"""Telling a story from a list of deeds: what Hypothesis draws, and what a seed means."""

import atexit
import random
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.sync.model.stage import Stage
from tests.sync.model.story import DEEDS, Story
from tests.sync.model.truth import assert_true, heal

Deed = tuple[str, int]
MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None


async def at_once(deed: Callable[..., Any], *arguments: Any) -> Any:
    """In place of a thread pool."""
    return deed(*arguments)


def seeded(seed: int, steps: int, lean: Mapping[str, int] = DEEDS) -> list[Deed]:
    """The story of a seed: always the same."""
    chance = random.Random(seed)
    names = _often(lean)
    return [(chance.choice(names), chance.getrandbits(32)) for _ in range(steps)]


def _often(lean: Mapping[str, int]) -> list[str]:
    return [name for name, weight in lean.items() for _ in range(weight)]


def deeds(steps: int) -> st.SearchStrategy[list[Deed]]:
    """So many deeds, each with its own chance."""
    names = _often(DEEDS)
    deed = st.tuples(st.sampled_from(names), st.integers(0, 2**32 - 1))
    return st.lists(deed, min_size=steps, max_size=steps)


def tell(template: Path, told: Sequence[Deed], seed: int | None = None) -> None:
    """Live through a story and see whether every promise was kept. ``seed``: of the stage."""
    folder = _stage()
    shutil.rmtree(folder)
    story = Story(Stage(template, folder, seed=len(told) if seed is None else seed))
    try:
        for name, chance in told:
            getattr(story, name)(random.Random(chance))
        heal(story)
        assert_true(story)
    finally:
        story.stage.close()


@cache
def _stage() -> Path:
    """One folder for all stories of a process: the databases in it keep their engines."""
    folder = tempfile.TemporaryDirectory(dir=MEMORY)
    atexit.register(folder.cleanup)
    return Path(folder.name)
