"""Programs that die: each tends the outbox and is killed at another point; the next one goes on.

    python nursery.py <database url> <mail port> <sms url>

For each point of the way, from the first on: two bookings are made, a child tends and is killed
with SIGKILL at that point, and after the lease another child tends. Ends with the first child that
reaches the end. Prints one JSON line for each point: the states, errors and ids of its messages.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import icalendar  # noqa: F401 - once here, not in each child
from sqlalchemy import select

from tests.booking.conftest import MONDAY
from tests.booking.messages.conftest import mail_settings
from tests.booking.messages.given import CONTACT, at, book
from vuoro.booking.backend import Backend, nowhere
from vuoro.booking.messages.email_smtp import SmtpMail
from vuoro.booking.messages.job import tend
from vuoro.booking.messages.senders import Senders
from vuoro.booking.messages.sms_http import SmsHttp
from vuoro.booking.messages.values import By
from vuoro.booking.store import Database
from vuoro.booking.store.tables import messages
from vuoro.booking.vault import MasterSecret, Vault
from vuoro.core.clock import SteppingClock
from vuoro.core.ids import RandomIds
from vuoro.core.settings.schema import SmsSettings

START = at("2026-11-30 12:00")


class Killer:
    """Kills this process the ``last``-th time that a point is passed."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self, point: str) -> None:
        self.left -= 1
        if self.left == 0:
            os.write(2, f"{point} ".encode())
            os.kill(os.getpid(), signal.SIGKILL)


def opened(url: str, clock: SteppingClock) -> Backend:
    return Backend(Database(url), clock, RandomIds(clock), Vault(MasterSecret(bytes(range(32)))))


def main(url: str, port: str, gateway: str) -> None:
    clock = SteppingClock(MONDAY)
    for point in range(1, 100):
        ids = booked(url, clock)
        survived = in_child(url, clock, (port, gateway), point)
        clock.advance(timedelta(minutes=11))
        report(go_on(url, clock, (port, gateway)), ids, survived)
        if survived:
            return


def booked(url: str, clock: SteppingClock) -> list[str]:
    """One client with an e-mail address only, one with a phone only."""
    backend = opened(url, clock)
    contacts = replace(CONTACT, phone=""), replace(CONTACT, email="")
    ids = [book(backend, START, contact=contact).id for contact in contacts]
    backend.db.close()
    return ids


def in_child(url: str, clock: SteppingClock, servers: tuple[str, str], point: int) -> bool:
    """Tend the outbox in another process; whether it lived to the end."""
    child = os.fork()
    if child == 0:
        go_on(url, clock, servers, Killer(point))
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def go_on(
    url: str, clock: SteppingClock, servers: tuple[str, str], at: Callable[[str], None] = nowhere
) -> Backend:
    """Tend the outbox, as a program does that has just started."""
    backend = opened(url, clock)
    backend.at = at
    mail = SmtpMail(mail_settings(int(servers[0])), timeout=5)
    sms = SmsHttp(SmsSettings(url=servers[1], token="a-token"), timeout=5)
    tend(backend, Senders({By.EMAIL: mail, By.SMS: sms}))
    return backend


def report(backend: Backend, bookings: list[str], survived: bool) -> None:
    message = messages.message.c
    mine = message.booking.in_(bookings) & (message.kind == "confirmation")
    with backend.read() as sql:
        rows = sql.execute(select(message.id, message.by, message.state).where(mine)).all()
    backend.db.close()
    print(json.dumps({"survived": survived, "messages": [list(row) for row in rows]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
