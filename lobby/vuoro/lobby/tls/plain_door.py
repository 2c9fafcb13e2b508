"""The port without TLS: what a visitor's phone may see of a number, and how to trust the rest.

A page of a number holds no name, and its address is the secret. Check-in by phone and everything of
staff goes on to TLS: there codes and passwords are typed.
"""

import re

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

OPEN = ("/t/", "/v1/follow/", "/static/", "/trust")
_HOST = re.compile(r"(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?", re.IGNORECASE)
_SAFE = {"GET", "HEAD"}


class PlainDoor:
    """The application; at ``port`` only what is open to all, the rest is sent to ``tls_port``."""

    def __init__(self, app: ASGIApp, port: int, tls_port: int) -> None:
        self._app, self._port, self._tls_port = app, port, tls_port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._is_here(scope) and not _is_open(scope["path"]):
            await self._send_on(scope)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_here(self, scope: Scope) -> bool:
        server = scope.get("server")
        return server is not None and server[1] == self._port

    def _send_on(self, scope: Scope) -> Response:
        asked = _HOST.fullmatch(Headers(scope=scope).get("host", ""))
        if scope["method"] not in _SAFE or asked is None or not self._tls_port:
            # What was typed has crossed the network already; it must not seem to have worked.
            return PlainTextResponse("Only with https.", 403, {"Cache-Control": "no-store"})
        # Without a port in the address the firewall led here from 80, and leads from 443 as well.
        port = f":{self._tls_port}" if asked[2] else ""
        query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
        return RedirectResponse(f"https://{asked[1]}{port}{scope['path']}{query}", 307)


def _is_open(path: str) -> bool:
    return path.startswith(OPEN)
