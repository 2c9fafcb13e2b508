"""What was held to the scanner: shown to the kiosk in full, to a log only from afar."""

import pytest

from vuoro.hardware.scanners import CodeKind, Flaw, ScannedCode, ScannerSource
from vuoro.hardware.scanners.payload import (
    MAX_CHARACTERS,
    Payload,
    kind_of,
    payload_of_bytes,
    payload_of_text,
)
from vuoro.hardware.scanners.scanner import scanned

IDENTITY_CODE = "131052-903J"


def view(*texts: str) -> ScannedCode:
    return scanned(tuple(payload_of_text(text) for text in texts), ScannerSource.CAMERA)


def test_the_repr_of_a_code_shows_its_length_and_kind_and_nothing_of_its_text() -> None:
    code = view(IDENTITY_CODE, "VU1SECRET", "another person")

    for shown in (repr(code), str(code), repr(payload_of_text(IDENTITY_CODE))):
        assert IDENTITY_CODE not in shown
        assert "SECRET" not in shown
        assert "another" not in shown
    assert repr(code) == "ScannedCode(pass, length=9, camera, others=2)"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("VU1ABC", CodeKind.PASS),
        ("vu1abc", CodeKind.PASS),
        ("HC1:6BF", CodeKind.CERTIFICATE),
        ("BCD\n002", CodeKind.PAYMENT),
        ("BEGIN:VCARD", CodeKind.CARD),
        ("https://example.org", CodeKind.LINK),
        ("HTTP://EXAMPLE.ORG", CodeKind.LINK),
        ("6410405082657", CodeKind.DIGITS),
        (IDENTITY_CODE, CodeKind.OTHER),
        ("", CodeKind.OTHER),
    ],
)
def test_a_text_looks_like_what_it_is(text: str, kind: CodeKind) -> None:
    assert kind_of(text) is kind


def test_the_pass_is_the_code_to_act_on_whatever_hangs_behind_it() -> None:
    code = view("https://example.org/poster", "VU1MINE")

    assert code.text == "VU1MINE"
    assert code.others == ("https://example.org/poster",)
    assert not code.ambiguous


def test_two_passes_in_view_are_ambiguous() -> None:
    assert view("VU1MINE", "VU1YOURS").ambiguous


def test_two_codes_that_are_no_pass_are_ambiguous() -> None:
    assert view("https://example.org/a", "https://example.org/b").ambiguous


def test_one_code_is_never_ambiguous() -> None:
    assert not view("https://example.org/a").ambiguous


def test_a_readable_code_goes_before_a_binary_one() -> None:
    code = scanned((payload_of_bytes(b"\xff\x00"), payload_of_text("hello")), ScannerSource.CAMERA)

    assert code.text == "hello"
    assert code.others == ()


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b"abc\x00def", b"\x1b[2J", "\ufffd".encode()])
def test_bytes_that_are_no_text_are_a_value_with_a_length(raw: bytes) -> None:
    payload = payload_of_bytes(raw)

    assert payload.flaw is Flaw.BINARY
    assert payload.text == ""
    assert payload.length > 0


def test_a_code_longer_than_any_of_ours_keeps_its_length_and_loses_its_text() -> None:
    at_most = payload_of_text("A" * MAX_CHARACTERS)
    too_long = payload_of_text("A" * (MAX_CHARACTERS + 1))

    assert at_most.flaw is None
    assert too_long == Payload("", MAX_CHARACTERS + 1, Flaw.TOO_LONG)


def test_text_of_any_script_is_kept_without_the_blanks_around_it() -> None:
    assert payload_of_bytes(" Työllisyys – عمل \r\n".encode()).text == "Työllisyys – عمل"
