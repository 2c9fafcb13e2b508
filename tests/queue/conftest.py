"""Lets the tests of the queue share what they build: ``from tests.queue.world import World``."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)
