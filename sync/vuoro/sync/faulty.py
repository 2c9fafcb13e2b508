"""A bad network: a transport that loses, doubles, delays, cuts and invents, as its plan says."""

import enum
import random
from collections.abc import Iterator
from dataclasses import replace

from vuoro.sync.transport import Ask, NoAnswer, Reply, Transport


class Fault(enum.StrEnum):
    """What happens to one request."""

    NONE = "none"
    LOST_REQUEST = "lost_request"
    LOST_REPLY = "lost_reply"
    """The backend has done it, and we don't hear: the most frequent one in a test."""
    TWICE = "twice"
    LATE = "late"
    """Not answered, and delivered only when ``deliver_late`` is called."""
    CUT = "cut"
    """Only the first bytes of the answer come, and look like all of it."""
    PORTAL = "portal"
    """A captive portal: 200 and a page."""
    BROKEN = "broken"
    """A proxy: 502 and a page."""
    BUSY = "busy"
    """429 with Retry-After."""


_PAGE = b"<!doctype html><title>Free WiFi</title><p>Accept our terms."
_HTML = {"content-type": "text/html; charset=utf-8"}
RETRY_AFTER = 7


class FaultyTransport:
    """Passes requests on, each with the next fault of the plan."""

    def __init__(self, inner: Transport, plan: Iterator[Fault], chance: random.Random) -> None:
        """A plan that ends means a good network from then on."""
        self._inner, self._plan, self._chance = inner, plan, chance
        self.late: list[Ask] = []
        self.happened: list[tuple[Fault, Ask]] = []

    def send(self, ask: Ask) -> Reply:
        """The answer, if the plan lets it come. Raises NoAnswer."""
        fault = next(self._plan, Fault.NONE)
        self.happened.append((fault, ask))
        match fault:
            case Fault.LOST_REQUEST:
                raise NoAnswer("the request was lost")
            case Fault.LATE:
                self.late.append(ask)
                raise NoAnswer("the request is late")
            case Fault.LOST_REPLY:
                self._inner.send(ask)
                raise NoAnswer("the answer was lost")
            case Fault.TWICE:
                self._inner.send(ask)
                return self._inner.send(ask)
            case Fault.CUT:
                reply = self._inner.send(ask)
                return replace(reply, body=reply.body[: self._chance.randrange(len(reply.body))])
            case Fault.PORTAL:
                return Reply(200, _HTML, _PAGE)
            case Fault.BROKEN:
                return Reply(502, _HTML, b"<h1>Bad Gateway</h1>")
            case Fault.BUSY:
                return Reply(429, {**_HTML, "retry-after": str(RETRY_AFTER)}, b"Too many")
            case Fault.NONE:
                return self._inner.send(ask)

    def trust_time(self, moment: float) -> None:
        self._inner.trust_time(moment)

    def deliver_late(self) -> int:
        """Deliver what was late, in random order; nobody hears the answers. Gives how many."""
        late, self.late = self.late, []
        self._chance.shuffle(late)
        for ask in late:
            self._inner.send(ask)
        return len(late)


def seeded_plan(chance: random.Random, share: float) -> Iterator[Fault]:
    """Faults without end, in this share of the requests; every second is a lost answer."""
    others = [fault for fault in Fault if fault not in (Fault.NONE, Fault.LOST_REPLY)]
    while True:
        if chance.random() >= share:
            yield Fault.NONE
        else:
            yield Fault.LOST_REPLY if chance.random() < 0.5 else chance.choice(others)
