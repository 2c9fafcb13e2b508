"""Bring a database up to the tables of this program (Alembic), all in one transaction."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from vuoro.booking.store.database import Database
from vuoro.booking.store.tables import metadata

FOLDER = Path(__file__).parent


class NewerDatabase(Exception):
    """The database was made by a newer program; the message says what to do."""


def migrate(db: Database) -> tuple[str, str]:
    """Make or upgrade the tables: the revision before ("" for none) and after.

    A failure leaves everything as it was. Raises NewerDatabase.
    """
    scripts = script_directory()
    with db.begin() as connection:
        before = revision(connection)
        if before and before not in {script.revision for script in scripts.walk_revisions()}:
            raise NewerDatabase(
                f"The database was made by a newer Vuoro (its revision is {before}). "
                "Install that version again, or restore a backup from before."
            )
        if before != scripts.get_current_head():
            _upgrade(connection, scripts)
        return before, revision(connection)


def revision(connection: Connection) -> str:
    """The revision of a database, "" where it has none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def script_directory() -> ScriptDirectory:
    """The revisions that ship with this program."""
    return ScriptDirectory(str(FOLDER))


def _upgrade(connection: Connection, scripts: ScriptDirectory) -> None:
    def steps(current: object, context: object) -> object:
        return scripts._upgrade_revs("head", current)  # type: ignore[arg-type]

    config = Config()
    with EnvironmentContext(config, scripts, fn=steps) as environment:
        environment.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
        environment.run_migrations()
