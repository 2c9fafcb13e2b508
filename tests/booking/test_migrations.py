"""The tables by migration: those of the program, on both databases, and never from the future."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from vuoro.booking.store import Database
from vuoro.booking.store.migrations import NewerDatabase, migrate, revision, script_directory
from vuoro.booking.store.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a table, once of each kind."""
    if request.param == "sqlite":
        db = Database(f"sqlite:///{tmp_path}/booking.db")
        yield db
        db.close()
        return
    url: str = request.getfixturevalue("postgres")
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as sql:
        sql.execute(text("CREATE DATABASE migrated"))
    db = Database(url.replace("/postgres?", "/migrated?"))
    yield db
    db.close()
    with server.connect() as sql:
        sql.execute(text("DROP DATABASE migrated WITH (FORCE)"))
    server.dispose()


def test_migrations_from_nothing_make_the_tables_of_the_program(empty: Database) -> None:
    before, after = migrate(empty)

    with empty.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert (before, after) == ("", script_directory().get_current_head())


def test_a_migrated_column_is_what_a_new_one_is_down_to_its_default(empty: Database) -> None:
    migrate(empty)
    migrated = columns(empty)
    with empty.begin() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)

    assert columns(empty) == migrated


def test_a_database_that_is_up_to_date_is_left_alone(empty: Database) -> None:
    _, head = migrate(empty)

    assert migrate(empty) == (head, head)


def test_a_database_of_a_newer_program_is_refused_and_left_alone(empty: Database) -> None:
    migrate(empty)
    with empty.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerDatabase, match=r"newer Vuoro \(its revision is 9999\)"):
        migrate(empty)

    with empty.begin() as connection:
        assert revision(connection) == "9999"


def test_a_migration_that_fails_leaves_nothing_half_done(empty: Database) -> None:
    with empty.begin() as connection:
        # Stands in the way of the last revision.
        connection.execute(text("CREATE TABLE quarantine (id TEXT)"))

    with pytest.raises(Exception, match="quarantine"):
        migrate(empty)

    assert inspect(empty.engine).get_table_names() == ["quarantine"]


def columns(db: Database) -> dict[str, set[str]]:
    """Every column by table, as the database itself describes it."""
    seen = inspect(db.engine)
    return {
        table: {
            f"{column['name']} {column['type']!r} {column['nullable']} {column['default']}"
            for column in seen.get_columns(table)
        }
        for table in metadata.tables
    }
