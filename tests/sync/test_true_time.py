"""A computer whose clock is years off finds back to the backend, and nobody else fools it."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.sync.pair import Pair
from vuoro.core.clock import SystemClock
from vuoro.queue.store.rows import to_ms
from vuoro.sync.http import HttpTransport
from vuoro.sync.outcome import Did
from vuoro.sync.transport import Ask, NoAnswer, Reply, WrongDates

NOW = SystemClock().now()
YEAR = dt.timedelta(days=365)
ASK = Ask("GET", "/time")
UNCHECKED = Ask("GET", "/time", dates=False)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass(frozen=True)
class Authority:
    """Who signs certificates, and a folder for them."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def file(self) -> str:
        return str(self.folder / "ca.pem")

    def certify(self, begins: dt.datetime, address: str = "127.0.0.1") -> str:
        """The file of a server's certificate for a year, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        certificate = (
            _unsigned("server", self.certificate.subject, key.public_key(), begins, YEAR)
            .add_extension(names, critical=False)
            .sign(self.key, hashes.SHA256())
        )
        file = self.folder / "server.pem"
        file.write_bytes(_pem(key) + certificate.public_bytes(serialization.Encoding.PEM))
        return str(file)


def _unsigned(
    name: str,
    issuer: x509.Name | None,
    key: ec.EllipticCurvePublicKey,
    begins: dt.datetime,
    lasts: dt.timedelta,
) -> x509.CertificateBuilder:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + lasts)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    key = ec.generate_private_key(ec.SECP256R1())
    unsigned = _unsigned("authority", None, key.public_key(), NOW - 20 * YEAR, 40 * YEAR)
    certificate = unsigned.sign(key, hashes.SHA256())
    (folder / "ca.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(folder, key, certificate)


@contextmanager
def server(certificate: str) -> Iterator[str]:
    """A server that answers with ``ok`` over TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_all() -> None:
            while True:
                try:
                    line, _ = listener.accept()
                except OSError:
                    return
                with suppress(OSError), line, context.wrap_socket(line, server_side=True) as safe:
                    if safe.recv(65536):
                        safe.sendall(ANSWER)

        thread = threading.Thread(target=answer_all)
        thread.start()
        try:
            yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)


LAST_YEAR, NEXT_YEAR = NOW - 3 * YEAR, NOW + 3 * YEAR


def test_a_good_certificate_is_no_matter(authority: Authority) -> None:
    with server(authority.certify(NOW - YEAR / 2)) as url:
        assert HttpTransport(url, "vuoro", authority.file).send(ASK).body == b"ok"


@pytest.mark.parametrize("begins", [LAST_YEAR, NEXT_YEAR])
def test_wrong_dates_are_told_apart_and_left_unchecked_only_where_asked(
    authority: Authority, begins: dt.datetime
) -> None:
    with server(authority.certify(begins)) as url:
        transport = HttpTransport(url, "vuoro", authority.file)

        with pytest.raises(WrongDates):
            transport.send(ASK)
        assert transport.send(UNCHECKED).body == b"ok"
        with pytest.raises(WrongDates):
            transport.send(ASK)


@pytest.mark.parametrize("begins", [LAST_YEAR, NEXT_YEAR])
def test_with_the_true_time_the_certificate_is_judged_by_it(
    authority: Authority, begins: dt.datetime
) -> None:
    with server(authority.certify(begins)) as url:
        transport = HttpTransport(url, "vuoro", authority.file)

        transport.trust_time((begins + YEAR / 2).timestamp())
        assert transport.send(ASK).body == b"ok"

        transport.trust_time((begins + 2 * YEAR).timestamp())
        with pytest.raises(NoAnswer):
            transport.send(ASK)


def test_without_dates_name_and_chain_are_checked_all_the_same(
    authority: Authority,
) -> None:
    another = authority.certify(NOW - YEAR / 2, "127.0.0.2")
    with server(another) as url, pytest.raises(NoAnswer) as told:
        HttpTransport(url, "vuoro", authority.file).send(UNCHECKED)
    assert not isinstance(told.value, WrongDates)

    with server(authority.certify(NOW - YEAR / 2)) as url, pytest.raises(NoAnswer):
        HttpTransport(url, "vuoro").send(UNCHECKED)


class WrongClock:
    """A network on which certificates look invalid until the true time is known."""

    def __init__(self, pair: Pair, change: bytes = b"") -> None:
        self._pair, self._change = pair, change
        self.told: float | None = None

    def send(self, ask: Ask) -> Reply:
        if ask.dates and self.told is None:
            raise WrongDates("not valid today")
        reply = self._pair.inner.send(ask)
        if not ask.dates and self._change:
            body = reply.body.replace(b'"server_ms":1', b'"server_ms":' + self._change)
            return Reply(reply.status, reply.headers, body)
        return reply

    def trust_time(self, moment: float) -> None:
        self.told = moment


def test_the_time_is_learned_from_the_backend_and_then_everything_goes_on(pair: Pair) -> None:
    network = WrongClock(pair)
    pair.link = pair.new_link(network)
    pair.world.number()

    pair.settle()

    assert network.told == to_ms(pair.clock.now()) / 1000
    assert pair.visits() == 1


def test_a_time_that_our_area_did_not_sign_is_not_believed(pair: Pair) -> None:
    network = WrongClock(pair, change=b"2")
    pair.link = pair.new_link(network)

    outcome = pair.link.push_once()

    assert outcome.did is Did.FAILED
    assert network.told is None
