"""Logs: one JSON object a line."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from vuoro.core.log import JsonLines, set_up_logging, without_identity_codes


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back as it was afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("vuoro")
    before = (root.handlers[:], root.level, ours.level)
    yield root
    root.handlers[:], ours.level = before[0], before[2]
    root.setLevel(before[1])


def formatted(record: logging.LogRecord) -> dict[str, Any]:
    line = JsonLines().format(record)
    assert "\n" not in line
    return json.loads(line)  # type: ignore[no-any-return]  # an object of strings


def record(message: str, *values: object, **extra: object) -> logging.LogRecord:
    return logging.makeLogRecord(
        {"name": "vuoro.queue", "levelno": 30, "levelname": "WARNING", "created": 1795435200.25}
        | {"msg": message, "args": values}
        | extra
    )


def test_a_line_has_time_level_logger_and_message() -> None:
    assert formatted(record("%s is out of paper", "Kiosk 1", device="kiosk-1", tries=3)) == {
        "at": "2026-11-23T12:00:00.250Z",
        "level": "warning",
        "logger": "vuoro.queue",
        "message": "Kiosk 1 is out of paper",
        "device": "kiosk-1",
        "tries": 3,
    }


def test_an_extra_cannot_take_the_place_of_the_message_or_the_time() -> None:
    line = formatted(record("closed", at="never", level="loud", logger="nobody"))

    assert (line["at"], line["level"], line["logger"]) == (
        "2026-11-23T12:00:00.250Z",
        "warning",
        "vuoro.queue",
    )


def test_a_trace_stays_on_the_line() -> None:
    try:
        raise OSError("disk full")
    except OSError as error:
        line = formatted(record("lost", exc_info=(OSError, error, error.__traceback__)))

    assert line["trace"].startswith("Traceback")
    assert line["trace"].endswith("OSError: disk full")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("by 010594Y9032.", "by •••••••••••."),
        ("010594y9032", "•••••••••••"),
        ("210281–9988", "•••••••••••"),
        ("(210281-9988,\n010594Y9032)", "(•••••••••••,\n•••••••••••)"),
        ("010594Y9033 is no code", "010594Y9033 is no code"),
        ("0193a123456a1230", "0193a123456a1230"),
        ("00000000-0000-7000-8000-210281a99880", "00000000-0000-7000-8000-210281a99880"),
    ],
)
def test_identity_codes_in_a_text_become_dots(text: str, cleaned: str) -> None:
    assert without_identity_codes(text) == cleaned


def test_ours_is_told_from_info_and_that_of_others_from_warning(root: logging.Logger) -> None:
    stream = io.StringIO()
    set_up_logging(stream)

    logging.getLogger("vuoro.queue").debug("no")
    logging.getLogger("vuoro.queue").info("ours")
    logging.getLogger("uvicorn").info("no")
    logging.getLogger("uvicorn").warning("theirs")

    messages = [json.loads(line)["message"] for line in stream.getvalue().splitlines()]
    assert messages == ["ours", "theirs"]
    assert len(root.handlers) == 1


def test_a_record_that_cannot_be_written_tells_its_place_only(
    root: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = io.StringIO()
    set_up_logging(stream)

    logging.getLogger("vuoro.queue").error("%d visitors", "010594Y9032")

    told = json.loads(capsys.readouterr().err)
    assert told["message"] == "a log record can't be written"
    assert told["logger"] == "vuoro.queue"
    assert "010594" not in str(told)
    assert stream.getvalue() == ""
    assert root.handlers
