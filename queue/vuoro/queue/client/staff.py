"""The queue as a staff member's programs see it; the desk page does the same in the browser."""

import uuid
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from vuoro.core.wire.codec import decode
from vuoro.core.wire.desk import ClientCard, DeskCommand, DeskFrame, DeskResult, Session, SignIn
from vuoro.queue.client.http import Http


class StaffClient:
    """Commands of one signed-in staff member. Each raises LobbyUnreachable or LobbyRefused."""

    def __init__(self, base_url: str, timeout: float = 5.0, authority: Path | None = None) -> None:
        """``authority``: file with the lobby's own one. Raises OSError where it can't be used."""
        self._http = Http(base_url, {}, timeout, authority)
        self._series = ""

    def sign_in(self, username: str, password: str) -> Session:
        """Open a session; the following commands belong to it."""
        headers, body = self._http.last_headers("POST", "/v1/session", SignIn(username, password))
        session = decode(body, Session)
        self._http.headers["Cookie"] = headers["set-cookie"].partition(";")[0]
        self._http.headers["X-CSRF-Token"] = session.csrf
        self._series = self.line().series
        return session

    @property
    def cookie(self) -> str:
        """The session's cookie header, for a stream."""
        return self._http.headers.get("Cookie", "")

    def line(self) -> DeskFrame:
        return self._http.ask("GET", "/v1/desk/line", DeskFrame)

    def card(self, ticket: str) -> ClientCard:
        return self._http.ask("GET", f"/v1/desk/tickets/{ticket}", ClientCard)

    def press(
        self,
        action: str,
        command: DeskCommand,
        key: str | None = None,
        deadline: datetime | None = None,
    ) -> DeskResult:
        """Press a button of the desk: ``next``, ``call``, ``counter``, ``serve``, ``done`` …"""
        if deadline is not None:
            command = replace(command, deadline=deadline)
        key = f"{self._series}.{key or uuid.uuid4()}"
        return self._http.ask("POST", f"/v1/desk/{action}", DeskResult, command, key)

    def close(self) -> None:
        self._http.close()
