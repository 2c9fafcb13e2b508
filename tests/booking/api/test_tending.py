"""Jobs beside the requests: each on its own, one process at a time, and none for ever."""

import asyncio
import logging
import threading
from collections.abc import Callable

import pytest
from sqlalchemy.exc import OperationalError

from tests.booking.messages.given import ONLY_EMAIL, ONLY_PHONE, START, book
from vuoro.booking.api.jobs import jobs_of
from vuoro.booking.api.tending import LONGEST_PAUSE, Job, Tending
from vuoro.booking.backend import Backend
from vuoro.booking.messages.senders import Senders
from vuoro.booking.messages.values import SENT, By, Outcome, Outgoing
from vuoro.booking.store import Database
from vuoro.booking.store.advisory import JOBS, Leadership
from vuoro.booking.webhooks.posting import HttpPost

OFFICE = "5b0b5b1e-0000-4000-8000-000000000017"


class Counting:
    """A job that counts its rounds, and tells when there were enough."""

    def __init__(self, enough: int, more: Callable[[int], bool] = lambda _: False) -> None:
        self.rounds, self._enough, self._more = 0, enough, more
        self.done = threading.Event()

    def __call__(self) -> bool:
        self.rounds += 1
        if self.rounds >= self._enough:
            self.done.set()
        return self._more(self.rounds)


def run(tending: Tending, until: threading.Event) -> None:
    """Let the jobs work until something has happened."""

    async def work() -> None:
        async with tending.at_work():
            assert await asyncio.to_thread(until.wait, 20)

    asyncio.run(work())


def test_a_job_that_has_more_to_do_goes_on_at_once(sqlite_backend: Backend) -> None:
    busy = Counting(5, more=lambda rounds: rounds < 5)

    run(Tending(sqlite_backend, (Job("busy", 3600, busy),)), busy.done)

    assert busy.rounds == 5


class Carrier:
    """A sender that tells when it has been asked, and answers when it may."""

    def __init__(self) -> None:
        self.asked, self.may_answer = threading.Event(), threading.Event()

    def send(self, message: Outgoing) -> Outcome:
        self.asked.set()
        self.may_answer.wait(20)
        return SENT

    def close(self) -> None: ...


def test_a_mail_server_that_does_not_answer_holds_up_no_text_message(
    sqlite_backend: Backend,
) -> None:
    mail, texts = Carrier(), Carrier()
    texts.may_answer.set()
    for contact in (ONLY_EMAIL, ONLY_PHONE):
        book(sqlite_backend, START, contact=contact)
    jobs = jobs_of(sqlite_backend, Senders({By.EMAIL: mail, By.SMS: texts}), HttpPost())

    async def work() -> None:
        async with Tending(sqlite_backend, jobs).at_work():
            try:
                assert await asyncio.to_thread(mail.asked.wait, 5)
                assert await asyncio.to_thread(texts.asked.wait, 5)
            finally:
                mail.may_answer.set()

    asyncio.run(work())


def test_a_job_wakes_when_a_booking_changes(sqlite_backend: Backend) -> None:
    waking, sleeping = Counting(2), Counting(2)
    begun = threading.Event()

    def wake() -> bool:
        begun.set()
        return waking()

    jobs = (Job("waking", 3600, wake, wakes=True), Job("sleeping", 3600, sleeping))

    async def work() -> None:
        async with Tending(sqlite_backend, jobs).at_work():
            assert await asyncio.to_thread(begun.wait, 20)
            await asyncio.to_thread(change, sqlite_backend)
            assert await asyncio.to_thread(waking.done.wait, 20)

    asyncio.run(work())

    assert (waking.rounds, sleeping.rounds) == (2, 1)


def test_a_job_that_fails_stops_no_other_and_is_tried_again_more_and_more_slowly(
    sqlite_backend: Backend, caplog: pytest.LogCaptureFixture
) -> None:
    good = Counting(8, more=lambda rounds: rounds < 8)

    def bad() -> bool:
        raise OperationalError("SELECT", {}, Exception("gone"))

    tending = Tending(sqlite_backend, (Job("bad", 0.01, bad), Job("good", 0.02, good)))
    with caplog.at_level(logging.ERROR):
        run(tending, good.done)

    assert tending.failing == {"bad"}
    pauses = [record.__dict__["again_in"] for record in caplog.records]
    assert pauses == [0.02 * 2**tries for tries in range(len(pauses))]
    assert max(pauses) <= LONGEST_PAUSE


def test_a_job_that_works_again_fails_no_more(sqlite_backend: Backend) -> None:
    rounds = Counting(2)

    def flaky() -> bool:
        rounds()
        if rounds.rounds == 1:
            raise RuntimeError("once")
        return False

    tending = Tending(sqlite_backend, (Job("flaky", 0.01, flaky),))
    run(tending, rounds.done)

    assert tending.failing == set()


def test_a_round_under_way_is_let_finish_at_the_end(sqlite_backend: Backend) -> None:
    begun, finished = threading.Event(), threading.Event()

    def slow() -> bool:
        begun.set()
        threading.Event().wait(0.2)
        finished.set()
        return False

    run(Tending(sqlite_backend, (Job("slow", 3600, slow),)), begun)

    assert finished.is_set()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_of_two_processes_one_leads_and_the_other_follows_when_it_is_gone(
    database: Database,
) -> None:
    first, second = Leadership(database, JOBS), Leadership(database, JOBS)
    assert first.held()
    assert first.held()
    assert not second.held()

    first.give_up()

    assert second.held()
    assert not first.held()
    second.give_up()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_leader_whose_connection_breaks_leads_no_more(database: Database) -> None:
    first, second = Leadership(database, JOBS), Leadership(database, JOBS)
    assert first.held()
    with database.begin() as sql:
        others = "SELECT pg_terminate_backend(pid, 60000) FROM pg_locks WHERE locktype = 'advisory'"
        sql.exec_driver_sql(others)

    assert second.held()
    assert not first.held()
    second.give_up()


def test_the_one_process_of_an_sqlite_database_leads(sqlite_backend: Backend) -> None:
    assert Leadership(sqlite_backend.db, JOBS).held()


def change(backend: Backend) -> None:
    with backend.begin() as work:
        work.tell(OFFICE, "booking", "a", 1)
