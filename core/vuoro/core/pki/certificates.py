"""Keys with the certificates that vouch for them: made, read, asked for what they say.

P-256, which every browser knows (CA/Browser Forum baseline requirements §6.1.5).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from vuoro.core.pki.names import Bounds, Names

EARLIER = timedelta(days=2)
"""So much a certificate begins before it is made: clocks of desks differ."""
E = TypeVar("E", bound=x509.ExtensionType)
_NAME_LENGTH = 64
"""Of a common name, in letters (RFC 5280, ub-common-name)."""


class BadCertificate(ValueError):
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

    @cached_property
    def der(self) -> bytes:
        """The certificate alone, DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def text(self) -> bytes:
        """The secret key and the certificate, PEM."""
        return self._secret(serialization.Encoding.PEM) + self.public

    def secret(self) -> bytes:
        """The secret key alone, PKCS #8 in DER."""
        return self._secret(serialization.Encoding.DER)

    def _secret(self, encoding: serialization.Encoding) -> bytes:
        return self.key.private_bytes(
            encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    @property
    def print(self) -> str:
        """SHA-256 of the certificate as browsers show it: AB:CD:…"""
        return print_of(self.certificate)

    def __repr__(self) -> str:
        return f"Pair({self.print})"


def new_key() -> ec.EllipticCurvePrivateKey:
    """A key for an authority or a server."""
    return ec.generate_private_key(ec.SECP256R1())


def paired(secret: bytes, certificate: bytes) -> Pair:
    """A key (PKCS #8, DER) and its certificate (DER). Raises BadCertificate."""
    try:
        key = serialization.load_der_private_key(secret, None)
    except (ValueError, TypeError) as error:
        raise _unreadable(error) from None
    return _fitting(key, read_der(certificate))


def read(text: bytes) -> Pair:
    """What ``text`` of a pair gave; of a chain the first. Raises BadCertificate."""
    try:
        key = serialization.load_pem_private_key(text, None)
    except (ValueError, TypeError) as error:
        raise _unreadable(error) from None
    return _fitting(key, read_public(text))


def read_public(text: bytes) -> x509.Certificate:
    """A certificate in PEM. Raises BadCertificate."""
    try:
        return x509.load_pem_x509_certificate(text)
    except ValueError as error:
        raise _unreadable(error) from None


def read_der(data: bytes) -> x509.Certificate:
    """A certificate in DER. Raises BadCertificate."""
    try:
        return x509.load_der_x509_certificate(data)
    except ValueError as error:
        raise _unreadable(error) from None


def new_authority(name: str, bounds: Bounds, begins: datetime, ends: datetime) -> Pair:
    """An authority that may vouch for nothing but servers within ``bounds``.

    Bounds of both kinds are needed: of a kind without any RFC 5280 allows every name.
    """
    if not bounds.dns or not bounds.networks:
        raise ValueError("an authority is bound to names and to networks")
    key = new_key()
    subject = _subject(name)
    trees: list[x509.GeneralName] = [
        *map(x509.DNSName, bounds.dns), *map(x509.IPAddress, bounds.networks),
    ]  # fmt: skip
    never = [x509.DNSName(name) for name in bounds.never] or None
    builder = _builder(subject, subject, key.public_key(), begins, ends)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(signs_others=True), critical=True)
    builder = builder.add_extension(x509.NameConstraints(trees, never), critical=True)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
    )
    return Pair(key, builder.sign(key, hashes.SHA256()))


def new_leaf(
    authority: Pair, key: ec.EllipticCurvePublicKey, names: Names, begins: datetime, ends: datetime
) -> x509.Certificate:
    """A certificate of a server; ``names`` must be within the authority's bounds, and be some."""
    own: list[x509.GeneralName] = [
        *map(x509.DNSName, names.dns), *map(x509.IPAddress, names.addresses),
    ]  # fmt: skip
    subject = _subject(str([*names.dns, *names.addresses][0]))
    builder = _builder(subject, authority.certificate.subject, key, begins, ends)
    builder = builder.add_extension(x509.SubjectAlternativeName(own), critical=False)
    builder = builder.add_extension(
        x509.BasicConstraints(ca=False, path_length=None), critical=True
    )
    builder = builder.add_extension(_usage(signs_others=False), critical=True)
    builder = builder.add_extension(
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
    )
    above = extension(authority.certificate, x509.SubjectKeyIdentifier)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(above), critical=False
    )
    return builder.sign(authority.key, hashes.SHA256())


def bounds_of(authority: x509.Certificate) -> Bounds:
    """What an authority was bound to when it was made."""
    told = extension(authority, x509.NameConstraints)
    trees, never = told.permitted_subtrees or (), told.excluded_subtrees or ()
    networks = (tree.value for tree in trees if isinstance(tree, x509.IPAddress))
    return Bounds(
        tuple(tree.value for tree in trees if isinstance(tree, x509.DNSName)),
        tuple(n for n in networks if isinstance(n, IPv4Network | IPv6Network)),
        tuple(tree.value for tree in never if isinstance(tree, x509.DNSName)),
    )


def names_of(certificate: x509.Certificate | x509.CertificateSigningRequest) -> Names:
    """Whom it is for. Raises x509.ExtensionNotFound."""
    own = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    dns, addresses = own.get_values_for_type(x509.DNSName), own.get_values_for_type(x509.IPAddress)
    kept = [each for each in addresses if not isinstance(each, IPv4Network | IPv6Network)]
    return Names(tuple(dns), tuple(kept))


def is_signed_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    """Whether the authority vouches for the certificate; dates and names are not looked at."""
    try:
        certificate.verify_directly_issued_by(authority)
    except Exception:  # InvalidSignature, ValueError, TypeError: all mean the same here
        return False
    return True


def print_of(certificate: x509.Certificate) -> str:
    """SHA-256 of it as browsers show it: AB:CD:…"""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def extension(certificate: x509.Certificate, kind: type[E]) -> E:
    """What it says of one thing. Raises x509.ExtensionNotFound."""
    return certificate.extensions.get_extension_for_class(kind).value


def _fitting(key: object, certificate: x509.Certificate) -> Pair:
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise BadCertificate("its key is of another kind")
    if key.public_key() != certificate.public_key():
        raise BadCertificate("its key is not that of its certificate")
    return Pair(key, certificate)


def _unreadable(error: Exception) -> BadCertificate:
    return BadCertificate(f"it is damaged ({type(error).__name__})")


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
