"""What the web application may be told."""

from dataclasses import dataclass, field

from vuoro.booking.api.tending import Job
from vuoro.core import look
from vuoro.core.look import Look


@dataclass(frozen=True)
class Options:
    """``jobs``: what happens by itself; none in a test that does it by hand."""

    appearance: Look = field(default_factory=look.load)
    session_hours: int = 10
    secure_cookies: bool = False
    hold_minutes: int = 20
    jobs: tuple[Job, ...] = ()
    key_burst: int = 100
    """How many requests a key may make at once …"""
    key_per_second: float = 20.0
    """… and how fast it may go on."""
