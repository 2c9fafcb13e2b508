"""What a program with a window does before Qt is there."""

import faulthandler
from collections.abc import MutableMapping
from pathlib import Path

from vuoro.core.clock import Clock
from vuoro.hardware.screen.rendering import Rendering


def before_qt(environment: MutableMapping[str, str], clock: Clock) -> Rendering:
    """Choose who paints. A watchdog's SIGABRT leaves in the log where each thread hangs: names of
    functions, no values."""
    faulthandler.enable()
    cache = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    rendering = Rendering(cache / "vuoro-graphics.json", clock.boot_id)
    rendering.choose(environment)
    return rendering
