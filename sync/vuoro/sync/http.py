"""Requests over HTTP, with connections kept open between them."""

import gzip
import ssl
import time
from pathlib import Path

import urllib3
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from vuoro.core import pinned
from vuoro.sync.certificate_dates import is_about_dates, judged_by, without_dates
from vuoro.sync.transport import Ask, NoAnswer, Reply, WrongDates

CONNECT_SECONDS = 5.0
SLOWEST = 4096
"""Bytes a second; a slower answer counts as none."""
LARGEST_ANSWER = 64 * 1024 * 1024
WORTH_COMPRESSING = 1024
_BLOCK = 64 * 1024


class HttpTransport:
    """The way to one backend, for any number of threads."""

    def __init__(
        self,
        base_url: str,
        program: str,
        certificates: str | None = None,
        *,
        compress: bool = True,
        authority: Path | None = None,
    ) -> None:
        """``program`` is the User-Agent; ``certificates`` a PEM file instead of the system's;
        ``authority`` that of one lobby service (core/pinned.py), then dates are never looked at.

        ``compress``: whether long bodies are sent gzipped; a lobby service takes none.
        """
        self._base, self._certificates, self._compress = base_url, certificates, compress
        self._headers = {"User-Agent": program, "Accept-Encoding": "gzip"}
        self._pinned = None if authority is None else _pinned_pool(authority)
        self._dated = _pool(ssl.create_default_context(cafile=certificates))
        self._undated: urllib3.PoolManager | None = None

    def send(self, ask: Ask) -> Reply:
        """The answer, whole. Raises NoAnswer."""
        began = time.monotonic()
        try:
            response = self._response(ask)
            body = _whole(response, began + ask.timeout)
        except urllib3.exceptions.HTTPError as error:
            raise _no_answer(error) from None
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status, headers, body, time.monotonic() - began)

    def trust_time(self, moment: float) -> None:
        """It is now truly this moment, in seconds since 1970: judge dates of certificates by it."""
        self._dated = _pool(without_dates(self._certificates), judged_by(moment - time.monotonic()))

    def _response(self, ask: Ask) -> urllib3.BaseHTTPResponse:
        headers, body = {**self._headers, **ask.headers}, ask.body
        if self._compress and len(body) >= WORTH_COMPRESSING:
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, compresslevel=4, mtime=0)
        return self._pool_for(ask).request(
            ask.method,
            self._base + ask.address,
            body=body or None,
            headers=headers,
            timeout=urllib3.Timeout(connect=min(CONNECT_SECONDS, ask.timeout), read=ask.timeout),
            preload_content=False,
        )

    def _pool_for(self, ask: Ask) -> urllib3.PoolManager:
        if self._pinned is not None:
            return self._pinned
        if ask.dates:
            return self._dated
        if self._undated is None:
            self._undated = _pool(without_dates(self._certificates))
        return self._undated


def _pool(
    context: ssl.SSLContext,
    secure: type[HTTPSConnectionPool] = HTTPSConnectionPool,
    server_hostname: str | None = None,
) -> urllib3.PoolManager:
    # Three at a time: a pull that is kept open, a push, and how followed tickets stand.
    pool = urllib3.PoolManager(
        maxsize=3, retries=False, ssl_context=context, server_hostname=server_hostname
    )
    pool.pool_classes_by_scheme = {"http": HTTPConnectionPool, "https": secure}
    return pool


def _pinned_pool(authority: Path) -> urllib3.PoolManager:
    return _pool(pinned.context(authority), server_hostname=pinned.NAME)


def _whole(response: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    """The body; a long one may take longer, as long as it comes at all."""
    blocks: list[bytes] = []
    size = 0
    with response:
        for block in response.stream(_BLOCK, decode_content=True):
            blocks.append(block)
            size += len(block)
            if size > LARGEST_ANSWER:
                raise NoAnswer("the answer has no end")
            if time.monotonic() > deadline + size / SLOWEST:
                raise NoAnswer("the answer comes too slowly")
    return b"".join(blocks)


def _no_answer(error: urllib3.exceptions.HTTPError) -> NoAnswer:
    """Only the kind of error: texts may repeat the address with what is in its query."""
    if isinstance(error, urllib3.exceptions.SSLError) and is_about_dates(error):
        return WrongDates("the certificate of the backend is not valid today")
    return NoAnswer(type(error).__name__)
