"""What the web application may be told."""

from dataclasses import dataclass, field

from vuoro.booking.api.tending import Job
from vuoro.booking.web.options import PageOptions
from vuoro.core import look
from vuoro.core.look import Look


@dataclass(frozen=True)
class Options:
    """``jobs``: what happens by itself; none in a test that does it by hand."""

    appearance: Look = field(default_factory=look.load)
    pages: PageOptions = field(default_factory=PageOptions)
    jobs: tuple[Job, ...] = ()
    key_burst: int = 100
    """How many requests a key may make at once …"""
    key_per_second: float = 20.0
    """… and how fast it may go on."""
