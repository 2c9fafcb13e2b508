"""Accounts of staff: who gets in, who is kept out, and what becomes of their sessions."""

import unicodedata
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import SYSTEM, Actor, ActorKind
from vuoro.booking.service import accounts, passwords, signing_in, tries
from vuoro.booking.service.accounts import AccountForm, Role
from vuoro.booking.service.signing_in import account_of, sign_in, sign_out
from vuoro.booking.store.tables import staff
from vuoro.core.clock import SteppingClock

AREA = "5b0b5b1e-0000-4000-8000-000000000001"
OFFICE = "5b0b5b1e-0000-4000-8000-000000000017"
AINO = "00000000-0000-4000-8000-000000000003"
PASSWORD = "metsän reunassa 7"


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real algorithm with the least work; one test asks for the real parameters."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: quick)
    passwords._nobody.cache_clear()


def _add(backend: Backend, username: str = "aino.salo", roles: Collection[str] = ("book",)) -> str:
    form = AccountForm(username, "Aino Salo", roles, specialist=AINO, office=OFFICE)
    return accounts.add_account(backend, SYSTEM, AREA, form, PASSWORD)


def test_who_has_an_account_gets_a_session_for_the_working_day(
    backend: Backend, clock: SteppingClock
) -> None:
    account = _add(backend, roles=("book", "see_clients"))

    token, mine = sign_in(backend, AREA, " Aino.Salo ", PASSWORD)
    here = account_of(backend, token)

    assert here is not None
    assert here.account == mine
    assert mine.id == account
    assert mine.may(Role.BOOK)
    assert not mine.may(Role.AUDIT, Role.API)
    clock.advance(timedelta(hours=10))
    assert account_of(backend, token) is None


def test_only_hashes_of_passwords_and_sessions_are_kept(backend: Backend) -> None:
    _add(backend)
    token, _ = sign_in(backend, AREA, "aino.salo", PASSWORD)

    with backend.read() as sql:
        kept = sql.execute(select(staff.account.c.password_hash)).scalar_one()
        session = sql.execute(select(staff.account_session)).one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept
    assert token not in str(session)


def test_the_work_of_a_guess_is_that_of_rfc_9106(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    kept = passwords.hashed(PASSWORD, "aino")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.is_right(PASSWORD, kept)


def test_a_password_is_the_same_on_every_keyboard(backend: Backend) -> None:
    _add(backend)

    token, _ = sign_in(backend, AREA, "aino.salo", "metsa\u0308n reunassa 7")

    assert account_of(backend, token) is not None


def test_the_longest_password_is_right_however_it_is_written() -> None:
    longest = "metsän äärellä " * 13 + "häät!"
    kept = passwords.hashed(longest, "aino")

    assert len(longest) == passwords.MOST_CHARACTERS
    assert passwords.is_right(unicodedata.normalize("NFD", longest), kept)
    assert not passwords.is_right(longest + "x", kept)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaa", "aino.salo2026", "x y" * 80])
def test_an_easy_password_is_refused(sqlite_backend: Backend, password: str) -> None:
    form = AccountForm("aino.salo", "Aino Salo", ("book",))
    with pytest.raises(Refused) as refused:
        accounts.add_account(sqlite_backend, SYSTEM, AREA, form, password)
    assert refused.value.code == "weak_password"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (AccountForm("a", "A", ()), "bad_username"),
        (AccountForm("aino salo", "A", ()), "bad_username"),
        (AccountForm("aino", " ", ()), "name_missing"),
        (AccountForm("aino", "A", ("owner",)), "unknown_role"),
        (AccountForm("aino", "A", (), specialist="nobody"), "unknown_specialist"),
        (AccountForm("aino", "A", (), office="nowhere"), "unknown_office"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(
    sqlite_backend: Backend, form: AccountForm, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        accounts.add_account(sqlite_backend, SYSTEM, AREA, form, PASSWORD)
    assert refused.value.code == code
    assert accounts.accounts(sqlite_backend, AREA) == []


def test_two_people_never_have_one_name(backend: Backend) -> None:
    _add(backend)

    with pytest.raises(Refused) as refused:
        _add(backend, "AINO.SALO")
    assert refused.value.code == "username_taken"


def test_a_wrong_name_and_a_wrong_password_look_the_same(
    backend: Backend, clock: SteppingClock
) -> None:
    _add(backend)

    def refusals(name: str) -> list[tuple[str, str, int, int | None]]:
        heard = []
        for _ in range(8):
            with pytest.raises(Refused) as refused:
                sign_in(backend, AREA, name, "not the password")
            told = refused.value
            heard.append((told.code, told.detail, told.status, told.retry_after))
        return heard

    known, unknown = refusals("aino.salo"), refusals("nobody.at.all")

    assert known == unknown
    assert [code for code, *_ in known] == ["wrong_sign_in"] * 5 + ["locked_out"] * 3


def test_pauses_grow_and_the_right_password_ends_them(
    backend: Backend, clock: SteppingClock
) -> None:
    _add(backend)
    pauses = []
    for _ in range(8):
        try:
            sign_in(backend, AREA, "aino.salo", "not the password")
        except Refused as refused:
            if refused.retry_after:
                pauses.append(refused.retry_after)
                clock.advance(timedelta(seconds=refused.retry_after))

    assert pauses == [60, 120]
    with pytest.raises(Refused, match="wrong_sign_in"):
        sign_in(backend, AREA, "aino.salo", "not the password")
    with pytest.raises(Refused, match="locked_out"):
        sign_in(backend, AREA, "aino.salo", PASSWORD)
    clock.advance(timedelta(minutes=4))
    sign_in(backend, AREA, "aino.salo", PASSWORD)
    with pytest.raises(Refused, match="wrong_sign_in"):
        sign_in(backend, AREA, "aino.salo", "not the password")


@given(st.integers(0, 10_000))
def test_a_pause_never_shrinks_nor_passes_an_hour(failures: int) -> None:
    pause = tries.pause_after(failures)

    assert timedelta() <= pause <= tries.pause_after(failures + 1) <= timedelta(hours=1)
    assert (pause > timedelta()) == (failures >= tries.FREE_TRIES)


def test_a_hundred_guesses_at_once_are_a_hundred_guesses(backend: Backend) -> None:
    def guess(_: int) -> str:
        try:
            tries.count(backend, "a name")
        except Refused as refused:
            return refused.code
        return "looked at"

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(guess, range(40)))

    assert told.count("looked at") == tries.FREE_TRIES


def test_a_closed_account_is_out_at_once(backend: Backend) -> None:
    account = _add(backend)
    token, _ = sign_in(backend, AREA, "aino.salo", PASSWORD)

    accounts.set_active(backend, SYSTEM, AREA, account, False)

    assert account_of(backend, token) is None
    with pytest.raises(Refused, match="wrong_sign_in"):
        sign_in(backend, AREA, "aino.salo", PASSWORD)
    accounts.set_active(backend, SYSTEM, AREA, account, True)
    assert account_of(backend, token) is None, "an old session does not come back"


def test_another_password_ends_every_session(backend: Backend) -> None:
    account = _add(backend)
    token, _ = sign_in(backend, AREA, "aino.salo", PASSWORD)

    accounts.set_password(backend, SYSTEM, AREA, account, "kevään ensi 2 leskenlehteä")

    assert account_of(backend, token) is None
    with pytest.raises(Refused, match="wrong_sign_in"):
        sign_in(backend, AREA, "aino.salo", PASSWORD)


def test_a_role_that_is_taken_is_gone_at_once(backend: Backend) -> None:
    account = _add(backend, roles=("book", "audit"))
    token, _ = sign_in(backend, AREA, "aino.salo", PASSWORD)

    form = AccountForm("aino.salo", "Aino Salo", ("book",))
    accounts.change_account(backend, SYSTEM, AREA, account, form)

    here = account_of(backend, token)
    assert here is not None
    assert here.account.roles == {Role.BOOK}


def test_nobody_shuts_themselves_out(sqlite_backend: Backend) -> None:
    account = _add(sqlite_backend, roles=("manage",))
    me = Actor(ActorKind.STAFF, account, "Aino Salo")

    with pytest.raises(Refused, match="own_account"):
        accounts.set_active(sqlite_backend, me, AREA, account, False)
    with pytest.raises(Refused, match="own_account"):
        accounts.change_account(sqlite_backend, me, AREA, account, AccountForm("a", "A", ("book",)))


def test_signing_out_ends_this_session_only(backend: Backend) -> None:
    _add(backend)
    here, _ = sign_in(backend, AREA, "aino.salo", PASSWORD)
    there, _ = sign_in(backend, AREA, "aino.salo", PASSWORD)

    sign_out(backend, here)

    assert account_of(backend, here) is None
    assert account_of(backend, there) is not None


def test_accounts_of_another_area_do_not_exist(sqlite_backend: Backend) -> None:
    account = _add(sqlite_backend)
    elsewhere = "5b0b5b1e-0000-4000-8000-000000000002"
    commands = (
        lambda: accounts.account_by_id(sqlite_backend, elsewhere, account),
        lambda: accounts.set_active(sqlite_backend, SYSTEM, elsewhere, account, False),
        lambda: accounts.set_password(sqlite_backend, SYSTEM, elsewhere, account, PASSWORD),
        lambda: accounts.change_account(
            sqlite_backend, SYSTEM, elsewhere, account, AccountForm("a", "A", ())
        ),
        lambda: sign_in(sqlite_backend, elsewhere, "aino.salo", PASSWORD),
    )  # fmt: skip
    for command in commands:
        with pytest.raises(Refused) as refused:
            command()
        assert refused.value.status in (401, 404)


def test_an_account_from_outside_has_no_password_to_guess(sqlite_backend: Backend) -> None:
    form = AccountForm("aino@example.fi", "Aino Salo", ("book",))
    account = accounts.add_account(sqlite_backend, SYSTEM, AREA, form)

    with pytest.raises(Refused, match="wrong_sign_in"):
        sign_in(sqlite_backend, AREA, "aino@example.fi", "")
    _, mine = signing_in.open_session(sqlite_backend, account)
    assert mine.username == "aino@example.fi"


def test_hashes_grow_stronger_when_the_parameters_do(
    sqlite_backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher

    account = _add(sqlite_backend)
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: stronger)

    sign_in(sqlite_backend, AREA, "aino.salo", PASSWORD)

    with sqlite_backend.read() as sql:
        query = select(staff.account.c.password_hash).where(staff.account.c.id == account)
        assert "m=16,t=2" in sql.execute(query).scalar_one()


def test_everything_is_in_the_audit_log_with_who_and_when(sqlite_backend: Backend) -> None:
    account = _add(sqlite_backend)
    me = Actor(ActorKind.STAFF, account, "Aino Salo")
    sign_in(sqlite_backend, AREA, "aino.salo", PASSWORD)
    with pytest.raises(Refused):
        sign_in(sqlite_backend, AREA, "aino.salo", "my-secret-in-the-log?")
    with pytest.raises(Refused):
        sign_in(sqlite_backend, AREA, "my-secret-in-the-log?", "x")
    accounts.set_password(sqlite_backend, me, AREA, account, "kevään ensi 2 leskenlehteä")

    with sqlite_backend.read() as sql:
        rows = sql.execute(select(staff.audit).order_by(staff.audit.c.n)).all()
    assert [(row.action, row.actor_name, row.entity, row.at) for row in rows] == [
        ("account.added", "", account, sqlite_backend.now_ms),
        ("account.signed_in", "Aino Salo", account, sqlite_backend.now_ms),
        ("account.sign_in_failed", "", account, sqlite_backend.now_ms),
        ("account.password_set", "Aino Salo", account, sqlite_backend.now_ms),
    ]
    assert "my-secret" not in str(rows)


def test_a_role_that_is_no_more_is_left_out(sqlite_backend: Backend) -> None:
    account = _add(sqlite_backend)
    with sqlite_backend.begin() as work:
        work.sql.execute(update(staff.account).values(roles=["book", "statistics"]))

    assert accounts.account_by_id(sqlite_backend, AREA, account).roles == {Role.BOOK}
