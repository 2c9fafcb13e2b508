"""The REST API keeps to its document: no failure, no answer that it doesn't describe."""

from collections.abc import Iterator

import pytest

from tests.booking.api.conftest import Caller, reached
from tests.booking.api.test_rest_bookings import book
from tests.booking.conftest import MONDAY, furnished
from tests.documented import Documented
from vuoro.booking.api.options import Options
from vuoro.booking.area import Area
from vuoro.booking.store import Database
from vuoro.booking.store.tables import metadata
from vuoro.core.clock import SteppingClock

NO_LIMIT = Options(key_burst=10**9, key_per_second=1e9)


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory, area: Area) -> Iterator[Caller]:
    """A system that may do everything, as fast as it likes."""
    db = Database(f"sqlite:///{tmp_path_factory.mktemp('rest')}/booking.db")
    metadata.create_all(db.engine)
    with reached(furnished(db, SteppingClock(MONDAY), area), NO_LIMIT) as calls:
        yield calls()
    db.close()


@pytest.fixture(scope="module")
def rest(caller: Caller) -> Documented:
    """The API as that system knows it, with a booking and a webhook of its own."""
    made = book(caller)
    wanted = {"url": "https://hooks.example.fi/vuoro", "events": ["booking.made"]}
    webhook = caller.post("/webhooks", wanted, command="webhook-1").json()["webhook"]
    return Documented(
        f"{caller.http.base_url}/api/v1/openapi.json",
        headers={"Authorization": f"Bearer {caller.key}"},
        known={"booking": made["id"], "client": made["client"], "webhook": webhook["id"]},
    )


def test_some_requests_of_each_kind(rest: Documented) -> None:
    assert rest.sends_a_few() == 29


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_many_requests_of_each_kind(rest: Documented) -> None:
    rest.sends_many(examples=150)
