"""The plain values of the API: ids, days, moments, texts, as its document describes them."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_DAY = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_MOMENT = (
    r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)
_LINE = r"^[^\u0000-\u001f\u007f\u2028\u2029]*$"
_PAGE = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"


class Wire(BaseModel):
    """What is sent or answered. Fields that the document doesn't name are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _checked_day(value: Any) -> date:
    """Strict about what is sent; our own dates go out as they are."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or re.fullmatch(_DAY, value) is None:
        raise ValueError("must be a day like 2026-11-23, of this century")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("is not in the calendar") from None


def _checked_moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or re.fullmatch(_MOMENT, value) is None:
        raise ValueError("must be a moment like 2026-11-23T07:00:00Z, with its time zone")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("is not in the calendar") from None


def _whole(value: Any) -> Any:
    """JSON has one kind of number: 30.0 is 30; a text is none."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if type(value) is not int:
        raise ValueError("must be a whole number")
    return value


def utc(moment: datetime) -> str:
    """A moment as it is answered: UTC, whole seconds."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _schema(pattern: str, form: str, description: str, example: str) -> WithJsonSchema:
    return WithJsonSchema(
        {
            "type": "string",
            "format": form,
            "pattern": pattern,
            "description": description,
            "examples": [example],
        }
    )


Day = Annotated[
    date,
    BeforeValidator(_checked_day),
    _schema(_DAY, "date", "A day in Finland", "2026-11-23"),
]
Moment = Annotated[
    datetime,
    BeforeValidator(_checked_moment),
    PlainSerializer(utc, return_type=str),
    _schema(_MOMENT, "date-time", "A moment with its time zone", "2026-11-23T07:00:00Z"),
]
_EXAMPLE_ID = "5b0b5b1e-0000-4000-8000-000000000101"
Id = Annotated[str, Field(pattern=ID, description="UUID", examples=[_EXAMPLE_ID])]
"""As it is sent."""
IdOut = Annotated[
    str, WithJsonSchema({"type": "string", "format": "uuid", "examples": [_EXAMPLE_ID]})
]
"""As it is answered."""
Name = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-z-]{1,40}$",
        description="An id, or the short name as in addresses",
        examples=["tyonhakukeskustelu"],
    ),
]
Texts = Annotated[
    dict[str, str],
    Field(
        description="A text by language: fi, sv, en",
        examples=[{"fi": "Neuvonta", "sv": "Rådgivning", "en": "Advice"}],
    ),
]
Language = Annotated[str, Field(pattern="^[a-z]{2}$", description="ISO 639-1", examples=["fi"])]
_LENGTH = Field(ge=5, le=120, multiple_of=5, description="Minutes", examples=[30])
Minutes = Annotated[int, _LENGTH, BeforeValidator(_whole)]
"""In a body."""
MinutesAsked = Annotated[int, _LENGTH]
"""In an address, where every number is text."""
Optional = SkipJsonSchema[None]


def line(most: int, least: int = 0, **more: Any) -> Any:
    """A text of one line."""
    return Field(pattern=_LINE, min_length=least, max_length=most, **more)


def page(most: int, **more: Any) -> Any:
    """A text of any number of lines."""
    return Field(pattern=_PAGE, max_length=most, **more)
