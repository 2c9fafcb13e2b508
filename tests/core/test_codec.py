"""What programs say to each other survives the way there and back; garbage is told as such."""

import contextlib
import enum
import uuid
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, cast, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vuoro.core.wire import board, common, desk, follow, kiosk
from vuoro.core.wire.codec import Malformed, decode, encode

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MESSAGES: list[type[Any]] = [
    kind
    for module in (board, common, desk, follow, kiosk)
    for kind in vars(module).values()
    if is_dataclass(kind) and isinstance(kind, type) and kind.__module__ == module.__name__
]

SIMPLE: dict[object, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(codec="utf-8"), max_size=8),
    int: st.integers(-(2**53) + 1, 2**53 - 1),
    bool: st.booleans(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    type(None): st.none(),
    datetime: st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field of a message."""
    inner = [values(arg) for arg in get_args(hint) if arg is not Ellipsis]
    if hint in SIMPLE:
        return SIMPLE[hint]
    if is_dataclass(hint):
        parts = {name: values(of) for name, of in get_type_hints(hint).items()}
        return st.builds(cast(type[Any], hint), **parts)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return st.sampled_from(hint)
    if get_origin(hint) is dict:
        return st.dictionaries(*inner, max_size=2)
    if get_origin(hint) is tuple and Ellipsis in get_args(hint):
        return st.lists(*inner, max_size=2).map(tuple)
    return st.tuples(*inner) if get_origin(hint) is tuple else st.one_of(*inner)


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
@settings(max_examples=20)
@given(data=st.data())
def test_every_message_arrives_as_it_was_sent(kind: type[Any], data: st.DataObject) -> None:
    message = data.draw(values(kind))

    assert decode(encode(message), kind) == message


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
def test_every_message_is_a_frozen_value(kind: type[Any]) -> None:
    assert kind.__dataclass_params__.frozen
    assert all("list" not in str(item.type) for item in fields(kind))


def test_times_go_in_utc_and_ids_as_text() -> None:
    assert encode((NOON, uuid.UUID(int=1), kiosk.Outcome.EARLY)) == (
        b'["2026-11-23T12:00:00Z","00000000-0000-0000-0000-000000000001","early"]'
    )


def test_a_field_that_is_not_known_is_ignored() -> None:
    assert decode(b'{"service":"info","colour":"red"}', kiosk.TicketRequest) == (
        kiosk.TicketRequest("info")
    )


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "truncated"),
        (b"\xff", "malformed"),
        (b'{"service":"\xff"}', "not UTF-8"),
        ('{"service":"\ud800"}', "not UTF-8"),
        (b"[]", "Expected `object`, got `array`"),
        (b"{}", "missing required field `service`"),
        (b'{"service":5}', r"Expected `str`, got `int` - at `\$.service`"),
        (b'{"service":"a","x":' + b"[" * 100_000, "nested too deep"),
    ],
)
def test_garbage_is_told_as_such(data: bytes | str, complaint: str) -> None:
    with pytest.raises(Malformed, match=complaint):
        decode(data, kiosk.TicketRequest)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(Malformed):
        assert isinstance(decode(data, kiosk.CheckInRequest), kiosk.CheckInRequest)


def test_what_a_person_typed_is_not_repeated_in_a_complaint() -> None:
    with pytest.raises(Malformed, match=r"^Invalid enum value - at `\$.by`$"):
        decode(b'{"by":"010594Y9032","text":""}', kiosk.CheckInRequest)


def test_secrets_and_what_clients_wrote_show_in_no_repr() -> None:
    messages = (
        kiosk.CheckInRequest(kiosk.CheckInBy.IDENTITY_CODE, "hush"),
        desk.SignIn("aino", "hush"),
        desk.Session("1", "Aino", (), None, csrf="hush"),
        kiosk.Slip("1", "1", "A017", "fi", {}, {}, NOON, "0001", follow_url="http://x/hush"),
    )

    assert "hush" not in repr(messages)
    hidden = {item.name for item in fields(desk.ClientCard) if not item.repr}
    assert hidden == {"answers", "note"}
