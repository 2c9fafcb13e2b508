"""The area's authority: whom it vouches for, to whom it gives a certificate, over real TLS."""

import shutil
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from sqlalchemy import select, update

from tests.booking.fleet.lobbies import ADMIN, CENTRE, HERVANTA, TENANT, Lobby, Make
from tests.lobby.sealed.tls_line import answers, browser, line_to, repeating
from vuoro.booking.area import Area
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.fleet import area_authority, commands, site_certificates
from vuoro.booking.fleet.area_authority import authorities, prepare, rotate
from vuoro.booking.fleet.overview import overview
from vuoro.booking.opening import opened
from vuoro.booking.service.furnishing import furnish
from vuoro.booking.store.tables import fleet, staff
from vuoro.booking.store.tables.site_tls import site_certificate
from vuoro.core import pinned
from vuoro.core.clock import SteppingClock, SystemClock
from vuoro.core.pki.certificates import (
    Pair,
    bounds_of,
    is_signed_by,
    names_of,
    new_authority,
    new_key,
    new_leaf,
    read_der,
)
from vuoro.core.pki.names import LOCAL, Bounds, Names, names_in_order
from vuoro.core.pki.request import request
from vuoro.core.settings.schema import BookingSettings
from vuoro.core.wire.site_tls import CertificateAsk

NAMES = names_in_order(["aula.internal", "10.20.30.5"])
KEY = new_key()
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER


def asks(names: Names = NAMES, key: ec.EllipticCurvePrivateKey = KEY) -> CertificateAsk:
    return CertificateAsk(request(key, names).decode())


def given(lobby: Lobby, ask: CertificateAsk | None = None) -> list[x509.Certificate]:
    """The certificate, and who vouches for it."""
    answer = site_certificates.issue(lobby.backend, lobby.id, ask or asks())
    return x509.load_pem_x509_certificates(answer.chain.encode())


def refused(lobby: Lobby, ask: CertificateAsk) -> Refused:
    with pytest.raises(Refused) as caught:
        site_certificates.issue(lobby.backend, lobby.id, ask)
    return caught.value


def authority_of(backend: Backend) -> x509.Certificate:
    (now,) = (each for each in authorities(backend, TENANT) if each.status == "active")
    return read_der(now.der)


def pem_in(folder: Path, *certificates: x509.Certificate) -> Path:
    file = folder / f"{certificates[0].serial_number:x}.pem"
    file.write_bytes(b"".join(c.public_bytes(PEM) for c in certificates))
    return file


def serving(
    folder: Path, key: ec.EllipticCurvePrivateKey, *chain: x509.Certificate
) -> ssl.SSLContext:
    file = folder / "served.pem"
    pem = b"".join(each.public_bytes(PEM) for each in chain[1:])
    file.write_bytes(Pair(key, chain[0]).text() + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.fixture
def today(sqlite_lobby: Lobby) -> Lobby:
    """A lobby on the day on which the test runs, by which OpenSSL goes."""
    sqlite_lobby.backend.clock = SystemClock()
    return sqlite_lobby


@pytest.mark.parametrize("name", ["aula.internal", "10.20.30.5"])
def test_a_desk_that_trusts_the_area_trusts_the_lobby(
    today: Lobby, tmp_path: Path, name: str
) -> None:
    leaf, authority = given(today)
    trusted = browser(pem_in(tmp_path, authority_of(today.backend)))
    trusted.verify_flags |= ssl.VERIFY_X509_STRICT

    with (
        repeating(serving(tmp_path, KEY, leaf, authority)) as port,
        line_to(port, trusted, name) as line,
    ):
        assert answers(line)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == timedelta(days=92)


def test_one_authority_is_enough_for_all_lobbies_of_an_area(lobby: Lobby, companion: Lobby) -> None:
    chains = [given(each, asks(key=new_key())) for each in (lobby, companion)]

    assert chains[0][1] == chains[1][1] == authority_of(lobby.backend)
    assert all(is_signed_by(leaf, authority) for leaf, authority in chains)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["bank.example.fi"], "bank.example.fi"),
        (["aula.internal", "bank.example.fi", "10.0.0.1"], "vouch for bank.example.fi, but"),
        (["internal.fi"], "internal.fi"),
        (["notinternal"], "notinternal"),
        (["8.8.8.8"], "8.8.8.8"),
        (["2001:db8::7"], "2001:db8::7"),
        (["127.0.0.1"], "127.0.0.1"),
        (["::1"], "::1"),
        (["172.32.0.1"], "172.32.0.1"),
        ([pinned.NAME], pinned.NAME),
        ([f"a.{pinned.NAME}"], pinned.NAME),
    ],
)
def test_a_name_that_no_lobby_may_have_is_refused_with_a_reason(
    sqlite_lobby: Lobby, names: list[str], words: str
) -> None:
    why = refused(sqlite_lobby, asks(names_in_order(names)))

    assert (why.code, why.status) == ("name_not_allowed", 422)
    assert words in why.detail
    assert "lobby_names" in why.detail


def test_the_name_of_the_backend_is_refused_with_what_to_do(sqlite_lobby: Lobby) -> None:
    sqlite_lobby.backend.public_url = "https://booking.internal"

    why = refused(sqlite_lobby, asks(names_in_order(["aula.internal", "booking.internal"])))

    assert (why.code, why.status) == ("name_not_allowed", 422)
    assert "booking.internal is where the backend itself is opened" in why.detail
    assert "tls_names" in why.detail


@pytest.mark.parametrize(
    "name",
    [
        x509.DNSName("*.internal"),
        x509.DNSName("aula internal"),
        x509.DNSName(".internal"),
        x509.IPAddress(ip_network("10.0.0.0/8")),
        x509.RFC822Name("aula@internal"),
        x509.UniformResourceIdentifier("https://aula.internal"),
    ],
    ids=str,
)
def test_what_is_no_name_of_a_server_is_refused(
    sqlite_lobby: Lobby, name: x509.GeneralName
) -> None:
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    san = x509.SubjectAlternativeName([x509.DNSName("aula.internal"), name])
    made = builder.add_extension(san, critical=False).sign(KEY, hashes.SHA256())

    why = refused(sqlite_lobby, CertificateAsk(made.public_bytes(PEM).decode()))

    assert "neither of a server nor an address" in why.detail


def strange(kind: str) -> CertificateAsk:
    if kind == "not PEM":
        return CertificateAsk("a request")
    if kind == "nobody":
        builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
        made = builder.sign(KEY, hashes.SHA256())
        return CertificateAsk(made.public_bytes(PEM).decode())
    if kind == "too many names":
        return asks(names_in_order(f"aula-{n}.internal" for n in range(30)))
    if kind == "another curve":
        return asks(key=ec.generate_private_key(ec.SECP384R1()))
    if kind == "RSA":
        return asks(key=rsa.generate_private_key(65537, 2048))  # type: ignore[arg-type]
    der = bytearray(x509.load_pem_x509_csr(asks().request.encode()).public_bytes(DER))
    der[-1] ^= 1
    changed = x509.load_der_x509_csr(bytes(der))
    return CertificateAsk(changed.public_bytes(PEM).decode())


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("not PEM", "PKCS #10"),
        ("nobody", "names nobody"),
        ("too many names", "more than 20"),
        ("another curve", "P-256"),
        ("RSA", "P-256"),
        ("another signature", "not signed with its own key"),
    ],
)
def test_a_request_that_is_none_is_refused_with_a_reason(
    sqlite_lobby: Lobby, kind: str, words: str
) -> None:
    why = refused(sqlite_lobby, strange(kind))

    assert (why.code, why.status) == ("bad_request", 422)
    assert words in why.detail


def test_a_revoked_device_gets_none(lobby: Lobby) -> None:
    given(lobby)
    commands.revoke(lobby.backend, ADMIN, lobby.id)

    assert refused(lobby, asks()).code == "device_revoked"
    with lobby.backend.begin() as work:
        work.sql.execute(update(fleet.device).values(status="locked"))
    assert refused(lobby, asks()).code == "device_locked"


def test_the_same_request_gets_the_same_answer(lobby: Lobby) -> None:
    ask = asks()

    assert given(lobby, ask) == given(lobby, ask)
    assert given(lobby, asks(names_in_order(["10.20.30.6"]))) != given(lobby, ask)


def test_a_device_gets_six_a_day(lobby: Lobby) -> None:
    for _ in range(6):
        given(lobby, asks(key=new_key()))
        lobby.later(hours=1)

    why = refused(lobby, asks(key=new_key()))
    assert (why.code, why.status) == ("too_many_certificates", 429)
    assert why.retry_after == 18 * 3600
    lobby.later(seconds=why.retry_after or 0)
    assert given(lobby, asks(key=new_key()))


def test_a_lobby_cant_pass_for_that_of_another_office(sqlite_lobby: Lobby, another: Make) -> None:
    names = names_in_order(["aula.internal", "vuoro.local", "192.168.1.2"])
    given(sqlite_lobby, asks(names))
    there, beside = another(HERVANTA, number=5), another(CENTRE, number=6)

    why = refused(there, asks(names))
    assert why.code == "name_taken"
    assert "for aula.internal." in why.detail
    assert given(beside, asks(names)), "the office's own next device"
    assert given(there, asks(names_in_order(["vuoro.local", "192.168.1.2"])))
    for device in (sqlite_lobby, beside):
        commands.revoke(sqlite_lobby.backend, ADMIN, device.id)
    assert given(there, asks(names))


def test_who_got_one_is_in_the_audit_log_and_old_ones_are_forgotten(lobby: Lobby) -> None:
    leaf, _ = given(lobby)
    lobby.later(days=91)
    given(lobby, asks(key=new_key()))

    a = staff.audit.c
    with lobby.backend.read() as sql:
        query = select(a.actor, a.entity, a.detail).where(a.action == "certificate.issued")
        noted = [tuple(row) for row in sql.execute(query)]
        kept = sql.execute(select(site_certificate.c.serial)).scalars().all()
    assert noted == [(f"device:{lobby.id}", lobby.id, "aula.internal, 10.20.30.5")] * 2
    assert f"{leaf.serial_number:x}" not in kept
    (site,) = overview(lobby.backend, TENANT)
    assert site.devices[0].certificate_ends == lobby.backend.now + timedelta(days=90)


def test_the_authority_is_bound_to_lobbies(sqlite_backend: Backend) -> None:
    authority = authority_of(sqlite_backend)
    basic = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    bounds = authority.extensions.get_extension_for_class(x509.NameConstraints)

    assert (basic.value.ca, basic.value.path_length) == (True, 0)
    assert (basic.critical, bounds.critical) == (True, True)
    assert bounds_of(authority) == Bounds(("internal", "home.arpa", "local"), LOCAL, (pinned.NAME,))
    assert is_signed_by(authority, authority)


@pytest.mark.parametrize("name", ["bank.example.fi", "8.8.8.8", "127.0.0.1", pinned.NAME])
def test_a_stolen_authority_is_no_bank_and_no_lobby_of_a_kiosk(
    today: Lobby, tmp_path: Path, name: str
) -> None:
    """Its key signs what it likes; who trusts it does not believe it beyond its bounds."""
    area_authority.ensure_authority(today.backend, TENANT)
    with today.backend.read() as sql:
        pair = area_authority.signing(today.backend, sql, TENANT).pair
    begins = today.backend.now - timedelta(days=1)
    forged = new_leaf(
        pair, KEY.public_key(), names_in_order([name]), begins, begins + timedelta(days=30)
    )
    trusted = browser(pem_in(tmp_path, pair.certificate))

    with (
        repeating(serving(tmp_path, KEY, forged)) as port,
        pytest.raises(ssl.SSLCertVerificationError, match="subtree"),
    ):
        line_to(port, trusted, name)


def test_an_authority_needs_bounds_of_both_kinds() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    for bounds in (Bounds((), LOCAL), Bounds(("internal",), ())):
        with pytest.raises(ValueError, match="bound"):
            new_authority("Vuoro", bounds, now, now + timedelta(days=1))


def test_the_next_authority_is_there_before_anything_is_signed_with_it(lobby: Lobby) -> None:
    backend, first = lobby.backend, given(lobby)[1]
    backend.lobby_names = ("internal", "aulat.example.fi")

    prepare(backend, TENANT, ADMIN)

    assert given(lobby, asks(key=new_key()))[1] == first
    assert [each.status for each in authorities(backend, TENANT)] == ["active", "next"]
    following = read_der(authorities(backend, TENANT)[1].der)
    rotate(backend, TENANT, ADMIN)
    leaf, second = given(lobby, asks(names_in_order(["malmi.aulat.example.fi"])))
    assert second == following == authority_of(backend)
    assert names_of(leaf).dns == ("malmi.aulat.example.fi",)
    assert [each.status for each in authorities(backend, TENANT)] == ["old", "active"]
    with backend.read() as sql:
        seeds = select(fleet.signing_key.c.seed).where(fleet.signing_key.c.status == "old")
        assert sql.execute(seeds).scalars().all() == [b""], "nobody can steal what is gone"


def test_rotating_without_a_next_authority_is_refused_but_after_a_theft(
    sqlite_lobby: Lobby,
) -> None:
    lobby = sqlite_lobby
    backend, first = lobby.backend, given(lobby)[1]
    with pytest.raises(Refused, match="not_prepared"):
        rotate(backend, TENANT)
    prepare(backend, TENANT)
    with pytest.raises(Refused, match="is_prepared"):
        prepare(backend, TENANT)
    prepared = read_der(authorities(backend, TENANT)[1].der)

    rotate(backend, TENANT, stolen=True)

    assert authority_of(backend) not in (first, prepared)
    assert [each.status for each in authorities(backend, TENANT)] == ["old", "old", "active"]


def test_an_area_has_its_own_authority_and_its_key_is_sealed(sqlite_backend: Backend) -> None:
    area_authority.ensure_authority(sqlite_backend, TENANT)
    with sqlite_backend.read() as sql:
        seed = sql.execute(select(fleet.signing_key.c.seed)).scalar_one()
    with pytest.raises(ValueError, match="deserialize"):
        serialization.load_der_private_key(seed, None)
    with pytest.raises(Refused, match="no_such_area"):
        authorities(sqlite_backend, "another")


def test_a_backend_restored_from_its_backup_keeps_the_authority(tmp_path: Path, area: Area) -> None:
    clock = SteppingClock(datetime(2026, 11, 23, 6, tzinfo=UTC))
    settings = BookingSettings(data=tmp_path / "data")
    with opened(settings, clock) as backend:
        furnish(backend, area)
        before = authority_of(backend)
    shutil.copytree(settings.data, tmp_path / "backup")
    with opened(settings, clock) as backend:
        rotate(backend, TENANT, stolen=True)

    restored = replace(settings, data=tmp_path / "backup")
    with opened(restored, clock) as backend, backend.read() as sql:
        pair = area_authority.signing(backend, sql, TENANT).pair
    assert pair.certificate == before
    assert pair.key.public_key() == before.public_key()
