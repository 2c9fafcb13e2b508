"""Logs: one JSON object a line on standard error, so that journald keeps them."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import TextIO

from vuoro.core.identity_code import IdentityCode, parse

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_LIKE_AN_IDENTITY_CODE = re.compile(
    r"(?<![0-9A-Za-z])[0-9]{6}[-+A-FU-Ya-fu-y\u2010-\u2015\u2212][0-9]{3}[0-9A-Ya-y](?![0-9A-Za-z])"
)


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time (UTC), level, logger, message, and the ``extra`` given.

    An identity code that got into a text by mistake comes out as dots.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        at = datetime.fromtimestamp(record.created, UTC)
        line |= {
            "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = self.formatStack(record.stack_info)
        return json.dumps(_clean(line), ensure_ascii=False)


class LineHandler(logging.StreamHandler[TextIO]):
    """Writes records; of one that can't be written only the place is told."""

    def handleError(self, record: logging.LogRecord) -> None:
        place = {"message": "a log record can't be written", "logger": record.name}
        print(json.dumps(place | {"line": record.lineno}), file=sys.stderr)


def set_up_logging(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send everything of ``vuoro.*`` and warnings of all others to a stream. Once per program."""
    handler = LineHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("vuoro").setLevel(level)


def without_identity_codes(text: str) -> str:
    """The text with every valid identity code in it as dots."""
    return _LIKE_AN_IDENTITY_CODE.sub(_dots, text)


def _clean(value: object) -> object:
    """The value as JSON can hold it, every text in it without identity codes."""
    match value:
        case None | bool() | int() | float():
            return value
        case dict():
            return {without_identity_codes(str(key)): _clean(held) for key, held in value.items()}
        case list() | tuple():
            return [_clean(held) for held in value]
        case _:
            return without_identity_codes(str(value))


def _dots(match: re.Match[str]) -> str:
    return "•" * 11 if isinstance(parse(match[0]), IdentityCode) else match[0]
