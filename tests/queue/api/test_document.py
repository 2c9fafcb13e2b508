"""The queue API keeps to its document: no failure, no answer that it doesn't describe."""

import httpx
import pytest

from tests.documented import Documented
from tests.queue.lobby_process import CLERKS, PASSWORD
from tests.queue.real_lobby import RealLobby


@pytest.fixture
def queue(lobby: RealLobby) -> Documented:
    """The API as a kiosk and a clerk know it, without the streams, which never end, and without
    the session's own routes: signing out would end it.
    """
    with httpx.Client(base_url=lobby.url) as client:
        signed_in = client.post(
            "/v1/session", json={"username": CLERKS[0][0], "password": PASSWORD}
        )
        return Documented(
            f"{lobby.url}/openapi.json",
            headers={
                "Authorization": f"Bearer {lobby.kiosk_token}",
                "X-CSRF-Token": signed_in.json()["csrf"],
            },
            cookies=dict(client.cookies),
            left_out="/stream$|^/v1/session$",
        )


def test_some_requests_of_each_kind_to_the_queue(queue: Documented) -> None:
    assert queue.sends_a_few() == 38


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_many_requests_of_each_kind_to_the_queue(queue: Documented) -> None:
    queue.sends_many(examples=150)
