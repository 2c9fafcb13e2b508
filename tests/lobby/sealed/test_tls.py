"""Certificates of a lobby service: who trusts them, when they are renewed, over real TLS."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from hypothesis import given
from hypothesis import strategies as st

from tests.booking.certificates import certificate_in
from tests.lobby.sealed.tls_line import answers, browser, line_to, repeating, shown
from vuoro.core import pinned
from vuoro.core.clock import SystemClock
from vuoro.core.pki.certificates import Pair
from vuoro.core.pki.names import Bounds, Names
from vuoro.core.settings.schema import LobbySettings
from vuoro.lobby.tls import authority as pki
from vuoro.lobby.tls.keeping import FOLDER
from vuoro.lobby.tls.names import PRIVATE, bounds, wanted
from vuoro.lobby.tls.site import SiteTls, open_tls

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
HERE = ip_address("10.20.30.5")


@pytest.fixture
def settings(tmp_path: Path) -> LobbySettings:
    return LobbySettings(
        data=tmp_path, public_url="https://aula.example.fi", tls_port=8443,
        office_networks=("203.0.113.0/24",), tls_names=("desk.example.fi", "192.0.2.7"),
    )  # fmt: skip


@pytest.fixture
def site(settings: LobbySettings) -> SiteTls:
    made = open_tls(settings, "Malmi", NOW)
    made.addresses = lambda: (HERE,)
    made.look(NOW)
    return made


@pytest.fixture
def trusted(site: SiteTls, tmp_path: Path) -> Path:
    """The authority as a file, as other devices and desks have it."""
    file = tmp_path / "vuoro.pem"
    file.write_bytes(site.to_trust().pem)
    return file


def another(tmp_path: Path) -> Path:
    """The authority of another office, with the same name and the same settings."""
    folder = tmp_path / "elsewhere"
    other = open_tls(LobbySettings(data=folder, public_url="https://aula.example.fi"), "Malmi", NOW)
    file = tmp_path / "other.pem"
    file.write_bytes(other.to_trust().pem)
    return file


def test_own_programs_trust_their_lobby(site: SiteTls, trusted: Path) -> None:
    with (
        repeating(site.context) as port,
        line_to(port, pinned.context(trusted), pinned.NAME) as line,
    ):
        assert answers(line)


def test_own_programs_refuse_a_lobby_of_another_authority(site: SiteTls, tmp_path: Path) -> None:
    with repeating(site.context) as port, pytest.raises(ssl.SSLCertVerificationError):
        line_to(port, pinned.context(another(tmp_path)), pinned.NAME)


def test_own_programs_refuse_a_server_that_the_world_trusts(site: SiteTls, tmp_path: Path) -> None:
    certificate, key = certificate_in(tmp_path, pinned.NAME)
    stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    stranger.load_cert_chain(certificate, key)
    trusted = tmp_path / "vuoro.pem"
    trusted.write_bytes(site.to_trust().pem)

    with repeating(stranger) as port, pytest.raises(ssl.SSLCertVerificationError):
        line_to(port, pinned.context(trusted), pinned.NAME)


@pytest.mark.parametrize("year", [1970, 2025, 2035, 2059])
def test_own_programs_have_no_use_for_the_date(site: SiteTls, trusted: Path, year: int) -> None:
    """A device without a clock of its own may start years off; so may the lobby's computer."""
    site.look(datetime(year, 6, 1, tzinfo=UTC))

    with repeating(site.context) as port:
        with line_to(port, pinned.context(trusted), pinned.NAME) as line:
            assert answers(line)
        with pytest.raises(ssl.SSLCertVerificationError, match=r"expired|not yet valid"):
            line_to(port, browser(trusted), pinned.NAME)


@pytest.mark.parametrize("name", ["aula.example.fi", "desk.example.fi", "10.20.30.5", "192.0.2.7"])
def test_a_browser_trusts_it_under_each_name(site: SiteTls, trusted: Path, name: str) -> None:
    site.look(SystemClock().now())  # by which a browser goes

    with repeating(site.context) as port, line_to(port, browser(trusted), name) as line:
        assert answers(line)


def test_a_browser_refuses_it_under_another_name(site: SiteTls, trusted: Path) -> None:
    with repeating(site.context) as port, pytest.raises(ssl.SSLCertVerificationError):
        line_to(port, browser(trusted), "bank.example.fi")


def test_a_stolen_authority_is_no_bank(site: SiteTls, trusted: Path, tmp_path: Path) -> None:
    """Its key signs what it likes; who trusts it does not believe it beyond its bounds."""
    free = replace_bounds(site.authority, Bounds(("bank.example.fi",), (ip_network("0.0.0.0/0"),)))
    forged = pki.issue(free, Names(("bank.example.fi",), ()), SystemClock().now())
    file = tmp_path / "forged.pem"
    file.write_bytes(forged.text())
    bank = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    bank.load_cert_chain(file)

    with repeating(bank) as port, pytest.raises(ssl.SSLCertVerificationError, match="subtree"):
        line_to(port, browser(trusted), "bank.example.fi")


def replace_bounds(authority: Pair, free: Bounds) -> Pair:
    """The same key and name in a certificate without the bounds, as a thief would make it."""
    loose = pki.new_authority("Malmi", free)
    key = authority.key
    subject = authority.certificate.subject
    made = (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(7).not_valid_before(pki.BEGINS).not_valid_after(pki.ENDS)
    )  # fmt: skip
    for extension in loose.certificate.extensions:
        value = extension.value
        if isinstance(value, x509.SubjectKeyIdentifier):
            value = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        if not isinstance(value, x509.AuthorityKeyIdentifier):
            made = made.add_extension(value, extension.critical)
    return Pair(key, made.sign(key, hashes.SHA256()))


def test_renewal_needs_no_restart_and_cuts_no_line(site: SiteTls, trusted: Path) -> None:
    with (
        repeating(site.context) as port,
        line_to(port, pinned.context(trusted), pinned.NAME) as line,
    ):
        before = shown(port)
        site.look(NOW + timedelta(days=30))
        assert shown(port) == before, "too soon"

        site.look(NOW + timedelta(days=90))

        after = shown(port)
        assert after.not_valid_after_utc > before.not_valid_after_utc
        assert after.public_key() != before.public_key()
        assert answers(line)


def test_an_address_that_changes_is_in_the_next_certificate(site: SiteTls) -> None:
    with repeating(site.context) as port:
        site.addresses = lambda: (ip_address("10.20.30.99"),)
        site.look(NOW)

        names = shown(port).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ip_address("10.20.30.99") in names.get_values_for_type(x509.IPAddress)
    assert HERE not in names.get_values_for_type(x509.IPAddress)


def test_a_restart_changes_nothing(site: SiteTls, settings: LobbySettings) -> None:
    again = open_tls(settings, "Malmi", NOW)
    again.addresses = site.addresses
    again.look(NOW)

    assert again.to_trust() == site.to_trust()


def test_a_clock_that_was_wrong_at_first_is_mended(settings: LobbySettings, tmp_path: Path) -> None:
    """Made in 1970, before the network told the time."""
    site = open_tls(settings, "Malmi", datetime(1970, 1, 1, 0, 1, tzinfo=UTC))
    before = site.to_trust()

    site.look(NOW)

    with repeating(site.context) as port:
        assert shown(port).not_valid_before_utc <= NOW < shown(port).not_valid_after_utc
    assert site.to_trust() == before, "desks that trust it already go on trusting it"


def test_a_certificate_given_is_for_browsers_alone(site: SiteTls, tmp_path: Path) -> None:
    certificate, key = certificate_in(tmp_path, "aula.example.fi")
    site.lobby = replace(site.lobby, tls_certificate=certificate, tls_key=key)
    site.look(NOW)

    with repeating(site.context) as port:
        given = x509.load_pem_x509_certificate(certificate.read_bytes())
        assert shown(port, "aula.example.fi") == given
        assert shown(port, pinned.NAME).issuer == site.authority.certificate.subject


def test_a_certificate_given_anew_is_read_without_a_restart(
    site: SiteTls, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    certificate, key = certificate_in(tmp_path, "aula.example.fi")
    site.lobby = replace(site.lobby, tls_certificate=certificate, tls_key=key)
    site.look(NOW)
    with repeating(site.context) as port:
        first = shown(port, "aula.example.fi")
        certificate.write_text("half a certif")
        site.look(NOW)
        assert shown(port, "aula.example.fi") == first, "what works goes on"
        assert "can't be used" in caplog.text

        certificate_in(tmp_path, "aula.example.fi")
        certificate.write_text(certificate.read_text() + "\n")
        site.look(NOW)

        assert shown(port, "aula.example.fi") != first


@pytest.mark.parametrize("left", [0, 1, 100, 400])
def test_a_damaged_authority_is_put_aside(settings: LobbySettings, left: int) -> None:
    before = open_tls(settings, "Malmi", NOW).to_trust()
    file = settings.data / FOLDER / "authority.pem"
    file.write_bytes(file.read_bytes()[:left])

    after = open_tls(settings, "Malmi", NOW)

    assert after.to_trust() != before
    assert file.with_suffix(".damaged").exists()
    with repeating(after.context) as port:
        assert shown(port).issuer == after.authority.certificate.subject


def test_keys_are_for_their_owner_alone_and_in_no_repr(site: SiteTls) -> None:
    folder = site.lobby.data / FOLDER

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert "PRIVATE" not in f"{site!r}{site.authority!r}{site.to_trust()!r}"
    assert b"PRIVATE" not in site.to_trust().pem


def test_the_authority_is_bound_to_what_the_settings_name(settings: LobbySettings) -> None:
    bound = bounds(settings, "aula-1")

    assert set(bound.dns) == {"aula.example.fi", "desk.example.fi", "aula-1", pinned.NAME}
    assert set(PRIVATE) < set(bound.networks)
    assert ip_network("203.0.113.0/24") in bound.networks
    assert ip_network("192.0.2.7/32") in bound.networks


def test_a_name_that_came_later_is_left_out(settings: LobbySettings) -> None:
    """One name beyond the bounds would make browsers refuse the whole certificate."""
    bound = bounds(settings, "aula-1")
    later = replace(settings, tls_names=("uusi.example.fi", "www.desk.example.fi", "198.51.100.1"))

    names = bound.within(wanted(later, "aula-1", [HERE]))

    assert names.dns == ("aula-1", "aula.example.fi", pinned.NAME, "www.desk.example.fi")
    assert names.addresses == (HERE,)


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2059, 12, 31)),  # noqa: DTZ001
    st.datetimes(datetime(1970, 1, 1), datetime(2059, 12, 31)),  # noqa: DTZ001
)
def test_whatever_the_clock_was_the_certificate_is_good_for_weeks(
    was: datetime, turned: datetime
) -> None:
    was, now = was.replace(tzinfo=UTC), turned.replace(tzinfo=UTC)
    names = Names((pinned.NAME,), ())
    kept = pki.issue(AUTHORITY, names, was)
    if pki.due(kept, AUTHORITY, names, now):
        kept = pki.issue(AUTHORITY, names, now)

    begins, ends = kept.certificate.not_valid_before_utc, kept.certificate.not_valid_after_utc
    now = max(now, pki.BEGINS)
    assert begins <= now
    assert ends - now >= min(timedelta(days=40), pki.ENDS - now) - timedelta(days=2)
    assert ends - begins <= timedelta(days=398)
    assert not pki.due(kept, AUTHORITY, names, now) or pki.ENDS - now < pki.VALID


AUTHORITY = pki.new_authority("Malmi", Bounds((pinned.NAME,), PRIVATE))
