"""The application over a backend, asked as other systems do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.served import served
from vuoro.booking.api.app import create_app
from vuoro.booking.api.options import Options
from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import SYSTEM
from vuoro.booking.service.api_keys import Scope, add_key

AREA = "5b0b5b1e-0000-4000-8000-000000000001"


@dataclass
class Caller:
    """A municipal system: HTTP with a key."""

    http: httpx.Client
    key: str

    def __call__(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key}", **more.pop("headers", {})}
        return self.http.request(method, f"/api/v1{path}", headers=headers, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self("GET", path, **more)

    def post(
        self, path: str, body: Any, *, command: str | None = None, known: str | None = None
    ) -> httpx.Response:
        """A command. ``command`` is its key, ``known`` the revision it is about."""
        told = {"Idempotency-Key": command, "If-Match": known}
        headers = {name: value for name, value in told.items() if value is not None}
        return self("POST", path, json=body, headers=headers)

    def pages(self, path: str, **query: Any) -> Iterator[list[Any]]:
        """Every page of a list."""
        cursor: str | None = ""
        while cursor is not None:
            more = {"cursor": cursor} if cursor else {}
            answer = self.get(path, params={**query, **more})
            assert answer.status_code == 200, answer.text
            yield answer.json()["items"]
            cursor = answer.json()["next"]


Calls = Callable[..., Caller]


@contextmanager
def reached(backend: Backend, options: Options | None = None) -> Iterator[Calls]:
    """Callers over real HTTP: called with scopes, all by default, it makes one."""

    def make(*scopes: str, tenant: str = AREA) -> Caller:
        wanted = scopes or tuple(scope.value for scope in Scope)
        return Caller(http, add_key(backend, SYSTEM, tenant, "Testi", wanted).text)

    with (
        served(create_app(backend, options or Options())) as url,
        httpx.Client(base_url=url) as http,
    ):
        yield make


@pytest.fixture
def calls(sqlite_backend: Backend) -> Iterator[Calls]:
    with reached(sqlite_backend) as make:
        yield make


@pytest.fixture
def api(calls: Calls) -> Caller:
    """A caller that may do everything, where the kind of database can't matter."""
    return calls()


@pytest.fixture
def anywhere(backend: Backend) -> Iterator[Caller]:
    """A caller that may do everything, on SQLite and on PostgreSQL."""
    with reached(backend) as make:
        yield make()
