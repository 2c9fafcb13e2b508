"""The job that keeps webhooks going: note what happened, post what is due."""

import random as chance
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from vuoro.booking.backend import Backend
from vuoro.booking.webhooks.deliveries import Claimed, claim, fill, prune, record
from vuoro.booking.webhooks.posting import Post
from vuoro.booking.webhooks.signing import signed_headers

AT_ONCE = 8
"""Posts at the same time, so that one slow receiver doesn't hold up the others."""


def tend(
    backend: Backend,
    post: Post,
    limit: int = 50,
    random: Callable[[], float] = chance.random,
) -> int:
    """Follow the booking events and post at most so many deliveries; answers how much was done.

    0 means that there is nothing to do until something happens or a delivery falls due. Several
    processes may do this at once.
    """
    prune(backend)
    done = fill(backend)
    claimed = claim(backend, limit)
    if not claimed:
        return done
    backend.at("webhooks_claimed")
    with ThreadPoolExecutor(min(AT_ONCE, len(claimed)), "webhook") as pool:
        list(pool.map(lambda each: _deliver(backend, post, each, random), claimed))
    return done + len(claimed)


def _deliver(backend: Backend, post: Post, claimed: Claimed, random: Callable[[], float]) -> None:
    headers = signed_headers(claimed.secret, claimed.id, backend.now, claimed.body)
    headers |= {"Content-Type": "application/json", "User-Agent": "Vuoro-Webhooks/1"}
    record(backend, claimed, post(claimed.url, headers, claimed.body), random)
