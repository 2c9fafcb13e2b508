"""A lobby, a cable to it, and a browser to look at it with."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.desk.house import House, open_house
from tests.desk.relay import Relay
from tests.desk.visitor import Visitor

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """The lobby of a test module."""
    with open_house() as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a screen."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(CHROMIUM)
        )
        yield chromium
        chromium.close()


@pytest.fixture
def relay(house: House) -> Iterator[Relay]:
    """A cable to the lobby of this module."""
    cable = Relay(int(house.url.rpartition(":")[2]))
    yield cable
    cable.cut()


@pytest.fixture
def new_visitor() -> Callable[[Browser, House], Visitor]:
    """What makes a visitor of a house; the house is not cleared afterwards."""
    return Visitor


@pytest.fixture
def visitor(browser: Browser, house: House) -> Iterator[Visitor]:
    """Somebody at a browser; at the end nobody waits any more, and no script has failed."""
    somebody = Visitor(browser, house)
    yield somebody
    somebody.leave()
    house.clear()
    assert somebody.complaints == []
