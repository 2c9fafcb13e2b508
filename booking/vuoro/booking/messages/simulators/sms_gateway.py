"""A gateway for text messages that keeps what it gets as JSON files, and fails when told to."""

import enum
import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class SmsFault(enum.StrEnum):
    """What can go wrong at the next request."""

    REFUSED = "422"
    NO_ACCOUNT = "401"
    BUSY = "429"
    BROKEN = "503"
    DROPPED_BEFORE = "the connection breaks; nothing is kept"
    KEPT_THEN_DROPPED = "the message is kept, and the connection breaks before the answer"


class SmsGateway:
    """HTTP on 127.0.0.1; ``url`` takes POSTs as vuoro.booking.messages.sms_http describes.

    A message is kept once however often its key comes.
    """

    def __init__(self, folder: Path, *, port: int = 0, token: str = "") -> None:
        """``port`` 0 finds a free one. ``token``: what requests must bring."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._token = folder, token
        self._faults: deque[SmsFault] = deque()
        self._lock = threading.Lock()
        gateway = self

        class Handler(_Request):
            of = gateway

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self.requests = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/send"

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.stop()

    def fail(self, *faults: SmsFault) -> None:
        """Let the next requests meet these, one each."""
        self._faults.extend(faults)

    def messages(self) -> tuple[dict[str, str], ...]:
        """Every message kept, oldest first."""
        files = sorted(self.folder.glob("*.json"))
        return tuple(json.loads(file.read_text("utf-8")) for file in files)

    def take(self, key: str, authorization: str, message: dict[str, str]) -> int | None:
        """Answer a request with a status; None breaks the connection."""
        with self._lock:
            self.requests += 1
            fault = self._faults.popleft() if self._faults else None
            if fault is not None and fault.isdigit():
                return int(fault)
            if fault is SmsFault.DROPPED_BEFORE:
                return None
            if self._token and authorization != f"Bearer {self._token}":
                return 401
            if not key or {"id", "to", "from", "text"} != message.keys():
                return 422
            self._keep(key, message)
            return None if fault is SmsFault.KEPT_THEN_DROPPED else 202

    def _keep(self, key: str, message: dict[str, str]) -> None:
        kept = self.messages()
        if any(before["id"] == key for before in kept):
            return
        file = self.folder / f"{len(kept) + 1:05}.json"
        file.with_suffix(".part").write_text(json.dumps(message, ensure_ascii=False), "utf-8")
        file.with_suffix(".part").rename(file)


class _Request(BaseHTTPRequestHandler):
    of: SmsGateway
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        try:
            message = json.loads(self.rfile.read(length))
        except ValueError:
            message = {}
        key = self.headers.get("Idempotency-Key", "")
        status = self.of.take(key, self.headers.get("Authorization", ""), message)
        if status is None:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: Any) -> None:
        """Nothing: messages are personal."""
