"""The stories of test_model, another hundred of them for another worker."""

from pathlib import Path

from hypothesis import given, seed

from tests.sync.model.telling import Deed, deeds, tell
from tests.sync.model.test_model import STEPS, quickly


@seed(2)
@quickly
@given(story=deeds(STEPS))
def test_every_promise_is_kept_again_2(beginning: Path, story: list[Deed]) -> None:
    tell(beginning, story)
