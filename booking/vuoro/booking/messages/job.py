"""The job that keeps messages going: plan, send what is due, settle what was left behind."""

from vuoro.booking.backend import Backend
from vuoro.booking.messages.claiming import claim, record, sweep
from vuoro.booking.messages.outbox import fill
from vuoro.booking.messages.senders import Senders
from vuoro.booking.messages.values import Answer


def tend(backend: Backend, senders: Senders, limit: int = 50) -> int:
    """Follow the booking events and send at most so many messages; answers how much was done.

    0 means that there is nothing to do until something happens or a message falls due. Several
    processes may do this at once. A server that can't be reached is left alone until the next time.
    """
    sweep(backend)
    done = fill(backend)
    ways = set(senders.by)
    try:
        for _ in range(limit):
            claimed = claim(backend, senders, ways) if ways else None
            if claimed is None:
                break
            backend.at("message_claimed")
            outcome = senders.by[claimed.by].send(claimed.outgoing)
            backend.at("message_sent")
            record(backend, claimed, outcome, senders)
            if outcome.answer is Answer.AWAY:
                ways.discard(claimed.by)
            done += 1
    finally:
        senders.close()
    return done
