"""Push."""

from datetime import UTC, datetime

from tests.booking.fleet.lobbies import Lobby, booked

TODAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_smoke(lobby: Lobby) -> None:
    view = booked(lobby.backend, TODAY)
    lobby.pull()
    assert ("booking", view.id) in lobby.mirror
    payload = lobby.admit(view.id, rev=view.rev, start=view.start)
    lobby.move(payload, "called", "called", counter="1")
    told = lobby.batch()
    pushed = lobby.push()
    assert [r.status for r in pushed.results] == ["applied", "applied"]
    assert lobby.push(told).results == pushed.results
    lobby.pull()
    assert lobby.cursor >= pushed.results[0].change
    assert lobby.mirror["visit", payload["arrival"]["id"]].data["numbers"] == ["A001"]
    lobby.recover()
    assert lobby.push().results == pushed.results
    lobby.snapshot()
