"""The queue as the box at a counter sees it."""

from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from vuoro.core.wire.counter import CounterAnswer, CounterFrame, CounterPress
from vuoro.core.wire.kiosk import DeviceReport
from vuoro.queue.client.http import Http


def stream_of(counter: str) -> str:
    """Where the stream of the counter with this label is, below the address of the service."""
    return f"/v1/counter/stream?{_query(counter)}"


def _query(counter: str) -> str:
    return f"counter={quote(counter, safe='')}"


class CounterClient:
    """Commands of one box. Each raises LobbyUnreachable or LobbyRefused."""

    def __init__(
        self, base_url: str, token: str, timeout: float = 3.0, authority: Path | None = None
    ) -> None:
        """``authority``: file with the lobby's own one. Raises OSError where it can't be used."""
        self._http = Http(base_url, {"Authorization": f"Bearer {token}"}, timeout, authority)

    def look(self, counter: str) -> CounterFrame:
        return self._http.ask("GET", f"/v1/counter?{_query(counter)}", CounterFrame)

    def call_next(self, press: CounterPress, key: UUID) -> CounterAnswer:
        return self._http.ask("POST", "/v1/counter/next", CounterAnswer, press, key)

    def ask_for_help(self, press: CounterPress, key: UUID) -> CounterAnswer:
        return self._http.ask("POST", "/v1/counter/help", CounterAnswer, press, key)

    def report_device(self, report: DeviceReport) -> None:
        self._http.ask("POST", "/v1/kiosk/status", None, report)

    def close(self) -> None:
        self._http.close()
