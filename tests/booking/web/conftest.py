"""The client pages over a real backend: for programs, and on a port of their own for a browser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from vuoro.booking.backend import Backend
from vuoro.booking.web.app import PageOptions, mount
from vuoro.core import look as looks


@dataclass
class Read(HTMLParser):
    """A page as its reader gets it: words, links, forms."""

    answer: httpx.Response
    words: str = ""
    title: str = ""
    links: list[str] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    _inside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.answer.text)

    @property
    def path(self) -> str:
        return self.answer.url.path

    @property
    def status(self) -> int:
        return self.answer.status_code

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {key: value or "" for key, value in attrs}
        self._inside.append(tag)
        match tag:
            case "a":
                self.links.append(has.get("href", ""))
            case "form":
                self.actions.append(has.get("action", ""))
            case "button":
                self.buttons.append((has.get("name", ""), has.get("value", "")))
            case "input" if has.get("type") == "hidden":
                self.hidden[has["name"]] = has["value"]
            case "input":
                self.values[has.get("name", "")] = has.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] == "title":
            self.title += data
        self.words += f" {data.strip()}"

    def times(self) -> list[str]:
        """What the buttons of free times send."""
        return [value for name, value in self.buttons if name == "time"]


class Visitor:
    """A client with a browser that runs no script."""

    def __init__(self, app: FastAPI, address: str = "192.0.2.1") -> None:
        self.browser = TestClient(
            app, base_url="http://testserver", client=(address, 50000),
            raise_server_exceptions=False,
        )  # fmt: skip

    def open(self, path: str, **query: str) -> Read:
        return Read(self.browser.get(path, params=query or None))

    def send(self, path: str, **fields: str) -> Read:
        return Read(self.browser.post(path, data=fields))

    def choose(self, page: Read, time: str) -> Read:
        """Press one of the free times."""
        return self.send(page.actions[0], **page.hidden, time=time)


@pytest.fixture
def app(sqlite_backend: Backend) -> FastAPI:
    return app_over(sqlite_backend)


def app_over(backend: Backend) -> FastAPI:
    """The pages alone, without REST, devices and jobs."""
    made = FastAPI(openapi_url=None)
    mount(made, backend, looks.load(), PageOptions(organizer="aika@example.fi"))
    return made


@pytest.fixture
def visitor(app: FastAPI) -> Visitor:
    return Visitor(app)
