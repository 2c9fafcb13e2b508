"""Certificates from the backend, from the enrolled device to the browser, over real TLS."""

import ssl
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.booking.certificates import certificate_in
from tests.lobby.sealed.enrolled_lobby import EnrolledLobby, is_of_area, is_own, own_program
from tests.lobby.sealed.tls_line import answers, browser, line_to, repeating, shown
from tests.sync.conftest import area, backend, memory, pair
from tests.sync.pair import ADMIN, Pair
from vuoro.booking.fleet import area_authority, commands, site_certificates
from vuoro.core import pinned
from vuoro.core.clock import SteppingClock, SystemClock
from vuoro.core.pki.certificates import new_key, read
from vuoro.core.pki.names import names_in_order
from vuoro.core.pki.request import request
from vuoro.core.settings.schema import Settings, SyncSettings
from vuoro.core.wire.site_tls import CertificateAsk
from vuoro.lobby.doctor.certificate import certificate
from vuoro.lobby.tls.keeping import FOLDER
from vuoro.lobby.tls.standing import Source, standing
from vuoro.sync.faulty import Fault
from vuoro.sync.site_certificate import (
    AFTER_FAILURE,
    AUTHORITY_SECONDS,
    LOOK_SECONDS,
    REFUSED_SECONDS,
)

__all__ = ["area", "backend", "memory", "pair"]


@pytest.fixture
def clock() -> SteppingClock:
    """The day on which the test runs, by which OpenSSL goes."""
    return SteppingClock(SystemClock().now())


@pytest.fixture
def lobby(pair: Pair, tmp_path: Path) -> EnrolledLobby:
    return EnrolledLobby(pair, tmp_path)


def doctor(lobby: EnrolledLobby) -> tuple[bool, str]:
    settings = Settings(lobby=lobby.settings, sync=SyncSettings(backend_url="https://b.example.fi"))
    (found,) = certificate(settings, lobby.pair.clock)
    return found.well, found.words


@pytest.mark.parametrize("name", ["aula.internal", "10.20.30.5"])
def test_a_desk_that_trusts_the_area_alone_trusts_an_enrolled_lobby(
    lobby: EnrolledLobby, name: str
) -> None:
    trusted = browser(lobby.trusted())
    assert doctor(lobby)[1].endswith("the backend has sent none yet")
    with repeating(lobby.site.context) as port:
        with pytest.raises(ssl.SSLCertVerificationError):
            line_to(port, trusted, name)

        assert lobby.go() == LOOK_SECONDS

        with line_to(port, trusted, name) as line:
            assert answers(line)
    assert doctor(lobby)[1].startswith("from the backend, until ")


def test_own_programs_go_on_trusting_this_lobby_alone(lobby: EnrolledLobby) -> None:
    lobby.go()

    with repeating(lobby.site.context) as port:
        with line_to(port, own_program(lobby), pinned.NAME) as line:
            assert answers(line)
        assert is_own(lobby, port, pinned.NAME)
        with pytest.raises(ssl.SSLCertVerificationError):
            line_to(port, pinned.context(lobby.trusted()), pinned.NAME)


def test_a_name_that_the_area_does_not_vouch_for_has_the_own_certificate(
    lobby: EnrolledLobby,
) -> None:
    lobby.go()

    with repeating(lobby.site.context) as port:
        assert is_of_area(lobby, port)
        assert is_own(lobby, port, "desk.example.fi")


def test_the_key_never_leaves_the_lobby_and_nobody_else_can_read_it(lobby: EnrolledLobby) -> None:
    lobby.go()

    folder = lobby.settings.data / FOLDER
    key = read((folder / "enrolled.pem").read_bytes()).secret()
    sent = b"".join(ask.body for _, ask in lobby.pair.network.happened)
    assert b"CERTIFICATE REQUEST" in sent
    assert b"PRIVATE" not in sent
    assert key not in sent
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert "PRIVATE" not in f"{lobby.site!r}{lobby.certifying!r}"


@pytest.mark.parametrize("fault", [Fault.LOST_REPLY, Fault.CUT, Fault.PORTAL, Fault.BROKEN])
def test_an_answer_that_is_lost_is_given_again(lobby: EnrolledLobby, fault: Fault) -> None:
    """The session and the authority come, the certificate does not."""
    lobby.pair.link.settle()
    lobby.pair.spoil(Fault.NONE, fault)

    assert lobby.go() == AFTER_FAILURE
    assert lobby.enrolled.context is None
    assert lobby.go() == LOOK_SECONDS

    assert lobby.enrolled.context is not None
    assert lobby.issued() == 1


def test_nothing_is_asked_while_nothing_is_due(lobby: EnrolledLobby) -> None:
    lobby.go()
    before = len(lobby.pair.network.happened)
    lobby.wait(hours=5)
    lobby.go()
    assert len(lobby.pair.network.happened) == before

    lobby.wait(hours=5)
    lobby.go()

    asked = [ask.path for _, ask in lobby.pair.network.happened[before:]]
    assert "/site-authority" in asked
    assert "/site-certificate" not in asked


def test_renewal_needs_no_restart_and_cuts_no_line(lobby: EnrolledLobby) -> None:
    lobby.go()
    with (
        repeating(lobby.site.context) as port,
        line_to(port, browser(lobby.trusted()), "aula.internal") as line,
    ):
        before = shown(port, "aula.internal")
        lobby.wait(days=58)
        lobby.go()
        lobby.look()
        assert shown(port, "aula.internal") == before, "too soon"

        lobby.wait(days=3)
        lobby.go()
        lobby.look()

        after = shown(port, "aula.internal")
        assert after.not_valid_after_utc > before.not_valid_after_utc
        assert after.public_key() != before.public_key()
        assert answers(line)


def test_an_address_that_comes_is_in_the_next_certificate_and_one_that_goes_is_no_matter(
    lobby: EnrolledLobby,
) -> None:
    lobby.go()
    lobby.site.addresses = lambda: (ip_address("192.168.7.7"),)
    lobby.go()

    with repeating(lobby.site.context) as port:
        trusted = browser(lobby.trusted())
        with line_to(port, trusted, "192.168.7.7") as line:
            assert answers(line)
    lobby.site.addresses = lambda: ()
    lobby.go()
    assert lobby.issued() == 2


def test_offline_it_goes_on_until_the_end_and_then_with_the_own_certificate(
    lobby: EnrolledLobby, caplog: pytest.LogCaptureFixture
) -> None:
    lobby.go()
    trusted = lobby.site.of_area()
    with repeating(lobby.site.context) as port:
        lobby.pair.spoil(*[Fault.LOST_REQUEST] * 3)
        for _ in range(3):
            lobby.wait(days=29)
            lobby.go()
            lobby.look()
        assert is_of_area(lobby, port)

        lobby.wait(days=4)
        lobby.look()

        assert is_own(lobby, port)
        assert "has ended" in caplog.text
        assert lobby.site.of_area() is None
        well, words = doctor(lobby)
        assert not well
        assert "made here" in words
        assert "that of the backend is good until" in words

        lobby.pair.faults.clear()
        lobby.go()

        assert is_of_area(lobby, port)
        assert lobby.site.of_area() == trusted
    assert doctor(lobby)[0]


def test_a_restart_without_the_backend_goes_on_with_what_there_is(lobby: EnrolledLobby) -> None:
    lobby.go()

    lobby.start()

    with repeating(lobby.site.context) as port:
        assert is_of_area(lobby, port)


def test_a_clock_that_is_not_set_yet_shows_the_own_certificate(lobby: EnrolledLobby) -> None:
    lobby.go()
    with repeating(lobby.site.context) as port:
        lobby.site.look(lobby.pair.lobby.now - timedelta(days=20_000))
        assert is_own(lobby, port)

        lobby.look()

        assert is_of_area(lobby, port)


@pytest.mark.parametrize("days", [-400, 400])
def test_a_wrong_clock_does_not_ask_again_and_again(lobby: EnrolledLobby, days: int) -> None:
    """The backend's clock dates the certificate, so it says when another is due."""
    lobby.pair.link.settle()
    lobby.pair.wait(0)
    backend_clock = SteppingClock(lobby.pair.clock.now() + timedelta(days=days))
    lobby.pair.backend.clock = backend_clock
    for _ in range(3):
        lobby.pair.link.contact.session = None
        lobby.certifying._heard_at = None
        lobby.go()

    assert lobby.issued() == 1


def test_the_municipalitys_certificate_stands_before_that_of_the_backend(
    lobby: EnrolledLobby, tmp_path: Path
) -> None:
    lobby.go()
    given, key = certificate_in(tmp_path, "aula.internal")
    lobby.settings = lobby.site.lobby = replace(lobby.settings, tls_certificate=given, tls_key=key)
    lobby.look()

    with repeating(lobby.site.context) as port:
        assert shown(port, "aula.internal") == x509.load_pem_x509_certificate(given.read_bytes())
        assert is_own(lobby, port, pinned.NAME)
    assert lobby.site.of_area() is None
    found = standing(lobby.settings, lobby.pair.lobby.now)
    assert found is not None
    assert found.source is Source.GIVEN


def test_a_refusal_is_kept_for_people_and_asked_again_in_an_hour(lobby: EnrolledLobby) -> None:
    lobby.pair.backend.public_url = "https://aula.internal"

    assert lobby.go() == REFUSED_SECONDS
    well, words = doctor(lobby)
    assert not well
    assert "aula.internal is where the backend itself is opened" in words
    with repeating(lobby.site.context) as port:
        assert is_own(lobby, port)

    lobby.pair.backend.public_url = "https://ajanvaraus.example.fi"
    lobby.go()
    assert doctor(lobby)[0]
    assert not (lobby.settings.data / FOLDER / "refused.txt").exists()


def test_a_lobby_without_a_name_that_the_area_knows_says_so(lobby: EnrolledLobby) -> None:
    lobby.site.lobby = replace(lobby.settings, public_url="https://aula.example.fi", tls_names=())

    lobby.go()

    assert lobby.issued() == 0
    assert "private address" in doctor(lobby)[1]


def test_a_revoked_device_gets_none_and_keeps_what_it_has(lobby: EnrolledLobby) -> None:
    lobby.go()
    lobby.pair.settle()
    commands.revoke(lobby.pair.backend, ADMIN, lobby.pair.enrolled.device)
    lobby.site.addresses = lambda: (ip_address("192.168.7.7"),)
    for _ in range(3):
        lobby.go()

    lobby.pair.link.step()
    assert lobby.go() == AFTER_FAILURE
    assert lobby.issued() == 1
    with repeating(lobby.site.context) as port:
        assert is_of_area(lobby, port)


def test_another_authority_of_the_area_is_followed_within_hours(lobby: EnrolledLobby) -> None:
    lobby.go()
    area_authority.prepare(lobby.pair.backend, lobby.pair.enrolled.tenant)
    area_authority.rotate(lobby.pair.backend, lobby.pair.enrolled.tenant)
    lobby.wait(seconds=AUTHORITY_SECONDS)

    lobby.go()

    with (
        repeating(lobby.site.context) as port,
        line_to(port, browser(lobby.trusted()), "aula.internal") as line,
    ):
        assert answers(line)
    of_area = lobby.site.of_area()
    assert of_area is not None
    assert of_area.der == lobby.authority().public_bytes(Encoding.DER)


def test_a_certificate_that_was_not_asked_for_is_not_taken(lobby: EnrolledLobby) -> None:
    lobby.enrolled.heard(lobby.trusted().read_text())
    wish = lobby.enrolled.wish(lobby.pair.lobby.now)
    assert wish is not None
    other = request(new_key(), names_in_order(["aula.internal"])).decode()
    device = lobby.pair.enrolled.device
    for_other = site_certificates.issue(lobby.pair.backend, device, CertificateAsk(other))

    with pytest.raises(ValueError, match="asked for"):
        lobby.enrolled.take(for_other.chain)
    with pytest.raises(ValueError, match="damaged"):
        lobby.enrolled.take("a certificate")
    with pytest.raises(ValueError, match="no authority"):
        lobby.enrolled.heard(for_other.chain)
    assert lobby.enrolled.context is None


def test_a_file_that_is_cut_anywhere_is_no_matter(lobby: EnrolledLobby) -> None:
    lobby.go()
    file = lobby.settings.data / FOLDER / "enrolled.pem"
    whole = file.read_bytes()
    for left in range(0, len(whole) - 60, 150):
        file.write_bytes(whole[:left])
        lobby.start()
        assert lobby.enrolled.context is None, left

    with repeating(lobby.site.context) as port:
        assert is_own(lobby, port)
        lobby.go()
        assert is_of_area(lobby, port)
