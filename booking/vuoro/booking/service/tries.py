"""How often a name may be tried with a wrong password: a few times, then growing pauses."""

import math
from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from vuoro.booking.backend import Backend, Refused, to_ms
from vuoro.booking.store import Work
from vuoro.booking.store.tables.staff import sign_in_try

FREE_TRIES = 5
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)


def pause_after(failures: int) -> timedelta:
    """How long a name is locked after so many wrong passwords in a row."""
    beyond = failures - FREE_TRIES
    if beyond < 0:
        return timedelta()
    return min(FIRST_PAUSE * (1 << min(beyond, 10)), LONGEST_PAUSE)


def count(backend: Backend, name_hash: str) -> None:
    """Count a try before its password is looked at, so that a hundred at once are a hundred.

    Raises Refused (locked_out, 429) while the name is locked; such a try lengthens nothing.
    """
    with backend.begin() as work:
        _forget_old(work)
        failures, locked_until = _tried(work, name_hash)
        if locked_until > work.now_ms:
            raise _locked_out(locked_until - work.now_ms)
        pause = pause_after(failures + 1)
        until = to_ms(backend.now + pause) if pause else None
        values = {"failures": failures + 1, "last_at": work.now_ms, "locked_until": until}
        mine = sign_in_try.c.name_hash == name_hash
        work.sql.execute(update(sign_in_try).where(mine).values(**values))


def forget(work: Work, name_hash: str) -> None:
    """The password was right: start from nothing."""
    work.sql.execute(delete(sign_in_try).where(sign_in_try.c.name_hash == name_hash))


def take_back(work: Work, name_hash: str) -> None:
    """What was counted was no failure: the row is as it was before, and open."""
    mine = (sign_in_try.c.name_hash == name_hash, sign_in_try.c.failures > 0)
    values = {"failures": sign_in_try.c.failures - 1, "locked_until": None}
    work.sql.execute(update(sign_in_try).where(*mine).values(values))


def _forget_old(work: Work) -> None:
    before = work.now_ms - FORGOTTEN_AFTER // timedelta(milliseconds=1)
    work.sql.execute(delete(sign_in_try).where(sign_in_try.c.last_at < before))


def _tried(work: Work, name_hash: str) -> tuple[int, int]:
    """The failures so far and until when the name is locked; the row is ours until the end."""
    dialect = postgresql if work.sql.dialect.name == "postgresql" else sqlite
    row = {"name_hash": name_hash, "failures": 0, "last_at": work.now_ms}
    upsert = (
        dialect.insert(sign_in_try)
        .values(row)
        .on_conflict_do_update(index_elements=["name_hash"], set_={"last_at": work.now_ms})
        .returning(sign_in_try.c.failures, sign_in_try.c.locked_until)
    )
    found = work.sql.execute(upsert).one()
    return found.failures, found.locked_until or 0


def _locked_out(milliseconds: int) -> Refused:
    seconds = math.ceil(milliseconds / 1000)
    return Refused("locked_out", "Too many tries. Wait, or ask your administrator.", 429, seconds)
