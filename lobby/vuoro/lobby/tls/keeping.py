"""The authority and its certificate as files that only the lobby service can read.

Key and certificate are in one file each, so that no power cut leaves one without the other.
"""

import logging
import os
import ssl
from datetime import datetime
from pathlib import Path

from vuoro.core.pki.certificates import BadCertificate, Pair, read
from vuoro.core.pki.names import Bounds, Names
from vuoro.lobby.tls.authority import due, issue, new_authority

log = logging.getLogger(__name__)

FOLDER = "tls"
"""Below the data folder."""
AUTHORITY, SERVER = "authority.pem", "server.pem"


def authority_in(folder: Path, office: str, bounds: Bounds) -> Pair:
    """The authority of this site, made where there is none. Raises OSError.

    A damaged one is put aside and made anew: every desk has to trust the new one, but can.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = _read(folder / AUTHORITY)
    if known is not None:
        return known
    made = new_authority(office, bounds)
    write(folder / AUTHORITY, made.text())
    log.info("an authority was made for this site", extra={"sha256": made.print})
    return made


def server_in(folder: Path, authority: Pair, names: Names, now: datetime) -> tuple[Path, bool]:
    """The file of the certificate to serve with, and whether it was made just now. Raises OSError.

    The file holds the key and the certificate.
    """
    file = folder / SERVER
    known = _read(file)
    if known is not None and not due(known, authority, names, now):
        return file, False
    made = issue(authority, names, now)
    write(file, made.text())
    ends = made.certificate.not_valid_after_utc
    log.info("a certificate was made", extra={"sha256": made.print, "ends": f"{ends:%Y-%m-%d}"})
    return file, True


def forget(folder: Path) -> None:
    """Let the next start make a new authority; every desk has to trust it anew."""
    for name in (AUTHORITY, SERVER):
        (folder / name).unlink(missing_ok=True)


def write(file: Path, text: bytes) -> None:
    """All of it or nothing, for its owner alone, lasting through a power cut."""
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    os.replace(part, file)
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def server_context() -> ssl.SSLContext:
    """TLS for serving, without a certificate yet."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.set_alpn_protocols(["http/1.1"])
    return made


def _read(file: Path) -> Pair | None:
    try:
        return read(file.read_bytes())
    except FileNotFoundError:
        return None
    except BadCertificate as error:
        log.error(
            "a file was damaged and is put aside", extra={"file": str(file), "why": str(error)}
        )
        os.replace(file, file.with_suffix(".damaged"))
        return None
