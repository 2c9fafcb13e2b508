"""The client pages over a real backend, on a port of their own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.booking.web.visitor import Visitor, app_over
from tests.browsing import chromium
from tests.served import served
from vuoro.booking.backend import Backend

Arrive = Callable[..., Visitor]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, once for a module."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def site(sqlite_backend: Backend) -> Iterator[str]:
    """The address of the pages."""
    with served(app_over(sqlite_backend)) as url:
        yield url


@pytest.fixture
def arrive(site: str) -> Iterator[Arrive]:
    """Somebody else comes, from another address."""
    with ExitStack() as leaving:

        def come(address: str = "127.0.0.2") -> Visitor:
            visitor = Visitor(site, address)
            leaving.callback(visitor.close)
            return visitor

        yield come


@pytest.fixture
def visitor(arrive: Arrive) -> Visitor:
    return arrive("127.0.0.1")
