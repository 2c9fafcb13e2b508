"""Signatures of webhooks, as Standard Webhooks has them (standardwebhooks.com, version 1).

The receiver joins ``webhook-id``, ``webhook-timestamp`` and the raw body with full stops, takes
HMAC-SHA-256 of that with the secret and compares it with ``webhook-signature``; a timestamp far
from now is a replay.
"""

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from vuoro.booking.backend import from_ms, to_ms
from vuoro.core.ids import Ids

PREFIX = "whsec_"
TOLERANCE = timedelta(minutes=5)


def new_secret(ids: Ids) -> str:
    """A secret of 256 bits as it is given to the receiver: ``whsec_`` and base64."""
    return PREFIX + base64.b64encode((ids.token() + ids.token()).encode()).decode()


def signed_headers(secret: str, delivery: str, now: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a delivery. ``delivery`` is the same at each try, the time is not."""
    seconds = str(to_ms(now) // 1000)
    return {
        "webhook-id": delivery,
        "webhook-timestamp": seconds,
        "webhook-signature": "v1," + _signature(secret, delivery, seconds, body),
    }


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """What a receiver checks; several signatures may stand beside each other."""
    delivery, seconds = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not seconds.isascii() or not seconds.isdigit():
        return False
    if abs(now - from_ms(int(seconds) * 1000)) > TOLERANCE:
        return False
    ours = ("v1," + _signature(secret, delivery, seconds, body)).encode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(ours, each.encode()) for each in given)


def _signature(secret: str, delivery: str, seconds: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    content = b".".join((delivery.encode(), seconds.encode(), body))
    return base64.b64encode(hmac.digest(key, content, "sha256")).decode()
