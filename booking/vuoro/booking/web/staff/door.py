"""The door of the staff pages: a session, a role and a form of our own, or no further."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.service.accounts import Role
from vuoro.booking.service.signing_in import Identities, Passwords, SignedIn, account_of
from vuoro.booking.web.pages import from_our_pages, go
from vuoro.booking.web.staff.form import form_of, query_of
from vuoro.booking.web.staff.here import Here
from vuoro.core.pages.language import wanted_language
from vuoro.core.pages.shell import Shell

COOKIE = "vuoro_staff"
SIGN_IN = "/staff/sign-in"
Answer = Callable[[Here], Response]
Stream = Callable[[Here], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class StaffOptions:
    """How sign-in works here."""

    session_hours: int = 10
    secure_cookies: bool = False
    identities: Identities = field(default_factory=Passwords)
    release_keys: Path = Path("release-keys")
    """Folder with the public keys of those whose releases are taken."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may ask for a page: one of the roles, or everybody who is signed in if there are none."""

    method: str
    path: str
    roles: tuple[Role, ...]


class Door:
    """Adds pages to a router; functions behind it run in threads and may wait for the database."""

    def __init__(
        self, backend: Backend, shell: Shell, options: StaffOptions = StaffOptions()
    ) -> None:
        self.backend, self.shell, self.options = backend, shell, options
        self.router = APIRouter()
        self.rules: list[Rule] = []

    def get(self, path: str, *roles: Role) -> Callable[[Answer], Answer]:
        """A page."""
        return self._register("GET", path, roles)

    def post(self, path: str, *roles: Role) -> Callable[[Answer], Answer]:
        """A command; its form carries the session's ``csrf``."""
        return self._register("POST", path, roles)

    def stream(self, path: str, *roles: Role) -> Callable[[Stream], Stream]:
        """A command whose body the function reads by itself, and whose ``csrf`` it checks."""
        rule = Rule("POST", path, roles)
        self.rules.append(rule)

        def register(answer: Stream) -> Stream:
            async def endpoint(request: Request) -> Response:
                here = await self._may(request, rule)
                if not isinstance(here, Here):
                    return here
                try:
                    if not from_our_pages(request):
                        raise Refused("foreign_form", "Open the page again.", 403)
                    return await answer(here)
                except Refused as refused:
                    return await run_in_threadpool(here.refusal, refused)

            self.router.add_api_route(path, endpoint, methods=["POST"])
            return answer

        return register

    def _register(
        self, method: str, path: str, roles: tuple[Role, ...]
    ) -> Callable[[Answer], Answer]:
        rule = Rule(method, path, roles)
        self.rules.append(rule)

        def register(answer: Answer) -> Answer:
            async def endpoint(request: Request) -> Response:
                return await self._enter(request, rule, answer)

            self.router.add_api_route(path, endpoint, methods=[method])
            return answer

        return register

    async def _may(self, request: Request, rule: Rule) -> Here | Response:
        """Who asks, if they may; else where they are sent."""
        token = request.cookies.get(COOKIE, "")
        signed = await run_in_threadpool(account_of, self.backend, token) if token else None
        if signed is None:
            return go(SIGN_IN, back=_back(request))
        here = self._here(request, signed)
        if rule.roles and not signed.account.may(*rule.roles):
            return here.page("not_allowed.html", status=403)
        return here

    async def _enter(self, request: Request, rule: Rule, answer: Answer) -> Response:
        here = await self._may(request, rule)
        if not isinstance(here, Here):
            return here
        try:
            if rule.method == "POST":
                here = await self._with_form(request, here.signed)
            return await run_in_threadpool(answer, here)
        except Refused as refused:
            return here.refusal(refused)

    async def _with_form(self, request: Request, signed: SignedIn) -> Here:
        form = await form_of(request)
        csrf = form.secret("csrf")
        if not from_our_pages(request) or not hmac.compare_digest(
            csrf.encode(), signed.csrf.encode()
        ):
            raise Refused("foreign_form", "Open the page again and send the form once more.", 403)
        return Here(self.shell, self.backend, request, signed, wanted_language(request), form)

    def _here(self, request: Request, signed: SignedIn) -> Here:
        language, query = wanted_language(request), query_of(request)
        return Here(self.shell, self.backend, request, signed, language, query)


def _back(request: Request) -> str:
    """Where to go on after signing in: the page that was asked for, never a command."""
    if request.method != "GET" or request.url.path == "/staff":
        return ""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
