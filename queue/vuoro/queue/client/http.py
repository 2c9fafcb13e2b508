"""One request to the lobby service, and its answer as a value."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import urllib3

from vuoro.core.wire.codec import Malformed, decode, encode
from vuoro.core.wire.common import Problem
from vuoro.queue.client.errors import LobbyRefused, LobbyUnreachable
from vuoro.queue.client.pools import pool_of

T = TypeVar("T")


class Http:
    """Connections to the lobby service, kept open between requests; for any number of threads."""

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str],
        timeout: float,
        authority: Path | None = None,
    ) -> None:
        """``authority``: file with the lobby's own one, where it made its certificate itself."""
        self._base, self.headers = base_url, dict(headers)
        limit = urllib3.Timeout(connect=timeout, read=timeout)
        self._pool = pool_of(authority, maxsize=4, timeout=limit)

    def ask(
        self,
        method: str,
        path: str,
        kind: type[T] | None,
        body: Any = None,
        press: UUID | str | None = None,
    ) -> T:
        """The answer of the service. Raises LobbyUnreachable, LobbyRefused."""
        headers = dict(self.headers)
        if press is not None:
            headers["Idempotency-Key"] = str(press)
        again = press is not None or method == "GET"
        return _understood(self._response(method, path, body, headers, again=again), kind)

    def last_headers(self, method: str, path: str, body: Any) -> tuple[Mapping[str, str], bytes]:
        """The headers and body of an answer. Raises LobbyUnreachable, LobbyRefused."""
        response = self._response(method, path, body, self.headers, again=False)
        _understood(response, None)
        return response.headers, response.data

    def _response(
        self, method: str, path: str, body: Any, headers: Mapping[str, str], *, again: bool
    ) -> urllib3.BaseHTTPResponse:
        """``again``: asking twice does nothing twice, so try once more if the connection broke.

        The service closes connections that were idle; a press may meet one just then.
        """
        data = None if body is None else encode(body)
        told = dict(headers) if data is None else {**headers, "Content-Type": "application/json"}
        try:
            return self._pool.request(method, self._base + path, body=data, headers=told)
        except urllib3.exceptions.ProtocolError as error:
            if again:
                return self._response(method, path, body, headers, again=False)
            raise LobbyUnreachable(type(error).__name__) from None
        except urllib3.exceptions.HTTPError as error:
            raise LobbyUnreachable(type(error).__name__) from None

    def close(self) -> None:
        self._pool.clear()


def _understood(response: urllib3.BaseHTTPResponse, kind: type[T] | None) -> T:
    if response.status >= 400:
        raise _refusal(response)
    if kind is None:
        return None  # type: ignore[return-value]  # nothing was asked for
    try:
        return decode(response.data, kind)
    except Malformed as error:
        raise LobbyUnreachable(f"the answer is not a {kind}: {error}") from None


def _refusal(response: urllib3.BaseHTTPResponse) -> LobbyRefused | LobbyUnreachable:
    if response.status >= 500:
        return LobbyUnreachable(f"status {response.status}")
    try:
        return LobbyRefused(decode(response.data, Problem))
    except Malformed:
        return LobbyUnreachable(f"status {response.status}, and no reason")
