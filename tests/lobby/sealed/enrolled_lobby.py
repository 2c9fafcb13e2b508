"""An enrolled lobby and its backend in this process, with the certificates that browsers see."""

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select

from tests.lobby.sealed.tls_line import shown
from tests.sync.pair import Pair
from vuoro.booking.fleet import area_authority
from vuoro.booking.store.tables.site_tls import site_certificate
from vuoro.core import pinned
from vuoro.core.pki.certificates import read_der
from vuoro.core.settings.schema import LobbySettings
from vuoro.lobby.tls.from_backend import FromBackend
from vuoro.lobby.tls.site import SiteTls, open_tls
from vuoro.sync.site_certificate import Certifying


@dataclass
class EnrolledLobby:
    """``pair`` has both sides; TLS stands beside, as the lobby service has it."""

    pair: Pair
    folder: Path
    site: SiteTls = field(init=False)
    certifying: Certifying = field(init=False)

    def __post_init__(self) -> None:
        self.settings = LobbySettings(
            data=self.folder / "data", tls_port=8443, public_url="https://aula.internal",
            tls_names=("10.20.30.5", "desk.example.fi"),
        )  # fmt: skip
        self.start()

    def start(self) -> None:
        """The service begins anew."""
        self.site = open_tls(self.settings, "Malmi", self.pair.lobby.now)
        self.site.addresses = lambda: ()
        contact, transport = self.pair.link.contact, self.pair.link.transport
        self.certifying = Certifying(contact, transport, self.site.enrolled)

    @property
    def enrolled(self) -> FromBackend:
        return self.site.enrolled

    def go(self) -> float:
        """One step of asking; the seconds to the next."""
        return asyncio.run(self.certifying.go())

    def look(self) -> None:
        """The step that a running service takes each minute."""
        self.site.look(self.pair.lobby.now)

    def wait(self, **time: float) -> None:
        self.pair.wait(timedelta(**time).total_seconds())

    def authority(self) -> x509.Certificate:
        """The area's, as the backend has it."""
        found = area_authority.authorities(self.pair.backend, self.pair.enrolled.tenant)
        return read_der(next(each.der for each in found if each.status == "active"))

    def trusted(self) -> Path:
        """What the municipality's IT has given all desks."""
        file = self.folder / "area.pem"
        file.write_bytes(self.authority().public_bytes(Encoding.PEM))
        return file

    def issued(self) -> int:
        """How many certificates the backend has given."""
        with self.pair.backend.read() as sql:
            return len(sql.execute(select(site_certificate.c.serial)).all())


def is_of_area(lobby: EnrolledLobby, port: int, name: str = "aula.internal") -> bool:
    return shown(port, name).issuer == lobby.authority().subject


def is_own(lobby: EnrolledLobby, port: int, name: str = "aula.internal") -> bool:
    return shown(port, name).issuer == lobby.site.authority.certificate.subject


def own_program(lobby: EnrolledLobby) -> ssl.SSLContext:
    """As kiosks and displays on other devices trust this lobby service."""
    file = lobby.folder / "own.pem"
    file.write_bytes(lobby.site.to_trust().pem)
    return pinned.context(file)
