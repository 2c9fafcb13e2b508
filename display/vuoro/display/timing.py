"""When the picture changes next by the passing of time alone: the only timer there is."""

import math
from datetime import datetime

from vuoro.display import announce
from vuoro.display.link import told_at
from vuoro.display.scene import scene_changes_at
from vuoro.display.stage import Stage
from vuoro.display.view import LINE_SECONDS

_SOON = 0.01


def seconds_to_change(stage: Stage, *, now: datetime, mono: float, speaking: bool) -> float:
    """Seconds until something must be drawn or announced: at most until the clock's next minute."""
    waits = [60 - now.second - now.microsecond / 1e6]
    if stage.board.lobby is not None:
        waits.append((math.floor(mono / LINE_SECONDS) + 1) * LINE_SECONDS - mono)
    current = stage.announcer.current
    if current is not None:
        waits.append(announce.ends(stage.announcer, speaking=speaking) - mono)
        waits.append(announce.mark_ends(stage.announcer) - mono)
    if (told := told_at(stage.link)) is not None:
        waits.append(told - mono)
    changes = scene_changes_at(stage.board.lobby, stage.calls, now)
    if changes is not None:
        waits.append((changes - now).total_seconds())
    return max(_SOON, min(wait for wait in waits if wait > 0))
