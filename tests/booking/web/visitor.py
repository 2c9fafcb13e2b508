"""A client with a browser that runs no script, and what it reads of a page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx
from fastapi import FastAPI

from vuoro.booking.backend import Backend
from vuoro.booking.web.app import PageOptions, mount
from vuoro.core import look as looks

MATTER = "/pirkanmaa/tyonhakukeskustelu"
_SILENT = ("script", "style")


@dataclass
class Read(HTMLParser):
    """A page as its reader gets it: words, links, buttons, fields."""

    answer: httpx.Response
    words: str = ""
    title: str = ""
    links: list[str] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    action: str = ""
    """Where the first form goes."""
    values: dict[str, str] = field(default_factory=dict)
    _inside: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.answer.text)
        self.words = " ".join(self.words.split(" "))

    @property
    def path(self) -> str:
        return self.answer.url.path

    @property
    def status(self) -> int:
        return self.answer.status_code

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {key: value or "" for key, value in attrs}
        self._inside = tag
        match tag:
            case "a":
                self.links.append(has.get("href", ""))
            case "form":
                self.action = self.action or has.get("action", "")
            case "button":
                self.buttons.append((has.get("name", ""), has.get("value", "")))
            case "input" if has.get("type") == "hidden":
                self.hidden[has["name"]] = has["value"]
            case "input":
                self.values[has.get("name", "")] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        told = "\n".join(line.strip() for line in data.split("\n")).strip("\n")
        self.words = f"{self.words} {told}" if told else self.words

    def times(self) -> list[str]:
        """What the buttons of free times send."""
        return [value for name, value in self.buttons if name == "time"]


class Visitor:
    """Someone at a network address of their own."""

    def __init__(self, site: str, address: str = "127.0.0.1") -> None:
        self.site = site
        self.browser = httpx.Client(
            base_url=site,
            follow_redirects=True,
            timeout=30,
            transport=httpx.HTTPTransport(local_address=address),
        )

    def open(self, path: str, **query: str) -> Read:
        return Read(self.browser.get(path, params=query or None))

    def send(self, path: str, **fields: str) -> Read:
        return Read(self.browser.post(path, data=fields))

    def close(self) -> None:
        self.browser.close()

    def choose(self, page: Read, time: str) -> Read:
        """Press one of the free times of a page."""
        return self.send(page.action, **page.hidden, time=time)


def app_over(backend: Backend) -> FastAPI:
    """The pages alone, without REST, devices and jobs."""
    made = FastAPI(openapi_url=None)
    mount(made, backend, looks.load(), PageOptions(organizer="aika@example.fi"))
    return made


def form_opened(visitor: Visitor, page: Read | None = None) -> Read:
    """The form, with nine o'clock on Monday in the centre, or the first time of a page."""
    page = page or visitor.open(f"{MATTER}/times", channel="in_person", office="keskusta")
    return visitor.choose(page, page.times()[0])


def review_opened(visitor: Visitor, page: Read | None = None, **fields: str) -> Read:
    """The review, with everything filled in."""
    details = form_opened(visitor, page)
    right = {"name": "Testi Henkilö", "phone": "040 123 4567", "answers.tulkki": "no"}
    review = visitor.send(details.path, **{**right, **fields})
    assert review.path.endswith("/review"), review.words
    return review


def booked(visitor: Visitor, page: Read | None = None, **fields: str) -> Read:
    """The page of a booking that has just been made."""
    review = review_opened(visitor, page, **fields)
    return visitor.send(review.path.replace("/review", "/confirm"))
