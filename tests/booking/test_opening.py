"""Opening the backend: its folder, its secret, its database, and what it says when one is amiss."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text, update

from vuoro.booking.opening import CantOpen, InUse, open_backend, opened
from vuoro.booking.store.tables import calendar
from vuoro.core.clock import SteppingClock
from vuoro.core.settings.schema import BookingSettings


@pytest.fixture
def settings(tmp_path: Path) -> BookingSettings:
    return BookingSettings(data=tmp_path / "data", public_url="https://ajanvaraus.example.fi")


def test_the_first_opening_makes_everything_and_the_next_finds_it(
    settings: BookingSettings, clock: SteppingClock
) -> None:
    with opened(settings, clock) as backend:
        epoch = backend.server_epoch()
        sealed = backend.vault.seal(b"kept", "here")

    with opened(settings, clock) as backend:
        assert backend.server_epoch() == epoch
        assert backend.vault.open(sealed, "here") == b"kept"
        assert backend.public_url == "https://ajanvaraus.example.fi"


def test_only_the_owner_can_read_the_secret_and_there_is_one_of_it(
    settings: BookingSettings, clock: SteppingClock
) -> None:
    with opened(settings, clock):
        pass

    secret = settings.data / "secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.data.stat().st_mode) == 0o700
    assert sorted(file.name for file in settings.data.iterdir()) == [
        "booking.db", "booking.lock", "secret",
    ]  # fmt: skip


def test_without_the_secret_it_was_begun_with_a_database_is_not_opened(
    settings: BookingSettings, clock: SteppingClock
) -> None:
    with opened(settings, clock):
        pass
    (settings.data / "secret").unlink()

    with pytest.raises(CantOpen, match="secret is missing"):
        open_backend(settings, clock)

    assert not (settings.data / "secret").exists()


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        ("00" * 32, 0o600, "not the one this database was begun with"),
        ("00" * 31, 0o600, "is not a secret of Vuoro"),
        ("palautus", 0o600, "is not a secret of Vuoro"),
        ("ä", 0o600, "is not a secret of Vuoro"),
        ("00" * 32, 0o644, "Everybody on this computer can read"),
    ],
)
def test_a_secret_that_is_not_right_is_refused_with_words(
    settings: BookingSettings, clock: SteppingClock, content: str, mode: int, words: str
) -> None:
    with opened(settings, clock):
        pass
    (settings.data / "secret").write_text(content, encoding="utf-8")
    (settings.data / "secret").chmod(mode)

    with pytest.raises(CantOpen, match=words):
        open_backend(settings, clock)


def test_an_sqlite_database_has_one_process(
    settings: BookingSettings, clock: SteppingClock
) -> None:
    with opened(settings, clock), pytest.raises(InUse, match="in use by another process"):
        open_backend(settings, clock)

    with opened(settings, clock):
        pass


def test_a_database_of_a_newer_program_is_told_as_such(
    settings: BookingSettings, clock: SteppingClock
) -> None:
    with opened(settings, clock) as backend, backend.begin() as work:
        work.sql.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(CantOpen, match="newer Vuoro"):
        open_backend(settings, clock)


def test_on_postgresql_a_second_computer_needs_the_secret_of_the_first(
    settings: BookingSettings, clock: SteppingClock, postgres: str, tmp_path: Path
) -> None:
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with server.connect() as sql:
        sql.execute(text("CREATE DATABASE opened"))
    first = replace(settings, database=postgres.replace("/postgres?", "/opened?"))
    second = replace(first, data=tmp_path / "second")
    with opened(first, clock):
        pass

    with pytest.raises(CantOpen, match="second/secret is missing"):
        open_backend(second, clock)
    second.data.joinpath("secret").write_bytes((first.data / "secret").read_bytes())
    second.data.joinpath("secret").chmod(0o600)

    with opened(first, clock) as one, opened(second, clock) as other:
        assert one.server_epoch() == other.server_epoch()
    with server.connect() as sql:
        sql.execute(text("DROP DATABASE opened WITH (FORCE)"))
    server.dispose()


def test_an_address_with_a_password_never_gets_into_the_words(
    settings: BookingSettings, clock: SteppingClock
) -> None:
    address = "postgresql+psycopg://vuoro:hevonen42@127.0.0.1:1/vuoro"

    with pytest.raises(CantOpen, match="database can't be opened") as caught:
        open_backend(replace(settings, database=address), clock)

    assert "hevonen42" not in str(caught.value)


def test_a_damaged_check_of_the_secret_opens_nothing(
    settings: BookingSettings, clock: SteppingClock
) -> None:
    with opened(settings, clock) as backend, backend.begin() as work:
        check = calendar.meta.c.k == "vault_check"
        work.sql.execute(update(calendar.meta).where(check).values(v="00"))

    with pytest.raises(CantOpen, match="not the one"):
        open_backend(settings, clock)
