"""Values to JSON bytes and back."""

import re
from typing import Any, TypeVar

import msgspec
import orjson

T = TypeVar("T")


class Malformed(ValueError):
    """The bytes are not the JSON that was expected; the message says where."""


def encode(value: Any) -> bytes:
    """JSON bytes of a frozen value (dataclasses, datetimes, UUIDs, enums, tuples)."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


def decode(data: bytes | str, kind: type[T]) -> T:
    """The value in JSON bytes. Raises Malformed."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise Malformed(_without_value(str(error))) from None
    except UnicodeError:
        raise Malformed("JSON is not UTF-8") from None
    except RecursionError:
        raise Malformed("JSON is nested too deep") from None


def _without_value(message: str) -> str:
    """msgspec repeats an unknown enum value, which might be anything a person typed."""
    return re.sub(r"enum value '.*'", "enum value", message, flags=re.DOTALL)
