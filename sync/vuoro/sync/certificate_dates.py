"""Server certificates judged by a time that was told, where this computer's clock is wrong.

A clock that is years off makes every certificate look invalid, so that nothing can tell it the
time (offline_sync §3.10). Chain and name are always checked; only the dates are looked at apart.
"""

import ssl
import time

import urllib3
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool

from vuoro.core.pinned import NO_CHECK_TIME

_ABOUT_DATES = (9, 10)
"""X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED."""


def is_about_dates(error: BaseException) -> bool:
    """Whether a handshake failed on nothing but the dates of a certificate."""
    cause: BaseException | None = error.args[0] if error.args else None
    return isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_code in _ABOUT_DATES


def without_dates(certificates: str | None) -> ssl.SSLContext:
    """A context that checks everything but the dates."""
    context = ssl.create_default_context(cafile=certificates)
    context.verify_flags |= NO_CHECK_TIME
    return context


def judged_by(start: float) -> type[HTTPSConnectionPool]:
    """Connections to servers whose certificate is valid in true time.

    ``start``: when this computer's monotonic clock was at 0, in seconds since 1970.
    """

    class Connection(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            assert isinstance(self.sock, ssl.SSLSocket)
            if not _is_valid(self.sock, start + time.monotonic()):
                self.close()
                raise urllib3.exceptions.SSLError("the certificate is not valid in true time")

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    return Pool


def _is_valid(line: ssl.SSLSocket, moment: float) -> bool:
    certificate = line.getpeercert()
    if not certificate:
        return False
    begins, ends = str(certificate["notBefore"]), str(certificate["notAfter"])
    return ssl.cert_time_to_seconds(begins) <= moment <= ssl.cert_time_to_seconds(ends)
