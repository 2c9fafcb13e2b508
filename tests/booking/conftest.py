"""A backend for tests: the real one, on SQLite and on PostgreSQL, with a clock that is told."""

import random
import shutil
import tomllib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from vuoro.booking.area import Area, area_of
from vuoro.booking.backend import Backend
from vuoro.booking.service.furnishing import furnish
from vuoro.booking.store import Database
from vuoro.booking.store.tables import metadata
from vuoro.booking.store.throwaway import throwaway_postgres
from vuoro.booking.vault import MasterSecret, Vault
from vuoro.core.clock import SteppingClock
from vuoro.core.ids import seeded_ids

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""08:00 in Finland."""
AREA_FILE = Path(__file__).with_name("area.toml")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server of this test process, with a template that has the schema."""
    folder = Path("/tmp") / f"vuoro-pg-{uuid.uuid4().hex[:8]}"
    with throwaway_postgres(folder) as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as sql:
            sql.execute(text("CREATE DATABASE schema_only"))
        made = create_engine(url.replace("/postgres?", "/schema_only?"))
        metadata.create_all(made)
        made.dispose()
        yield url
        engine.dispose()


@pytest.fixture(scope="session")
def schema_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the schema and nothing else, to be copied."""
    file = tmp_path_factory.mktemp("schema") / "booking.db"
    db = Database(f"sqlite:///{file}")
    metadata.create_all(db.engine)
    db.close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path: Path, schema_file: Path
) -> Iterator[Database]:
    """An empty database with the schema, once of each kind."""
    if request.param == "sqlite":
        db = _copied(schema_file, tmp_path / "booking.db")
        yield db
        db.close()
        return
    url: str = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex[:12]}"
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as sql:
        sql.execute(text(f"CREATE DATABASE {name} TEMPLATE schema_only STRATEGY file_copy"))
    db = Database(url.replace("/postgres?", f"/{name}?"))
    yield db
    db.close()
    with server.connect() as sql:
        sql.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock(MONDAY)


@pytest.fixture(scope="session")
def area() -> Area:
    return area_of(tomllib.loads(AREA_FILE.read_text(encoding="utf-8")))


@pytest.fixture
def backend(database: Database, clock: SteppingClock, area: Area) -> Backend:
    """A backend with the area of ``area.toml``, Monday 23 November 2026 at 08:00."""
    return furnished(database, clock, area)


@pytest.fixture
def sqlite_backend(
    tmp_path: Path, clock: SteppingClock, area: Area, schema_file: Path
) -> Iterator[Backend]:
    """The same on SQLite only: for what can't depend on the kind of database."""
    db = _copied(schema_file, tmp_path / "only.db")
    yield furnished(db, clock, area)
    db.close()


def _copied(schema_file: Path, to: Path) -> Database:
    shutil.copyfile(schema_file, to)
    return Database(f"sqlite:///{to}")


def furnished(db: Database, clock: SteppingClock, area: Area) -> Backend:
    """A backend with an area in it."""
    vault = Vault(MasterSecret(bytes(range(32))), random.Random(7).randbytes)
    made = Backend(db, clock, seeded_ids(clock, 7), vault)
    furnish(made, area)
    return made
