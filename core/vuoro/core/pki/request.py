"""Requests for certificates (PKCS #10, RFC 2986): the key never leaves whoever asks."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from vuoro.core.pki.names import Names, is_name, names_in_order

MOST_NAMES = 20


class BadRequest(Exception):
    """It can't be answered with a certificate; the message says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose key, and for which names; whoever asks has the key."""

    key: ec.EllipticCurvePublicKey
    names: Names


def request(key: ec.EllipticCurvePrivateKey, names: Names) -> bytes:
    """PEM."""
    own: list[x509.GeneralName] = [
        *map(x509.DNSName, names.dns), *map(x509.IPAddress, names.addresses),
    ]  # fmt: skip
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    builder = builder.add_extension(x509.SubjectAlternativeName(own), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def understood(text: bytes) -> Asked:
    """What is asked for, signed with the key it is for. Raises BadRequest."""
    try:
        asked = x509.load_pem_x509_csr(text)
        key, is_signed = asked.public_key(), asked.is_signature_valid
        own = asked.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        raise BadRequest("It names nobody (subjectAltName).") from None
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature,
            x509.DuplicateExtension, x509.UnsupportedGeneralNameType):  # fmt: skip
        raise BadRequest("It is no PKCS #10 request in PEM.") from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise BadRequest("Its key is not of the curve P-256.")
    if not is_signed:
        raise BadRequest("It is not signed with its own key.")
    return Asked(key, _names(list(own)))


def _names(own: list[x509.GeneralName]) -> Names:
    if not own:
        raise BadRequest("It names nobody (subjectAltName).")
    if len(own) > MOST_NAMES:
        raise BadRequest(f"It has more than {MOST_NAMES} names.")
    for each in own:
        is_server = isinstance(each, x509.DNSName) and is_name(each.value)
        is_address = isinstance(each, x509.IPAddress) and not isinstance(
            each.value, IPv4Network | IPv6Network
        )
        if not is_server and not is_address:
            raise BadRequest("It has a name that is neither of a server nor an address.")
    return names_in_order(
        (each.value for each in own if isinstance(each, x509.DNSName)),
        (each.value for each in own if isinstance(each, x509.IPAddress)
         and not isinstance(each.value, IPv4Network | IPv6Network)),
    )  # fmt: skip
