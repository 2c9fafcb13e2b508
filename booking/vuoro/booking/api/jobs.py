"""Which jobs there are, and how often each is done."""

from collections.abc import Callable
from functools import partial

from vuoro.booking.api.rest.once import forget_answers
from vuoro.booking.api.tending import Job
from vuoro.booking.backend import Backend
from vuoro.booking.fleet.jobs import jobs as fleet_jobs
from vuoro.booking.messages.job import tend as tend_messages
from vuoro.booking.messages.senders import Senders
from vuoro.booking.service.drafting import tidy_drafts
from vuoro.booking.service.holding import clean_up
from vuoro.booking.service.keys import rotate_when_due
from vuoro.booking.webhooks.job import tend as tend_webhooks
from vuoro.booking.webhooks.posting import Post

_MINUTE, _HOUR = 60.0, 3600.0


def jobs_of(backend: Backend, senders: Senders, post: Post) -> tuple[Job, ...]:
    """All jobs of a backend."""

    def job(
        name: str, seconds: float, run: Callable[[Backend], object], *, wakes: bool = False
    ) -> Job:
        return Job(name, seconds, lambda: bool(run(backend)), wakes)

    return (
        # Woken by whatever happens to a booking; the seconds are for what falls due by itself.
        *(
            job(
                "-".join(("messages", *each.by)),
                5,
                partial(tend_messages, senders=each),
                wakes=True,
            )
            for each in senders.apart()
        ),
        job("webhooks", 5, lambda backend: tend_webhooks(backend, post), wakes=True),
        job("holds", _MINUTE, clean_up),
        job("drafts", 5 * _MINUTE, tidy_drafts),
        job("answers", _HOUR, forget_answers),
        job("keys", _HOUR, rotate_when_due),
        *(Job(name, seconds, run) for name, seconds, run in fleet_jobs(backend)),
    )
