"""How long a request may be: whoever announces or sends more is answered 413 as a problem."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vuoro.booking.api.problems import problem
from vuoro.booking.backend import Refused


class BodyLimit:
    """Middleware: at most ``most`` bytes, announced or not; ``larger``: more at single paths."""

    def __init__(self, app: ASGIApp, most: int, larger: Mapping[str, int] | None = None) -> None:
        self._app, self._most, self._larger = app, most, larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._larger.get(scope["path"], self._most)
        if _announced(scope) > most:
            words = f"A request may have {most} bytes."
            await problem(Refused("too_large", words, 413))(scope, receive, send)
            return
        had = 0

        async def limited() -> Message:
            nonlocal had
            message = await receive()
            had += len(message.get("body", b""))
            if had > most:
                raise HTTPException(413)
            return message

        await self._app(scope, limited, send)


def _announced(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0
