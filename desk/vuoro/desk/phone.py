"""The page behind the QR code of a slip: one number, in its own language, without names."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.languages import in_language
from vuoro.core.pages.language import wanted_language
from vuoro.core.pages.shell import Shell
from vuoro.queue.api.context import context


def routes(shell: Shell) -> APIRouter:
    """``/t/{token}``."""
    router = APIRouter()

    @router.get("/t/{token}")
    async def turn(request: Request, token: str) -> Response:
        view = context(request).view
        ticket = view.line.standing(view.line.by_token.get(token, ""))
        language = wanted_language(request, ticket.language if ticket is not None else "")
        office = in_language(view.office.name, language)
        if ticket is None:
            return shell.page(request, "gone.html", language, status=404, office=office)
        number = " / ".join(ticket.numbers)
        return shell.page(request, "turn.html", language, office=office, token=token, number=number)

    return router
