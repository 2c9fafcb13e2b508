"""The pages of staff: sign-in, the desk, the audit log."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from vuoro.core.languages import in_language
from vuoro.core.pages.language import wanted_language
from vuoro.core.pages.shell import SAFE_HEADERS, Shell
from vuoro.queue.api.context import Here, context
from vuoro.queue.api.replies import Turned
from vuoro.queue.service.people import Member

HOME = "/desk"
SIGN_IN = "/desk/sign-in"


def routes(shell: Shell) -> APIRouter:
    """``/``, ``/desk``, ``/desk/sign-in`` and ``/desk/audit``."""
    router = APIRouter()

    @router.get("/")
    async def front() -> Response:
        return _go(HOME)

    @router.get(HOME)
    async def desk(request: Request) -> Response:
        here = context(request)
        member = await _member(request, here)
        if member is None:
            return _go(SIGN_IN)
        return _staff_page(
            shell, request, "desk.html", member, recall_limit=here.lobby.office.rules.recall_limit
        )

    @router.get(SIGN_IN)
    async def sign_in(request: Request) -> Response:
        here = context(request)
        if await _member(request, here) is not None:
            return _go(HOME)
        language = wanted_language(request)
        office = in_language(here.view.office.name, language)
        return shell.page(request, "sign_in.html", language, office=office)

    @router.post(SIGN_IN)
    async def sign_in_without_script() -> Response:
        """A form sent before its script had loaded: nothing is read of it, the page comes again."""
        return _go(SIGN_IN)

    @router.get("/desk/audit")
    async def audit(request: Request) -> Response:
        member = await _member(request, context(request))
        if member is None:
            return _go(SIGN_IN)
        allowed = "manage" in member.roles
        template = "audit.html" if allowed else "not_allowed.html"
        return _staff_page(shell, request, template, member, status=200 if allowed else 403)

    return router


def _staff_page(
    shell: Shell,
    request: Request,
    template: str,
    member: Member,
    *,
    status: int = 200,
    **values: Any,
) -> Response:
    language = wanted_language(request)
    office = in_language(context(request).view.office.name, language)
    return shell.page(
        request,
        template,
        language,
        status=status,
        office=office,
        member=member.name,
        manages="manage" in member.roles,
        **values,
    )


async def _member(request: Request, here: Here) -> Member | None:
    try:
        return await here.door.member(request, command=False)
    except Turned:
        return None


def _go(where: str) -> Response:
    return RedirectResponse(where, 303, SAFE_HEADERS)
