"""Which certificate browsers are shown and until when, as the files tell who may read them."""

import enum
from dataclasses import dataclass
from datetime import datetime

from vuoro.core.pki.certificates import BadCertificate, read, read_public
from vuoro.core.settings.schema import LobbySettings
from vuoro.lobby.tls.from_backend import REFUSED, in_time, pair_in
from vuoro.lobby.tls.keeping import FOLDER, SERVER


class Source(enum.StrEnum):
    """Whose certificate it is; the value completes "the certificate is …"."""

    GIVEN = "the municipality's own"
    BACKEND = "from the backend"
    OWN = "made here"


@dataclass(frozen=True, slots=True)
class Standing:
    """``why``: why it is not that of the backend, for who knows that there is one; may be empty."""

    source: Source
    ends: datetime
    why: str = ""

    def __str__(self) -> str:
        return f"{self.source}, until {self.ends:%d.%m.%Y}"


def standing(lobby: LobbySettings, now: datetime) -> Standing | None:
    """As of now; None before the service has made anything. Raises OSError."""
    if lobby.tls_certificate is not None:
        try:
            given = read_public(lobby.tls_certificate.read_bytes())
            return Standing(Source.GIVEN, given.not_valid_after_utc)
        except (BadCertificate, FileNotFoundError):
            pass  # Not in use either.
    folder = lobby.data / FOLDER
    sent = pair_in(folder)
    if sent is not None and in_time(sent.certificate, now):
        return Standing(Source.BACKEND, sent.certificate.not_valid_after_utc)
    try:
        own = read((folder / SERVER).read_bytes())
    except (BadCertificate, FileNotFoundError):
        return None
    reasons = [_refused(lobby)]
    if sent is not None:
        ended = sent.certificate.not_valid_after_utc
        reasons.insert(0, f"that of the backend is good until {ended:%d.%m.%Y} only")
    why = "; ".join(reason for reason in reasons if reason)
    return Standing(Source.OWN, own.certificate.not_valid_after_utc, why)


def _refused(lobby: LobbySettings) -> str:
    try:
        return (lobby.data / FOLDER / REFUSED).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
