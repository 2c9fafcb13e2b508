"""What comes with a request besides its address: the fields of a form, and from where it came."""

from collections.abc import Mapping

from starlette.requests import Request

from vuoro.booking.backend import Backend, Refused

_MOST_BYTES = 64 * 1024
_MOST_FIELDS = 60


async def form_of(request: Request) -> Mapping[str, str]:
    """The fields of a form by name. Files and forms that none of our pages makes are refused."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _MOST_BYTES:
        raise Refused("too_long", "Send a shorter form.", 413)
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind != "application/x-www-form-urlencoded" and int(length):
        raise Refused("bad_form", "Send the form as the page makes it.", 415)
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        return {key: value for key, value in form.items() if isinstance(value, str)}


def source_of(backend: Backend, request: Request) -> str:
    """The network address that a request came from, as a keyed hash: nobody's address is kept."""
    host = request.client.host if request.client is not None else ""
    return backend.vault.client_index("", "address", host) if host else ""
