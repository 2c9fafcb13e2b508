"""Use cases inside one transaction: theirs join it, and commit or roll back with it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from vuoro.booking.backend import Backend
from vuoro.booking.store import Work


class Joined(Backend):
    """A backend whose transactions are parts of one that is open.

    So the answer to a command, or the check that nobody has changed what it is about, stands in
    the transaction of its effect.
    """

    def __init__(self, backend: Backend, work: Work) -> None:
        super().__init__(
            backend.db, backend.clock, backend.ids, backend.vault,
            public_url=backend.public_url, private_webhooks=backend.private_webhooks,
            at=backend.at,
        )  # fmt: skip
        self._work = work

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """A savepoint: an exception takes back what was done since, and what would be told."""
        work = self._work
        told, afterwards = dict(work.told), list(work.afterwards)
        try:
            with work.sql.begin_nested():
                yield work
        except BaseException:
            work.told, work.afterwards = told, afterwards
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """What the transaction itself sees."""
        yield self._work.sql
