"""Keys of other systems: made, shown once, revoked."""

from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.service import api_keys
from vuoro.booking.service.accounts import Role
from vuoro.booking.service.api_keys import NewKey, Scope
from vuoro.booking.web.pages import go
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here

_PATH = "/staff/api"


def pages(door: Door) -> None:
    """``/staff/api``."""

    @door.get(_PATH, Role.API)
    def listing(here: Here) -> Response:
        return _page(here)

    @door.post(_PATH, Role.API)
    def make(here: Here) -> Response:
        try:
            made = api_keys.add_key(
                here.backend, here.actor, here.tenant, here.form.text("name"),
                here.form.many("scope"),
            )  # fmt: skip
        except Refused as refused:
            return _page(here, refused=refused)
        return _page(here, made=made)

    @door.post(_PATH + "/{id}/revoke", Role.API)
    def revoke(here: Here) -> Response:
        api_keys.revoke_key(here.backend, here.actor, here.tenant, here.path("id"))
        return go(_PATH, done="key_revoked")


def _page(here: Here, made: NewKey | None = None, refused: Refused | None = None) -> Response:
    return here.page(
        "api.html", status=refused.status if refused else 200, made=made, form=here.form,
        keys=api_keys.keys(here.backend, here.tenant), scopes=list(Scope),
        problem=here.says.refusal(refused) if refused else None,
    )  # fmt: skip
