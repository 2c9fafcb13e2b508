"""One request of somebody who is signed in: who it is, what they sent, and how to answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.backend import Backend, Refused
from vuoro.booking.domain.values import Actor, BookingView, Contact
from vuoro.booking.service.accounts import Account, Role
from vuoro.booking.service.signing_in import SignedIn
from vuoro.booking.web.staff.form import Form
from vuoro.booking.web.staff.navigation import Section, sections
from vuoro.booking.web.staff.says import Says
from vuoro.booking.web.staff.words import staff_words
from vuoro.core.clock import local
from vuoro.core.languages import ENDONYMS, Language
from vuoro.core.pages.language import PAGE_LANGUAGES
from vuoro.core.pages.shell import Shell


@dataclass(frozen=True, slots=True)
class Here:
    """What a page's function is given."""

    shell: Shell
    backend: Backend
    request: Request
    signed: SignedIn
    language: Language
    form: Form
    """The fields of the form (POST) or of the address (GET)."""

    @property
    def account(self) -> Account:
        return self.signed.account

    @property
    def tenant(self) -> str:
        return self.signed.account.tenant

    @property
    def actor(self) -> Actor:
        return self.signed.account.actor

    @property
    def today(self) -> date:
        """The local day."""
        return local(self.backend.now).date()

    @property
    def says(self) -> Says:
        return Says(staff_words(self.language), self.today)

    def may(self, *roles: str) -> bool:
        """Whether the account has one of the roles; templates ask by name."""
        return self.account.may(*(Role(role) for role in roles))

    def knows(self, view: BookingView) -> bool:
        """Whether the reader may see who the client is.

        Somebody under non-disclosure is known to the specialist they meet only (Act 661/2009 § 36).
        """
        own = self.account.specialist in (view.specialist, view.stand_in)
        return self.may(Role.SEE_CLIENTS) and (own or not view.protected)

    def name_of(self, view: BookingView) -> str:
        """The client's name, or that there is a client."""
        if view.client is None:
            return self.says.words.text("person.nobody")
        return self.name_in(view.contact, self.knows(view))

    def name_in(self, contact: Contact, known: bool) -> str:
        """The name in a contact, if the reader may know it."""
        if known:
            return contact.name
        return self.says.words.text("person.protected" if contact.protected else "person.client")

    def sections(self) -> list[Section]:
        """The links of the rail."""
        return sections(self.may, self.request.url.path)

    def path(self, name: str) -> str:
        """A part of the path, e.g. an id."""
        return str(self.request.path_params[name])

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page in the reader's language."""
        return self.shell.page(
            self.request, template, self.language, status=status,
            **{**self._frame(), **values},
        )  # fmt: skip

    def refusal(self, refused: Refused) -> Response:
        """A page of its own that says why not."""
        words = self.says.refusal(refused)
        return self.page("refused.html", status=refused.status, refusal=words)

    def _frame(self) -> dict[str, Any]:
        done = self.request.query_params.get("done", "")
        return {
            "here": self,
            "says": self.says,
            "csrf": self.signed.csrf,
            "notice": self.says.done(done) if self.request.method == "GET" and done else "",
            "problem": None,
            "language_links": [(tag, ENDONYMS[tag], self._in(tag)) for tag in PAGE_LANGUAGES],
        }

    def _in(self, tag: str) -> str:
        """This page in another language; a page that answers a form can't be asked for again."""
        if self.request.method != "GET":
            return f"/staff?lang={tag}"
        kept = [(k, v) for k, v in self.request.query_params.multi_items() if k != "lang"]
        return f"{self.request.url.path}?{urlencode([*kept, ('lang', tag)])}"
