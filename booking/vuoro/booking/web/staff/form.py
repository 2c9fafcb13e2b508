"""What a form or an address says, read strictly: a field is there and makes sense, or BadForm."""

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import parse_qsl

from starlette.requests import Request

from vuoro.booking.backend import Refused

MOST_BYTES = 256 * 1024
_MOST_FIELDS = 1000
_WHOLE = re.compile(r"[0-9]{1,16}")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])")


class BadForm(Refused):
    """A field is missing or makes no sense; ``field`` names it."""

    def __init__(self, field: str) -> None:
        super().__init__("bad_field", f"Check the field {field}.", 422)
        self.field = field


class Form:
    """The fields of one request, in order; a name may come several times."""

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields: dict[str, list[str]] = {}
        for name, value in fields:
            self._fields.setdefault(name, []).append(value)

    def __contains__(self, name: str) -> bool:
        return bool(self.text(name))

    def text(self, name: str, most: int = 4000) -> str:
        """The text of a field without the space around it, or an empty one."""
        found = self._fields.get(name)
        text = found[-1].replace("\0", "").strip() if found else ""
        if len(text) > most:
            raise BadForm(name)
        return text

    def secret(self, name: str) -> str:
        """A field exactly as typed."""
        return self._fields.get(name, [""])[-1]

    def some(self, name: str) -> str:
        """The text of a field that must be there."""
        text = self.text(name)
        if not text:
            raise BadForm(name)
        return text

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a name that aren't empty, each once."""
        return tuple(dict.fromkeys(filter(None, map(str.strip, self._fields.get(name, [])))))

    def number(self, name: str, least: int, most: int, otherwise: int | None = None) -> int:
        """A whole number within bounds; ``otherwise`` where the field is empty."""
        text = self.text(name)
        if not text and otherwise is not None:
            return otherwise
        if not _WHOLE.fullmatch(text) or not least <= int(text) <= most:
            raise BadForm(name)
        return int(text)

    def day(self, name: str, otherwise: date | None = None) -> date:
        """A day, ``2026-11-23``; ``otherwise`` where the field is empty."""
        text = self.text(name)
        if not text and otherwise is not None:
            return otherwise
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise BadForm(name) from None
        # Neighbouring weeks of every day that is shown must exist too.
        if not 2000 <= day.year <= 2200:
            raise BadForm(name)
        return day

    def time(self, name: str) -> str:
        """A time of day as ``09:00``; ``9.00`` is read too."""
        found = _TIME.fullmatch(self.some(name))
        if found is None:
            raise BadForm(name)
        return f"{int(found[1]):02}:{found[2]}"


def query_of(request: Request) -> Form:
    """The fields of an address."""
    return Form(request.query_params.multi_items())


async def form_of(request: Request) -> Form:
    """The fields of a sent form. Raises Refused when it isn't one, or too long."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/x-www-form-urlencoded":
        raise Refused("no_form", "Send a form.", 415)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise Refused("too_long", "The form is too long.", 413)
    try:
        text = body.decode("utf-8")
        return Form(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise Refused("no_form", "Send a form.", 400) from None
