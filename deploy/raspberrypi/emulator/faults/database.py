"""The lobby's database as books: read from a copy, with SQLite's own check of the file."""

import sqlite3
from contextlib import closing
from pathlib import Path

from deploy.raspberrypi.emulator.faults.account import Books, Job, Ticket

COPY = """\
import sqlite3, sys
there, here = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True), sqlite3.connect(sys.argv[2])
there.backup(here)
"""
"""Copies a database that is in use (Python, to be run where it is): FROM TO."""


def read_books(file: Path) -> Books:
    """What is in a copy, which SQLite may mend by its journal. Raises sqlite3.Error."""
    with closing(sqlite3.connect(file)) as lobby:
        (said,) = lobby.execute("PRAGMA integrity_check(1)").fetchone()
        tickets = lobby.execute("SELECT id, day, number, token FROM ticket ORDER BY id").fetchall()
        jobs = lobby.execute("SELECT ticket, state FROM print_job ORDER BY job_id").fetchall()
    return Books(
        tuple(Ticket(*row) for row in tickets), tuple(Job(*row) for row in jobs), str(said)
    )
