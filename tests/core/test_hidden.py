"""Identity codes and keys don't show in any place where Python likes to print values."""

import copy
import io
import json
import logging
import pickle
import pprint
import traceback
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass

import msgspec
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.booking_code import BookingCode
from vuoro.core.day_key import DayKey, SiteKey
from vuoro.core.hidden import Hidden
from vuoro.core.identity_code import IdentityCode, check_character
from vuoro.core.log import JsonLines
from vuoro.core.passes import SigningKey

CODE = "010594Y9032"


@dataclass(frozen=True)
class Visitor:
    """Something that holds a code."""

    code: IdentityCode


@st.composite
def identity_codes(draw: st.DrawFn) -> IdentityCode:
    digits = f"{draw(st.integers(1, 28)):02}{draw(st.integers(1, 12)):02}"
    digits += f"{draw(st.integers(0, 99)):02}{draw(st.integers(900, 999))}"
    separator = draw(st.sampled_from("-YXWVUABCDEF+"))
    return IdentityCode(f"{digits[:6]}{separator}{digits[6:]}{check_character(digits)}")


def writings(code: IdentityCode) -> Iterator[str]:
    """The ways in which a program prints a value without meaning to."""
    yield repr(code)
    yield str(code)
    yield f"{code}"
    yield f"{code:>30}"
    yield f"{code!a}"
    yield "%s %r" % (code, code)  # noqa: UP031  the logging module formats so
    yield repr([code])
    yield pprint.pformat({"code": code})
    yield repr(Visitor(code))
    yield repr(asdict(Visitor(code)))
    yield repr(astuple(Visitor(code)))
    yield json.dumps({"code": code}, default=str)


def trace_of(code: IdentityCode) -> str:
    """A traceback with local variables, as the most talkative reporters write it."""
    try:
        held = [code, Visitor(code)]
        raise LookupError(f"nobody for {code}", code, held)
    except LookupError as error:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        return "".join(told.format())


def logged(
    message: str, *values: object, error: BaseException | None = None, **extra: object
) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.Logger("vuoro.test")
    logger.addHandler(handler)
    logger.error(message, *values, exc_info=error, extra=extra)
    return stream.getvalue()


@given(identity_codes())
def test_an_identity_code_shows_in_no_writing_traceback_or_log(code: IdentityCode) -> None:
    everything = [*writings(code), trace_of(code)]
    everything.append(
        logged("for %s", code, error=LookupError(code), code=code, held={"by": [code]})
    )

    digits = code.reveal()[:6]
    assert all(code.reveal() not in text and digits not in text for text in everything)


@given(identity_codes(), st.text(), st.text())
def test_even_the_bare_text_of_an_identity_code_comes_out_of_the_log_as_dots(
    code: IdentityCode, before: str, after: str
) -> None:
    text = f"{before} {code.reveal()}\n{after}"

    line = logged(
        "%s", text, error=ValueError(text), note=text, held={text: [text]}, of=Hidden(text)
    )

    assert code.reveal() not in line
    assert code.reveal() not in json.dumps(json.loads(line), ensure_ascii=False)


@pytest.mark.parametrize(
    "hidden",
    [
        IdentityCode(CODE),
        SiteKey(b"secret-of-32-bytes-------------!"),
        DayKey(b"secret-of-32-bytes-------------!"),
        SigningKey(b"secret-of-32-bytes-------------!"),
        BookingCode("7K4MQ2XB"),
    ],
)
def test_a_secret_has_a_plain_name_only(hidden: object) -> None:
    assert repr(hidden) in (f"{type(hidden).__name__}(hidden)", "BookingCode()")


def test_a_hidden_value_is_not_pickled_or_encoded() -> None:
    code = IdentityCode(CODE)

    with pytest.raises(TypeError):
        pickle.dumps(code)
    with pytest.raises(TypeError):
        code.__getstate__()
    with pytest.raises(TypeError):
        orjson.dumps(code)
    with pytest.raises(TypeError):
        msgspec.json.encode(code)


def test_a_hidden_value_has_no_dict_and_does_not_change() -> None:
    code = IdentityCode(CODE)

    assert not hasattr(code, "__dict__")
    with pytest.raises(AttributeError, match="frozen"):
        code._value = "010594Y9021"
    with pytest.raises(AttributeError, match="frozen"):
        del code._value
    assert code.reveal() == CODE


def test_hidden_values_are_equal_by_what_they_hold() -> None:
    code, same = IdentityCode(CODE), IdentityCode(CODE)

    assert code == same
    assert len({code, same}) == 1
    assert copy.deepcopy(code) is code
    assert copy.copy(code) is code
    assert code != IdentityCode("010594Y9021")
    assert Hidden(CODE) != code
    assert code != CODE
