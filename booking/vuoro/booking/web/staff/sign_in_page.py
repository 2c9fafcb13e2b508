"""Signing in and out."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.service.directory import areas
from vuoro.booking.service.signing_in import account_of, open_session, sign_out
from vuoro.booking.web.pages import from_our_pages, go
from vuoro.booking.web.staff.door import COOKIE, SIGN_IN, Door, StaffOptions
from vuoro.booking.web.staff.form import Form, form_of
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.says import Says
from vuoro.booking.web.staff.words import staff_words
from vuoro.core.clock import local
from vuoro.core.languages import in_language
from vuoro.core.pages.language import wanted_language
from vuoro.core.pages.shell import Shell

_AREA_COOKIE = "vuoro_staff_area"
_YEAR = 365 * 24 * 3600


def sign_in_routes(backend: Backend, shell: Shell, options: StaffOptions) -> APIRouter:
    """``/staff/sign-in``, the one page that needs no session."""
    router = APIRouter()

    @router.get(SIGN_IN)
    async def ask(request: Request) -> Response:
        token = request.cookies.get(COOKIE, "")
        if token and await run_in_threadpool(account_of, backend, token) is not None:
            return go("/staff")
        return await run_in_threadpool(_page, backend, shell, request, Form(), None)

    @router.post(SIGN_IN)
    async def enter(request: Request) -> Response:
        form = Form()
        try:
            form = await form_of(request)
            if not from_our_pages(request):
                raise Refused("foreign_form", "Open the page again.", 403)
            return await run_in_threadpool(_enter, backend, request, form, options)
        except Refused as refused:
            return await run_in_threadpool(_page, backend, shell, request, form, refused)

    return router


def leaving(door: Door) -> None:
    """``/staff/sign-out``."""

    @door.post("/staff/sign-out")
    def leave(here: Here) -> Response:
        sign_out(here.backend, here.request.cookies[COOKIE])
        answer = go(SIGN_IN)
        answer.delete_cookie(COOKIE, path="/staff")
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer


def _enter(backend: Backend, request: Request, form: Form, options: StaffOptions) -> Response:
    area = form.text("area")
    proof = {"username": form.text("username"), "password": form.secret("password")}
    account = options.identities.account(backend, area, proof)
    lasts = timedelta(hours=options.session_hours)
    token, _ = open_session(backend, account, lasts)
    if old := request.cookies.get(COOKIE):
        sign_out(backend, old)
    answer = go(form.text("back") or "/staff") if _is_inside(form.text("back")) else go("/staff")
    secure = options.secure_cookies
    answer.set_cookie(
        COOKIE, token, max_age=int(lasts.total_seconds()), path="/staff", httponly=True,
        samesite="lax", secure=secure,
    )  # fmt: skip
    answer.set_cookie(
        _AREA_COOKIE, area, max_age=_YEAR, path=SIGN_IN, httponly=True, samesite="lax",
        secure=secure,
    )  # fmt: skip
    return answer


def _page(
    backend: Backend, shell: Shell, request: Request, form: Form, refused: Refused | None
) -> Response:
    language = wanted_language(request)
    says = Says(staff_words(language), local(backend.now).date())
    known = [(each.id, in_language(each.name, language)) for each in areas(backend)]
    back = form.text("back") or request.query_params.get("back", "")
    answer = shell.page(
        request, "sign_in.html", language, status=refused.status if refused else 200,
        problem=says.refusal(refused) if refused else None, areas=known,
        area=form.text("area") or request.cookies.get(_AREA_COOKIE, ""),
        back=back if _is_inside(back) else "",
    )  # fmt: skip
    if refused is not None and refused.retry_after is not None:
        answer.headers["Retry-After"] = str(refused.retry_after)
    return answer


def _is_inside(back: str) -> bool:
    """Whether it is a page of ours: nobody is sent elsewhere after signing in."""
    return back == "/staff" or back.startswith(("/staff/", "/staff?"))
