"""The ten hardest states of the kiosk, drawn once more for those who read the report."""

import os
from collections.abc import Sequence
from pathlib import Path

from vuoro.lobby.a11y.finding import Notebook
from vuoro.lobby.a11y.kiosk.combinations import Job
from vuoro.lobby.a11y.kiosk.reachable import Reached
from vuoro.lobby.a11y.measurements import NAMED
from vuoro.lobby.a11y.report.writing import Hard

HARD = (
    "kiosk.text-fullness",
    "kiosk.text-most",
    "kiosk.text-contrast",
    "kiosk.high-contrast",
    "kiosk.icon-contrast",
    "kiosk.edge-contrast",
    "kiosk.target-size",
    "kiosk.target-gap",
    "kiosk.capital-height",
    "kiosk.reach",
    "kiosk.focus-ring",
)
MOST = 10


def draw_hardest(book: Notebook, pictures: Sequence[Reached], folder: Path) -> tuple[Hard, ...]:
    """Whole pictures, as PNG files in the folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from vuoro.lobby.a11y.kiosk.studio import Studio

    studio = Studio()
    found: list[Hard] = []
    known: set[Job] = set()
    for name in HARD:
        least = book.least.get(name)
        # One screen may be the hardest in two ways; it is shown once.
        if least is None or not isinstance(least.job, Job) or least.job in known:
            continue
        if len(found) == MOST:
            break
        known.add(least.job)
        drawn = studio.draw(pictures[least.job.picture], least.job)
        file = f"hardest-{name.partition('.')[2]}.png"
        drawn.image.save(str(folder / file))
        measurement = NAMED[name]
        value = f"{abs(least.value):.2f} {measurement.unit}".strip()
        found.append(Hard(measurement.title, value, least.what, drawn.where, file))
    studio.close()
    return tuple(found)
