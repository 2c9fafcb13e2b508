"""The time, learned from the backend where this computer's clock keeps TLS from working (§3.10).

The signature of the area's own key authenticates the answer, not TLS: only the dates of the
certificate go unchecked, and the nonce keeps an old answer from being played again.
"""

import base64
import binascii
from urllib.parse import quote

from vuoro.core.passes.signing import fits
from vuoro.core.wire.sync import TIME_CONTEXT, ServerTime
from vuoro.sync.answers import understood
from vuoro.sync.contact import Contact
from vuoro.sync.talk import Talk, said
from vuoro.sync.transport import Ask, NoAnswer


def learn_time(contact: Contact) -> Talk[None]:
    """Judge certificates by the backend's time from now on. Raises Turned, NoAnswer.

    Setting the computer's clock takes rights that this program has not; staff are shown that it
    is wrong.
    """
    who, nonce = contact.who(), contact.lobby.ids.token()
    asked_at = contact.mono
    path = f"/time?nonce={nonce}&device={quote(who.device)}"
    reply = yield from said(Ask("GET", path, dates=False))
    told = understood(reply, ServerTime)
    message = TIME_CONTEXT + f"{nonce}\0{told.server_ms}".encode("ascii")
    try:
        signature = base64.b64decode(told.signature, validate=True)
    except binascii.Error:
        signature = b""
    if not fits(signature, message, who.sync_public):
        raise NoAnswer("the time is not signed by our area")
    contact.trust_time(told.server_ms / 1000)
    contact.told_time(told.server_ms, contact.mono - asked_at)
