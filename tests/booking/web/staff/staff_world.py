"""Somebody at work in the staff pages: signs in, reads pages, fills in and sends their forms."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI

from tests.booking.booking_world import AINO, AREA, CENTRE
from tests.served import served
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM, Contact
from vuoro.booking.service.accounts import AccountForm, Role, add_account
from vuoro.booking.service.signing_in import open_session
from vuoro.booking.web import staff
from vuoro.booking.web.staff.door import COOKIE, Rule, StaffOptions
from vuoro.core import look as looks
from vuoro.core.pages.assets import Assets
from vuoro.core.pages.files import file_routes

EVERYTHING = tuple(Role)
MONDAY = date(2026, 11, 23)
PEKKA = Contact("Pekka Esimerkki", "pekka@example.fi", "040 123 4567", "010594Y9021")
HIDDEN = Contact(
    "Maija Suojattu", "maija@example.fi", "040 765 4321", "020594X903P", protected=True
)
Fields = list[tuple[str, str]]


@dataclass
class Form:
    """A form as the browser would send it untouched; ``buttons``: name and value of each."""

    action: str
    method: str
    fields: Fields = field(default_factory=list)
    buttons: Fields = field(default_factory=list)


@dataclass
class Read(HTMLParser):
    """A page as its reader gets it: words, links, forms."""

    answer: httpx.Response
    words: str = ""
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    language: str = ""
    _select: str = ""
    _options: Fields = field(default_factory=list)
    _area: str = ""
    _typed: str = ""
    _silent: bool = False

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.answer.text)
        self.words = " ".join(self.words.split())

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def path(self) -> str:
        return self.answer.url.path

    def form(self, action: str, method: str = "post") -> Form:
        """The form whose action ends like this."""
        fits = (each for each in self.forms if each.method == method)
        found = [each for each in fits if each.action.endswith(action)]
        assert found, f"no form {action} among {[each.action for each in self.forms]}"
        return found[0]

    def link(self, part: str) -> str:
        """The first link with this pattern in it."""
        return next(each for each in self.links if re.search(part, each))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {key: value or "" for key, value in attrs}
        match tag:
            case "html":
                self.language = has.get("lang", "")
            case "a":
                self.links.append(has.get("href", ""))
            case "form":
                self.forms.append(Form(has.get("action", ""), has.get("method", "get")))
            case "button" if has.get("name"):
                self.forms[-1].buttons.append((has["name"], has["value"]))
            case "input":
                self._input(has)
            case "select":
                self._select, self._options = has["name"], []
            case "option":
                chosen = (has["value"], "selected" if "selected" in has else "")
                self._options.append(chosen)
            case "textarea":
                self._area = has["name"]
                self._typed = ""
            case "script" | "style":
                self._silent = True
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            chosen = [value for value, mark in self._options if mark]
            value = (chosen or [value for value, _ in self._options] or [""])[0]
            self.forms[-1].fields.append((self._select, value))
        elif tag == "textarea":
            self.forms[-1].fields.append((self._area, self._typed))
            self._area = ""
        self._silent = False

    def handle_data(self, data: str) -> None:
        if self._area:
            self._typed += data
        elif not self._silent:
            self.words += f" {data}"

    def _input(self, has: dict[str, str]) -> None:
        if has.get("type") in ("checkbox", "radio") and "checked" not in has:
            return
        if has.get("name"):
            self.forms[-1].fields.append((has["name"], has.get("value", "")))


class Colleague:
    """Somebody who is signed in, in a browser that runs no script."""

    def __init__(self, url: str, token: str, leaving: ExitStack) -> None:
        browser = httpx.Client(base_url=url, follow_redirects=True, timeout=30)
        self.browser = leaving.enter_context(browser)
        if token:
            self.browser.cookies.set(COOKIE, token, path="/staff")

    def open(self, path: str, **query: str) -> Read:
        return Read(self.browser.get(path, params=query or None))

    def send(self, page: Read, action: str, **changes: str | Collection[str] | None) -> Read:
        """Fill in a form of the page and send it. A list is several values, None is none."""
        form = page.form(action)
        return self.post(form.action, _filled(form, changes))

    def send_get(self, page: Read, action: str, **changes: str) -> Read:
        """The same with a form that asks for another page."""
        form = page.form(action, "get")
        return Read(self.browser.get(form.action, params=urlencode(_filled(form, changes))))

    def post(self, path: str, fields: Fields) -> Read:
        """Send a form as a browser does."""
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return Read(self.browser.post(path, content=urlencode(fields), headers=headers))

    def csrf(self) -> str:
        return dict(self.open("/staff").form("/sign-out").fields)["csrf"]


def _filled(form: Form, changes: Mapping[str, str | Collection[str] | None]) -> Fields:
    fields = [each for each in form.fields if each[0] not in changes]
    for name, value in changes.items():
        values = [value] if isinstance(value, str) else value or []
        fields += [(name, each) for each in values]
    return fields


@dataclass(frozen=True)
class StaffSite:
    """The staff pages over a backend, and who may ask for what."""

    backend: Backend
    url: str
    rules: tuple[Rule, ...]
    leaving: ExitStack = field(repr=False)

    def visitor(self, token: str = "") -> Colleague:
        """Somebody who isn't signed in, or by this session."""
        return Colleague(self.url, token, self.leaving)

    def colleague(
        self, *roles: str, name: str = "Aino Salo", specialist: str | None = AINO,
        tenant: str = AREA, office: str | None = CENTRE,
    ) -> Colleague:  # fmt: skip
        """Somebody with these rights, signed in; with all of them if none are named."""
        username = f"u{self.backend.ids.token()}"
        form = AccountForm(username, name, roles or EVERYTHING, specialist, office)
        account = add_account(self.backend, SYSTEM, tenant, form)
        return self.visitor(open_session(self.backend, account)[0])


@contextmanager
def staff_site(backend: Backend, options: StaffOptions | None = None) -> Iterator[StaffSite]:
    """The pages alone, without those of clients, REST, devices and jobs."""
    app = FastAPI(openapi_url=None)
    assets = Assets.gather(looks.load(), staff.PACKAGE, made=staff.staff_made())
    app.include_router(file_routes(assets))
    rules = staff.mount_staff(app, backend, assets, options or StaffOptions())
    with served(app) as url, ExitStack() as leaving:
        yield StaffSite(backend, url, rules, leaving)
