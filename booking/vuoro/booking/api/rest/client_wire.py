"""Clients as they are sent and answered."""

from pydantic import Field

from vuoro.booking.api.rest.kinds import IdOut, Language, Moment, Wire, line, page
from vuoro.booking.domain.values import ClientView, Contact


class ContactIn(Wire):
    """Who a client is."""

    name: str = line(200, least=1, examples=["Nimi Niminen"])
    email: str = line(254, default="", examples=["nimi@example.fi"])
    phone: str = line(40, default="", examples=["+358 50 123 4567"])
    identity_code: str = line(
        20, default="", description="Kept sealed, and never answered", examples=["010594Y9032"]
    )
    language: Language = "fi"
    protected: bool = Field(
        False, strict=True, description="Has a non-disclosure for personal safety (turvakielto)"
    )

    def contact(self) -> Contact:
        """For the use cases."""
        return Contact(
            self.name, self.email, self.phone, self.identity_code, self.language, self.protected
        )


class ClientIn(ContactIn):
    """A client, with what staff note of them."""

    note: str = page(2000, default="")


class ContactOut(Wire):
    """How a client is reached."""

    name: str
    email: str
    phone: str
    language: str
    protected: bool
    has_identity_code: bool


class ClientOut(Wire):
    """A client."""

    id: IdOut
    rev: int
    contact: ContactOut
    note: str
    made_at: Moment


class SearchIn(Wire):
    """What is known of a client: whole words of the name, e-mail, phone, or identity code."""

    text: str = line(200, least=1)


def contact_out(contact: Contact, has_identity_code: bool) -> ContactOut:
    """How a client is reached, without the identity code."""
    return ContactOut(
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        language=contact.language,
        protected=contact.protected,
        has_identity_code=has_identity_code,
    )


def client_out(view: ClientView) -> ClientOut:
    """A client as it is answered."""
    return ClientOut(
        id=view.id,
        rev=view.rev,
        contact=contact_out(view.contact, view.has_identity_code),
        note=view.note,
        made_at=view.made_at,
    )
