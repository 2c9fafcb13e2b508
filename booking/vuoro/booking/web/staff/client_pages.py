"""Clients: searched, added, seen, changed, erased."""

from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.domain.values import BookingStatus, ClientView
from vuoro.booking.service import clients
from vuoro.booking.service.accounts import Role
from vuoro.booking.service.audit import audit
from vuoro.booking.service.erasing import erase_client
from vuoro.booking.service.reading import of_client
from vuoro.booking.service.refusals import no_such
from vuoro.booking.web.pages import go
from vuoro.booking.web.staff.contacts import contact_of_form, errors_of
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.visibility import own_clients, shown

_PATH = "/staff/clients"


def pages(door: Door) -> None:
    """``/staff/clients`` and what is below."""

    @door.get(_PATH, Role.SEE_CLIENTS)
    def ask(here: Here) -> Response:
        return here.page("clients.html", text="", found=None, purpose=_purpose(here))

    @door.post(_PATH, Role.SEE_CLIENTS)
    def search(here: Here) -> Response:
        text = here.form.text("text", 200)
        found = clients.find_clients(here.backend, here.tenant, text) if text else []
        mine = shown(here.backend, here.account, text, found)
        _note(here, "client.searched", detail=str(len(mine)))
        return here.page("clients.html", text=text, found=mine, purpose=_purpose(here))

    @door.get(_PATH + "/new", Role.BOOK)
    def blank(here: Here) -> Response:
        return here.page("client_new.html", form=here.form, errors={})

    @door.post(_PATH + "/new", Role.BOOK)
    def add(here: Here) -> Response:
        contact, note = contact_of_form(here.form), here.form.text("note")
        try:
            client = clients.add_client(here.backend, here.actor, here.tenant, contact, note)
        except Refused as refused:
            return here.page(
                "client_new.html", status=refused.status, form=here.form,
                errors=errors_of(refused), problem=here.says.refusal(refused),
            )  # fmt: skip
        return go("/staff/book", client=client, done="client_added")

    @door.get(_PATH + "/{id}", Role.SEE_CLIENTS)
    def card(here: Here) -> Response:
        client = client_here(here, here.path("id"))
        return _card(here, client, known=is_known(here, client))

    @door.post(_PATH + "/{id}/reveal", Role.SEE_CLIENTS)
    def reveal(here: Here) -> Response:
        client = client_here(here, here.path("id"))
        _note(here, "client.revealed", client.id)
        return _card(here, client, known=True)

    @door.post(_PATH + "/{id}", Role.SEE_CLIENTS)
    def change(here: Here) -> Response:
        client, form = client_here(here, here.path("id")), here.form
        if not is_known(here, client):
            # Who changes it has opened it; the page shows it again if something is wrong.
            _note(here, "client.revealed", client.id)
        try:
            clients.edit_client(
                here.backend, here.actor, client.id, contact_of_form(form), form.text("note"),
                forget_identity_code=form.text("forget_identity_code") == "yes",
            )  # fmt: skip
        except Refused as refused:
            return _card(here, client, known=True, refused=refused)
        return go(f"{_PATH}/{client.id}", done="client_changed")

    @door.post(_PATH + "/{id}/erase", Role.MANAGE)
    def erase(here: Here) -> Response:
        client = client_here(here, here.path("id"))
        if here.form.text("sure") != "yes":
            return go(f"{_PATH}/{client.id}")
        erase_client(here.backend, here.actor, client.id)
        return go("/staff", done="client_erased")


def client_here(here: Here, client_id: str) -> ClientView:
    """A client of this area. Refused: no_such_client also for another area's."""
    client = clients.client(here.backend, client_id)
    if client.tenant != here.tenant:
        raise no_such("client")
    return client


def is_known(here: Here, client: ClientView) -> bool:
    """Whether the reader may see who it is without saying why."""
    if not here.may(Role.SEE_CLIENTS):
        return False
    return not client.contact.protected or bool(
        own_clients(here.backend, here.account, [client.id])
    )


def _card(
    here: Here, client: ClientView, *, known: bool, refused: Refused | None = None
) -> Response:
    views = [each for each in of_client(here.backend, client.id) if each.tenant == here.tenant]
    ahead = [v for v in views if v.end >= here.backend.now and v.status is BookingStatus.BOOKED]
    if known and refused is None:
        _note(here, "client.seen", client.id)
    return here.page(
        "client.html", status=refused.status if refused else 200, client=client, known=known,
        ahead=ahead, before=[each for each in reversed(views) if each not in ahead],
        form=here.form, errors=errors_of(refused),
        problem=here.says.refusal(refused) if refused else None,
    )  # fmt: skip


def _note(here: Here, action: str, client: str = "", detail: str = "") -> None:
    """Who looked at whom is noted, as who changed what (Act 906/2019 § 17)."""
    with here.backend.begin() as work:
        audit(work, here.tenant, here.actor, action, client, detail)


def _purpose(here: Here) -> dict[str, str]:
    """What the client is looked for: a new booking, or a booking that gets another client."""
    return {name: here.form.text(name) for name in ("booking", "next") if name in here.form}
