"""The schema's steps: ordered, forward-only, each in one transaction (offline_sync §3.14)."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection

from vuoro.queue.store.discreet_schema import fourth_step
from vuoro.queue.store.errors import DatabaseUnusable
from vuoro.queue.store.line_schema import third_step
from vuoro.queue.store.schema import metadata
from vuoro.queue.store.sync_schema import second_step

APPLICATION_ID: Final = int.from_bytes(b"VUOR", "big")


def _first(connection: Connection) -> None:
    metadata.create_all(connection, checkfirst=False)


STEPS: tuple[Callable[[Connection], None], ...] = (_first, second_step, third_step, fourth_step)


def migrate(connection: Connection) -> None:
    """Bring a database of ours to this program's schema.

    The connection is in autocommit; each step brings its own transaction.
    """
    found = _pragma(connection, "user_version")
    for version, step in enumerate(STEPS[found:], start=found + 1):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            step(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {version}")
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise


def refuse_foreign(connection: Connection, path: str) -> None:
    """Only reads. Raises DatabaseUnusable for the database of another or a newer program."""
    version = _pragma(connection, "user_version")
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    ours = _pragma(connection, "application_id") == APPLICATION_ID
    if (tables or version) and not ours:
        raise DatabaseUnusable(
            f"{path} is a database of another program. Move it away, "
            "or point [lobby] data at another folder."
        )
    if version > len(STEPS):
        raise DatabaseUnusable(
            f"{path} was written by a newer Vuoro (schema {version}, this program knows "
            f"{len(STEPS)}). Update the program, or point [lobby] data at another folder."
        )


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
