"""SMS through a gateway that takes HTTP: one POST of JSON a message, safe to repeat.

::

    POST <url>
    Authorization: Bearer <token>
    Idempotency-Key: <id>

    {"id": "<id>", "to": "+358401234567", "from": "Ajanvaraus", "text": "…"}

The gateway answers 2xx when it has taken the message, and takes the same key once however often it
comes (draft-ietf-httpapi-idempotency-key-header): so a lost answer is no reason for doubt.
"""

import urllib3

from vuoro.booking.messages.values import SENT, Answer, Outcome, Outgoing
from vuoro.core.settings.schema import SmsSettings

TIMEOUT = 20.0
_OURS = frozenset({401, 402, 403, 404, 405, 407})
"""Not the message but our account or address is wrong; it is tried again when that is repaired."""
_BUSY = frozenset({408, 425, 429})


class SmsHttp:
    """A gateway for text messages."""

    def __init__(self, settings: SmsSettings, *, timeout: float = TIMEOUT) -> None:
        self._settings = settings
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=timeout), retries=False, maxsize=2
        )

    def send(self, message: Outgoing) -> Outcome:
        """Try once."""
        settings, content = self._settings, message.content
        body = {
            "id": message.id, "to": content.to, "from": settings.sender, "text": content.text,
        }  # fmt: skip
        headers = {"Idempotency-Key": message.id}
        if settings.token:
            headers["Authorization"] = f"Bearer {settings.token}"
        try:
            reply = self._pool.request(
                "POST", settings.url, json=body, headers=headers, redirect=False
            )
        except urllib3.exceptions.HTTPError as error:
            return Outcome(Answer.AWAY, f"No answer from the gateway ({type(error).__name__}).")
        return _read(reply.status)

    def close(self) -> None:
        self._pool.clear()


def _read(status: int) -> Outcome:
    if 200 <= status < 300:
        return SENT
    if status in _OURS:
        return Outcome(Answer.AWAY, f"The gateway refuses us (HTTP {status}).")
    if 400 <= status < 500 and status not in _BUSY:
        return Outcome(Answer.NEVER, f"The gateway refused the message (HTTP {status}).")
    return Outcome(Answer.LATER, f"The gateway is not able to take it (HTTP {status}).")
