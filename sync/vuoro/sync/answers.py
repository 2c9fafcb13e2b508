"""What an answer is: the backend's own, its refusal, or something in between that meddles.

A captive portal answers everything with 200 and a page; a proxy has errors of its own. Only JSON
that names the ``server_epoch`` is the backend speaking (offline_sync §3.4).
"""

from dataclasses import dataclass
from typing import TypeVar

from vuoro.core.wire.codec import Malformed, decode
from vuoro.core.wire.sync import SyncRefusal
from vuoro.sync.transport import NoAnswer, Reply

T = TypeVar("T")
JSON = ("application/json", "application/problem+json")
LINES = ("application/x-ndjson",)
SERVER_ERROR = 500


class Turned(Exception):
    """The backend itself refuses, and says why."""

    def __init__(self, refusal: SyncRefusal, retry_after: float | None) -> None:
        super().__init__(refusal.code)
        self.refusal, self.retry_after = refusal, retry_after


class ServerFailed(NoAnswer):
    """A status of 500 or above: the backend, or a proxy before it, failed on this request."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer of which nothing matters but who gave it."""

    server_epoch: str


def understood(reply: Reply, kind: type[T]) -> T:
    """The backend's answer. Raises Turned, ServerFailed, NoAnswer."""
    if reply.status in (200, 202):
        _check(reply, JSON)
        return _read(reply.body, kind)
    raise _refused(reply)


def lines_of(reply: Reply) -> bytes:
    """An answer of many lines, the first of which names the backend. Raises as above."""
    if reply.status != 200:
        raise _refused(reply)
    _check(reply, LINES)
    return reply.body


def body_of(reply: Reply) -> bytes:
    """An answer of bytes, which the caller knows by their hash. Raises as above."""
    if reply.status != 200:
        raise _refused(reply)
    return reply.body


def _read(body: bytes, kind: type[T]) -> T:
    try:
        decode(body, Heard)
        return decode(body, kind)
    except Malformed as error:
        raise NoAnswer(f"the answer is none of the backend's: {error}") from None


def _refused(reply: Reply) -> Turned | NoAnswer:
    retry_after = _seconds(reply.headers.get("retry-after", ""))
    try:
        _check(reply, JSON)
        refusal = _read(reply.body, SyncRefusal)
    except NoAnswer as error:
        unanswered = error
    else:
        retry_after = refusal.retry_after or retry_after
        if reply.status < SERVER_ERROR:
            return Turned(refusal, retry_after)
        unanswered = NoAnswer(refusal.code)
    if reply.status >= SERVER_ERROR:
        unanswered = ServerFailed(f"status {reply.status}: {unanswered}")
    unanswered.retry_after = retry_after
    return unanswered


def _check(reply: Reply, kinds: tuple[str, ...]) -> None:
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in kinds:
        raise NoAnswer("somebody else answered: the content is of another type")


def _seconds(header: str) -> float | None:
    """Retry-After in seconds; its other form, a date, would need a clock that is right."""
    return float(header) if header.isdecimal() else None
