"""Who may read the figures: this computer, or whoever has the token."""

import hmac
from ipaddress import ip_address

from starlette.requests import Request

from vuoro.queue.service.lobby import Refused

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""A proxy on this computer passes on what comes from others."""


def refusal(request: Request, token: str) -> Refused | None:
    """Why a request gets no figures; None where it may have them. Tokens compare in equal time."""
    if not token:
        return None if _is_from_here(request) else _ELSEWHERE
    said = request.headers.get("authorization", "")
    if hmac.compare_digest(said.encode(), f"Bearer {token}".encode()):
        return None
    return _NO_TOKEN


def _is_from_here(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    return ip_address(request.client.host).is_loopback


_ELSEWHERE = Refused(
    "not_from_here", "Figures are for this computer only, unless [lobby] metrics_token is set.", 403
)
_NO_TOKEN = Refused("bad_token", "Send [lobby] metrics_token as a bearer token.", 401)
