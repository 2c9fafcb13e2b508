"""Which events are as they were written, told by the links of the hash chain around them.

A link that fits proves an event, whichever row it was read from: the event's own place, the place
before it or the one after. An event is taken out only when a link that two places agree on denies
it; the second medium may still have it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from vuoro.core.chain import FIRST_HASH, chained
from vuoro.queue.store.event_row import EventRow
from vuoro.queue.store.salvage.carving import Place

_REDACTED = b'"redacted":true'


@dataclass
class Judged:
    """``proven`` fit their link, ``likely`` have none that could deny them, ``denied`` do not."""

    proven: list[EventRow] = field(default_factory=list)
    likely: list[EventRow] = field(default_factory=list)
    denied: list[EventRow] = field(default_factory=list)


def judge(events: Iterable[EventRow], places: Iterable[Place]) -> Judged:
    """Sort events by what the chain says of them. One that is there twice counts once."""
    judged, kept = Judged(), list(places)
    by_event = {place.event_n: place for place in kept}
    by_seq = {(place.epoch, place.seq): place for place in kept}
    for event in dict.fromkeys(events):
        place = by_event.get(event.n)
        if place is None or is_redacted(event):
            judged.likely.append(event)
            continue
        before = by_seq.get((place.epoch, place.seq - 1))
        after = by_seq.get((place.epoch, place.seq + 1))
        if _is_proven(event, place, before, after):
            judged.proven.append(event)
        elif after is not None and after.prev == place.hash:
            judged.denied.append(event)
        else:
            judged.likely.append(event)
    return judged


def _is_proven(event: EventRow, place: Place, before: Place | None, after: Place | None) -> bool:
    content = event.content()
    starts = {place.prev, *((before.hash,) if before else ())}
    if place.seq == 1:
        starts.add(FIRST_HASH)
    ends = {place.hash, *((after.prev,) if after else ())}
    return any(chained(start, content) in ends for start in starts)


def is_redacted(event: EventRow) -> bool:
    """Its link is that of what it once said."""
    return _REDACTED in event.payload and orjson.loads(event.payload).get("redacted") is True
