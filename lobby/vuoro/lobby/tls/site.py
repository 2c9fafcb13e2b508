"""TLS of one lobby service: what it serves with now, renewed while it runs.

Who asks for ``pinned.NAME``, as our own programs do, is shown the certificate of the site's
authority. Browsers are shown that of the municipality where one is given, else that of the backend
while there is one for the name they ask for, else that of the site.
"""

import logging
import platform
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate

from vuoro.core.pinned import NAME, words_of
from vuoro.core.pki.certificates import Pair, print_of
from vuoro.core.pki.names import Address, Names
from vuoro.core.settings.schema import LobbySettings
from vuoro.desk.trust import Authority
from vuoro.lobby.tls.from_backend import FromBackend
from vuoro.lobby.tls.keeping import FOLDER, authority_in, server_context, server_in
from vuoro.lobby.tls.names import bounds, own_addresses, wanted

log = logging.getLogger(__name__)

Stamp = tuple[int, int] | None
"""When a file was changed and how long it is; None where there is none."""


@dataclass
class SiteTls:
    """``context`` is what to serve with; connections that come after ``look`` see what it found."""

    lobby: LobbySettings
    authority: Pair
    context: ssl.SSLContext
    enrolled: FromBackend = field(init=False)
    addresses: Callable[[], tuple[Address, ...]] = own_addresses
    host_name: str = field(default_factory=platform.node)
    _given: ssl.SSLContext | None = None
    _given_stamps: tuple[Stamp, Stamp] = (None, None)

    def __post_init__(self) -> None:
        self.enrolled = FromBackend(self.lobby.data / FOLDER, self.names)

    def look(self, now: datetime) -> None:
        """Renew the certificate if it is time to, read a given one that changed, and serve with
        that of the backend while it is in time.

        Raises OSError where the folder can't be written; what was served before goes on.
        """
        folder = self.lobby.data / FOLDER
        file, fresh = server_in(folder, self.authority, self.names(), now)
        if fresh:
            self.context.load_cert_chain(file)
        self._look_at_given()
        self.enrolled.look(now)

    def to_trust(self) -> Authority:
        """What other devices are given to trust; staff as well where no area vouches for us."""
        return _authority(self.authority.certificate)

    def of_area(self) -> Authority | None:
        """What staff trust all lobbies of the area by, where browsers are shown its certificate."""
        now = None if self._given is not None else self.enrolled.authority
        return None if now is None else _authority(now)

    def names(self) -> Names:
        """Under which this service may be opened now."""
        return wanted(self.lobby, self.host_name, self.addresses())

    def _look_at_given(self) -> None:
        certificate, key = self.lobby.tls_certificate, self.lobby.tls_key
        if certificate is None or key is None:
            return
        stamps = _stamp(certificate), _stamp(key)
        if stamps == self._given_stamps:
            return
        self._given_stamps = stamps
        given = server_context()
        try:
            given.load_cert_chain(certificate, key)
        except OSError as error:
            # The one before, if any, is still good; else browsers are shown the site's own.
            why = getattr(error, "reason", "") or error.strerror or type(error).__name__
            log.error("the certificate given can't be used", extra={"why": why})
            return
        self._given = given
        log.info("the certificate given is in use", extra={"file": str(certificate)})

    def _choose(self, line: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        better = None if name == NAME else self._given or self.enrolled.context_for(name)
        if better is not None:
            line.context = better


def open_tls(lobby: LobbySettings, office: str, now: datetime) -> SiteTls:
    """Ready to serve: authority and certificate are there. Raises OSError."""
    authority = authority_in(lobby.data / FOLDER, office, bounds(lobby, platform.node()))
    site = SiteTls(lobby, authority, server_context())
    file, _ = server_in(lobby.data / FOLDER, authority, site.names(), now)
    site.context.load_cert_chain(file)
    site.context.sni_callback = site._choose
    site.look(now)
    return site


def _authority(certificate: Certificate) -> Authority:
    der = certificate.public_bytes(Encoding.DER)
    pem = certificate.public_bytes(Encoding.PEM)
    return Authority(der, pem, print_of(certificate), words_of(der))


def _stamp(file: Path) -> Stamp:
    try:
        known = file.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size
