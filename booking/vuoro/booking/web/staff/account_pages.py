"""Accounts: who works here, what they may do, their password."""

import secrets

from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.service import accounts
from vuoro.booking.service.accounts import AccountForm, Role
from vuoro.booking.web.pages import go
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.people import office_options, specialist_options

_LIST = "/staff/accounts"


def pages(door: Door) -> None:
    """``/staff/accounts`` and what is below."""

    @door.get(_LIST, Role.MANAGE)
    def listing(here: Here) -> Response:
        return _listing(here)

    @door.post(_LIST, Role.MANAGE)
    def add(here: Here) -> Response:
        try:
            password = here.form.secret("password")
            accounts.add_account(here.backend, here.actor, here.tenant, _form(here), password)
        except Refused as refused:
            return _listing(here, refused)
        return go(_LIST, done="account_added")

    @door.get(_LIST + "/{id}", Role.MANAGE)
    def one(here: Here) -> Response:
        return _one(here)

    @door.post(_LIST + "/{id}", Role.MANAGE)
    def change(here: Here) -> Response:
        known = accounts.account_by_id(here.backend, here.tenant, here.path("id"))
        try:
            accounts.change_account(here.backend, here.actor, here.tenant, known.id, _form(here))
        except Refused as refused:
            return _one(here, refused)
        return go(f"{_LIST}/{known.id}", done="account_changed")

    @door.post(_LIST + "/{id}/password", Role.MANAGE)
    def password(here: Here) -> Response:
        account = here.path("id")
        try:
            new = here.form.secret("password")
            accounts.set_password(here.backend, here.actor, here.tenant, account, new)
        except Refused as refused:
            return _one(here, refused)
        return go(f"{_LIST}/{account}", done="password_set")

    @door.post(_LIST + "/{id}/active", Role.MANAGE)
    def active(here: Here) -> Response:
        account, opened = here.path("id"), here.form.some("active") == "yes"
        accounts.set_active(here.backend, here.actor, here.tenant, account, opened)
        return go(f"{_LIST}/{account}", done="account_opened" if opened else "account_closed")


def _form(here: Here) -> AccountForm:
    form = here.form
    return AccountForm(
        form.text("username", 200), form.text("name", 200), form.many("role"),
        form.text("specialist") or None, form.text("office") or None,
    )  # fmt: skip


def _listing(here: Here, refused: Refused | None = None) -> Response:
    return here.page(
        "accounts.html", status=refused.status if refused else 200,
        problem=here.says.refusal(refused) if refused else None,
        accounts=accounts.accounts(here.backend, here.tenant), roles=list(Role),
        form=here.form, suggested=secrets.token_urlsafe(12), **_choices(here),
    )  # fmt: skip


def _one(here: Here, refused: Refused | None = None) -> Response:
    return here.page(
        "account.html", status=refused.status if refused else 200,
        problem=here.says.refusal(refused) if refused else None,
        account=accounts.account_by_id(here.backend, here.tenant, here.path("id")),
        roles=list(Role), **_choices(here),
    )  # fmt: skip


def _choices(here: Here) -> dict[str, list[tuple[str, str]]]:
    return {"specialists": specialist_options(here), "offices": office_options(here)}
