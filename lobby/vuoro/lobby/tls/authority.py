"""An authority of one site: made where the lobby service runs, it vouches for this service alone.

P-256, which every browser knows (CA/Browser Forum baseline requirements §6.1.5). Its dates are
fixed, for it may be made before the clock is set; those of a certificate are short enough for
browsers (398 days at most, baseline requirements §6.3.2) and follow the clock.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from vuoro.lobby.tls.names import Bounds, Names

BEGINS, ENDS = datetime(2025, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
VALID = timedelta(days=120)
RENEW_BEFORE_END = timedelta(days=40)
EARLIER = timedelta(days=2)
"""So much a certificate begins before it is made: clocks of desks differ."""
E = TypeVar("E", bound=x509.ExtensionType)
_NAME_LENGTH = 64
"""Of a common name, in letters (RFC 5280, ub-common-name)."""


class BadCertificate(Exception):
    """A file of keys and certificates can't be used; the message says why."""


@dataclass(frozen=True)
class Pair:
    """A key and what vouches for it. As text: both, PEM."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @cached_property
    def public(self) -> bytes:
        """The certificate alone, PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def text(self) -> bytes:
        """The secret key and the certificate, PEM."""
        secret = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )  # fmt: skip
        return secret + self.public

    @property
    def print(self) -> str:
        """SHA-256 of the certificate as browsers show it: AB:CD:…"""
        return self.certificate.fingerprint(hashes.SHA256()).hex(":").upper()

    def __repr__(self) -> str:
        return f"Pair({self.print})"


def read(text: bytes) -> Pair:
    """What ``text`` of a pair gave. Raises BadCertificate."""
    try:
        key = serialization.load_pem_private_key(text, None)
        certificate = x509.load_pem_x509_certificate(text)
    except (ValueError, TypeError) as error:
        raise BadCertificate(
            f"it is not a key and a certificate ({type(error).__name__})"
        ) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise BadCertificate("its key is of another kind")
    if key.public_key() != certificate.public_key():
        raise BadCertificate("its key is not that of its certificate")
    return Pair(key, certificate)


def new_authority(office: str, bounds: Bounds) -> Pair:
    """An authority that may vouch for nothing but ``bounds``."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject(f"Vuoro – {office}")
    trees: list[x509.GeneralName] = [
        *map(x509.DNSName, bounds.dns), *map(x509.IPAddress, bounds.networks),
    ]  # fmt: skip
    builder = _builder(subject, subject, key.public_key(), BEGINS, ENDS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs_others=True), critical=True)
    builder = builder.add_extension(x509.NameConstraints(trees, None), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
    )
    return Pair(key, builder.sign(key, hashes.SHA256()))


def bounds_of(authority: Pair) -> Bounds:
    """What an authority was bound to when it was made."""
    trees = _extension(authority.certificate, x509.NameConstraints).permitted_subtrees or ()
    dns = tuple(tree.value for tree in trees if isinstance(tree, x509.DNSName))
    networks = (tree.value for tree in trees if isinstance(tree, x509.IPAddress))
    return Bounds(dns, tuple(n for n in networks if isinstance(n, IPv4Network | IPv6Network)))


def issue(authority: Pair, names: Names, now: datetime) -> Pair:
    """A fresh key and certificate for these names, as far as the authority may vouch for them."""
    allowed = bounds_of(authority).within(names)
    key = ec.generate_private_key(ec.SECP256R1())
    begins = max(min(now, ENDS - VALID) - EARLIER, BEGINS)
    issuer = authority.certificate.subject
    builder = _builder(_subject(allowed.dns[0]), issuer, key.public_key(), begins, begins + VALID)
    own: list[x509.GeneralName] = [
        *map(x509.DNSName, allowed.dns), *map(x509.IPAddress, allowed.addresses),
    ]  # fmt: skip
    builder = builder.add_extension(x509.SubjectAlternativeName(own), critical=False)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    builder = builder.add_extension(_usage(signs_others=False), critical=True)
    builder = builder.add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
    )
    above = _extension(authority.certificate, x509.SubjectKeyIdentifier)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(above), critical=False
    )
    return Pair(key, builder.sign(authority.key, hashes.SHA256()))


def due(pair: Pair, authority: Pair, names: Names, now: datetime) -> bool:
    """Whether a new one is to be made: it ends soon, has not begun, or names have changed."""
    certificate = pair.certificate
    ends = certificate.not_valid_after_utc - RENEW_BEFORE_END
    in_time = certificate.not_valid_before_utc <= max(now, BEGINS) < ends
    return not (
        in_time
        and certificate.issuer == authority.certificate.subject
        and _is_signed(certificate, authority)
        and _names(certificate) == bounds_of(authority).within(names)
    )


def _is_signed(certificate: x509.Certificate, authority: Pair) -> bool:
    try:
        certificate.verify_directly_issued_by(authority.certificate)
    except Exception:  # InvalidSignature, ValueError, TypeError: all mean the same here
        return False
    return True


def _names(certificate: x509.Certificate) -> Names:
    own = _extension(certificate, x509.SubjectAlternativeName)
    dns, addresses = own.get_values_for_type(x509.DNSName), own.get_values_for_type(x509.IPAddress)
    kept = [each for each in addresses if not isinstance(each, IPv4Network | IPv6Network)]
    return Names(tuple(dns), tuple(kept))


def _extension(certificate: x509.Certificate, kind: type[E]) -> E:
    return certificate.extensions.get_extension_for_class(kind).value


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:_NAME_LENGTH])])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey,
    begins: datetime, ends: datetime,
) -> x509.CertificateBuilder:  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_others, key_cert_sign=signs_others, crl_sign=signs_others,
        content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
