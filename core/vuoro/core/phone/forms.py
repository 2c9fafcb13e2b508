"""What forms of the phone pages send: a few short fields."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from vuoro.core.wire.follow import CallWish

_LONGEST = 2_048
_MOST = 12
_SAID = {"yes": True, "no": False}


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of an ``application/x-www-form-urlencoded`` body.

    Nothing where it is longer than any of our forms, or no such body.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            return {}
    try:
        return dict(parse_qsl(body.decode("ascii"), max_num_fields=_MOST, keep_blank_values=True))
    except ValueError:
        return {}


def wish_of(fields: Mapping[str, str]) -> CallWish:
    """How the visitor wants to be called, by the button that was pressed."""
    return CallWish(_SAID.get(fields.get("silent", "")), _SAID.get(fields.get("elsewhere", "")))
