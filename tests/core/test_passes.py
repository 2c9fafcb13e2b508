"""Passes: the QR code of a booking, signed, read and refused."""

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.passes import (
    BadPass,
    BadPassReason,
    KeySet,
    KeyStatus,
    Pass,
    PassKey,
    SigningKey,
    VerifiedPass,
    sign,
    verify,
)
from vuoro.core.passes.format import TEXT_LENGTH, to_payload, to_text
from vuoro.core.passes.signing import signed_bytes

GOLDEN = json.loads(Path(__file__).with_name("golden").joinpath("passes.json").read_text("ascii"))
TENANT = uuid.UUID(GOLDEN["tenant"])
KEY = SigningKey(bytes.fromhex(GOLDEN["seed"]))
OTHER_KEY = SigningKey(bytes(32))
EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
CLAIMS = Pass(
    key=1,
    site=17,
    id=uuid.UUID("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"),
    revision=0,
    starts=datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
    minutes=600,
)
TEXT = sign(CLAIMS, KEY, TENANT)

passes = st.builds(
    Pass,
    key=st.integers(0, 255),
    site=st.integers(0, 65535),
    id=st.uuids(),
    revision=st.integers(0, 255),
    starts=st.integers(0, 2**32 - 1).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    minutes=st.integers(0, 65535),
    flags=st.integers(0, 255),
)


def key_set(*keys: PassKey) -> KeySet:
    return KeySet(1, keys)


def public(key: SigningKey = KEY, kid: int = 1, status: KeyStatus = KeyStatus.ACTIVE) -> PassKey:
    return PassKey(kid, key.public(), *EVER, status)


KEYS = key_set(public())
EVERY_NUMBER = key_set(*(public(kid=kid) for kid in range(256)))


def golden_pass(vector: dict[str, Any]) -> Pass:
    return Pass(
        key=vector["key"],
        site=vector["site"],
        id=uuid.UUID(vector["id"]),
        revision=vector["revision"],
        starts=datetime.fromisoformat(vector["starts"]),
        minutes=vector["minutes"],
        flags=vector["flags"],
    )


def said(claims: Pass) -> tuple[object, ...]:
    """What a pass says, whether proven or not."""
    return (to_payload(claims), claims.starts, claims.ends, claims.id, claims.site, claims.revision)


@pytest.mark.parametrize("vector", GOLDEN["passes"], ids=lambda vector: vector["name"])
def test_a_golden_pass_is_written_byte_for_byte(vector: dict[str, Any]) -> None:
    claims = golden_pass(vector)

    assert to_payload(claims).hex() == vector["payload"]
    assert sign(claims, KEY, TENANT) == vector["text"]


@pytest.mark.parametrize("vector", GOLDEN["passes"], ids=lambda vector: vector["name"])
def test_a_golden_pass_is_read(vector: dict[str, Any]) -> None:
    verified = verify(vector["text"], EVERY_NUMBER, TENANT)

    assert isinstance(verified, VerifiedPass)
    assert said(verified) == said(golden_pass(vector))


def test_the_public_half_of_the_golden_key_is_known() -> None:
    assert KEY.public().hex() == GOLDEN["public"]


def test_a_pass_fits_a_small_qr_code() -> None:
    assert len(TEXT) == TEXT_LENGTH == 151
    assert set(TEXT) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


@given(passes)
def test_what_is_signed_is_read_again(claims: Pass) -> None:
    verified = verify(sign(claims, KEY, TENANT), EVERY_NUMBER, TENANT)

    assert isinstance(verified, VerifiedPass)
    assert said(verified) == said(claims)


@given(passes, st.integers(0, TEXT_LENGTH - 1), st.characters())
def test_a_pass_with_one_character_changed_is_never_believed(
    claims: Pass, at: int, character: str
) -> None:
    text = sign(claims, KEY, TENANT)
    changed = text[:at] + character + text[at + 1 :]

    assert isinstance(verify(changed, EVERY_NUMBER, TENANT), BadPass) == (changed != text)


def test_every_other_writing_of_the_last_character_is_refused() -> None:
    """Its lowest four bits carry nothing, so 15 other characters would decode to the same bytes."""
    for character in set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") - {TEXT[-1]}:
        assert isinstance(verify(TEXT[:-1] + character, KEYS, TENANT), BadPass)


@given(st.text() | st.text().map(lambda tail: "VU1" + tail))
def test_any_text_has_an_answer(text: str) -> None:
    assert isinstance(verify(text, KEYS, TENANT), BadPass)


@given(st.binary(min_size=92, max_size=92))
def test_any_bytes_in_the_form_of_a_pass_have_an_answer(raw: bytes) -> None:
    assert isinstance(verify(to_text(raw[:28], raw[28:]), EVERY_NUMBER, TENANT), BadPass)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", BadPassReason.NOT_A_PASS),
        ("VU", BadPassReason.NOT_A_PASS),
        ("https://www.tampere.fi/", BadPassReason.NOT_A_PASS),
        ("HC1:6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8", BadPassReason.NOT_A_PASS),
        ("BCD\n002\n1\nSCT\n\nKela\nFI2112345600000785\nEUR1.00", BadPassReason.NOT_A_PASS),
        ("WIFI:T:WPA;S:lobby;P:secret;;", BadPassReason.NOT_A_PASS),
        ("\x00\xff\ud800" * 50, BadPassReason.NOT_A_PASS),
        (TEXT.lower(), BadPassReason.NOT_A_PASS),
        (" " + TEXT, BadPassReason.NOT_A_PASS),
        ("VU1" + TEXT[3:].lower(), BadPassReason.DAMAGED),
        (TEXT + "\n", BadPassReason.DAMAGED),
        (TEXT[:-1], BadPassReason.DAMAGED),
        (TEXT + "A", BadPassReason.DAMAGED),
        (TEXT + "=" * 4, BadPassReason.DAMAGED),
        (TEXT[:-4] + "====", BadPassReason.DAMAGED),
        ("VU1", BadPassReason.DAMAGED),
        ("VU1" + "0" * 148, BadPassReason.DAMAGED),
        ("VU1" + "Ä" * 148, BadPassReason.DAMAGED),
        ("VU1" + "\ud800" * 148, BadPassReason.DAMAGED),
        ("VU2" + TEXT[3:], BadPassReason.UNKNOWN_VERSION),
    ],
)
def test_what_is_no_pass_says_why(text: str, reason: BadPassReason) -> None:
    assert verify(text, KEYS, TENANT) == BadPass(reason)


@pytest.mark.parametrize("prefix", ["", "VU1"])
def test_ten_million_characters_are_refused_by_their_length_alone(prefix: str) -> None:
    class Huge(str):
        def __getitem__(self, key: object) -> str:
            assert isinstance(key, slice)
            assert key.stop is not None
            return str.__getitem__(self, key)

        def encode(self, *_: object) -> bytes:
            raise AssertionError("a huge text was read")

    assert isinstance(verify(Huge(prefix + "A" * 10_000_000), KEYS, TENANT), BadPass)


def test_a_payload_of_a_later_version_is_told_as_such() -> None:
    payload = b"\x02" + to_payload(CLAIMS)[1:]
    text = to_text(payload, KEY.sign(signed_bytes(payload, TENANT)))

    assert verify(text, KEYS, TENANT) == BadPass(BadPassReason.UNKNOWN_VERSION)


def test_a_pass_of_another_employment_area_is_refused() -> None:
    assert verify(TEXT, KEYS, uuid.UUID(int=7)) == BadPass(BadPassReason.BAD_SIGNATURE)


def test_a_pass_of_an_unknown_key_is_refused() -> None:
    other_number = key_set(public(kid=2))

    assert verify(TEXT, other_number, TENANT) == BadPass(BadPassReason.UNKNOWN_KEY)
    assert verify(TEXT, key_set(), TENANT) == BadPass(BadPassReason.UNKNOWN_KEY)


def test_a_pass_signed_by_someone_else_is_refused() -> None:
    forged = sign(CLAIMS, OTHER_KEY, TENANT)

    assert verify(forged, KEYS, TENANT) == BadPass(BadPassReason.BAD_SIGNATURE)


def test_a_signature_does_not_carry_over_to_another_payload() -> None:
    moved = to_text(to_payload(replace(CLAIMS, revision=1)), KEY.sign(b"anything"))

    assert verify(moved, KEYS, TENANT) == BadPass(BadPassReason.BAD_SIGNATURE)


@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_keys_with_one_number_both_are_tried(swapped: bool) -> None:
    keys = (public(OTHER_KEY), public())

    assert isinstance(
        verify(TEXT, key_set(*(reversed(keys) if swapped else keys)), TENANT), VerifiedPass
    )


def test_after_a_renewal_old_and_new_passes_are_believed() -> None:
    keys = key_set(public(kid=1), public(OTHER_KEY, kid=2))
    new = sign(replace(CLAIMS, key=2), OTHER_KEY, TENANT)

    assert isinstance(verify(TEXT, keys, TENANT), VerifiedPass)
    assert isinstance(verify(new, keys, TENANT), VerifiedPass)


def test_a_pass_of_a_revoked_key_leaves_the_booking_to_be_looked_up() -> None:
    refused = verify(TEXT, key_set(public(status=KeyStatus.REVOKED)), TENANT)

    assert refused == BadPass(BadPassReason.REVOKED_KEY, unproven_id=CLAIMS.id)


def test_a_key_that_is_listed_as_active_too_stays_revoked() -> None:
    keys = key_set(public(), public(status=KeyStatus.REVOKED))

    assert isinstance(verify(TEXT, keys, TENANT), BadPass)


def test_a_forged_pass_of_a_revoked_key_has_no_booking() -> None:
    forged = sign(CLAIMS, OTHER_KEY, TENANT)
    refused = verify(forged, key_set(public(status=KeyStatus.REVOKED)), TENANT)

    assert refused == BadPass(BadPassReason.BAD_SIGNATURE)


@pytest.mark.parametrize(
    ("first", "last", "believed"),
    [
        (CLAIMS.starts, CLAIMS.ends, True),
        (CLAIMS.starts + timedelta(seconds=1), CLAIMS.ends, False),
        (CLAIMS.starts, CLAIMS.ends - timedelta(seconds=1), False),
    ],
)
def test_a_key_signs_for_its_own_time_only(first: datetime, last: datetime, believed: bool) -> None:
    answer = verify(TEXT, key_set(PassKey(1, KEY.public(), first, last)), TENANT)

    if believed:
        assert isinstance(answer, VerifiedPass)
    else:
        assert answer == BadPass(BadPassReason.NOT_KEYS_TIME)


def test_a_public_key_that_is_no_point_of_the_curve_verifies_nothing() -> None:
    broken = PassKey(1, b"\x02" + bytes(31), *EVER)

    assert verify(TEXT, key_set(broken), TENANT) == BadPass(BadPassReason.BAD_SIGNATURE)


def test_a_pass_is_valid_from_its_start_until_its_end() -> None:
    second = timedelta(seconds=1)

    assert CLAIMS.ends == datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    assert not CLAIMS.valid_at(CLAIMS.starts - second)
    assert CLAIMS.valid_at(CLAIMS.starts)
    assert CLAIMS.valid_at(CLAIMS.ends - second)
    assert not CLAIMS.valid_at(CLAIMS.ends)


def test_a_pass_is_for_one_office_or_for_any() -> None:
    assert CLAIMS.valid_in(17)
    assert not CLAIMS.valid_in(18)
    assert replace(CLAIMS, site=0).valid_in(18)


def test_a_start_in_finnish_time_is_the_same_moment() -> None:
    in_finland = CLAIMS.starts.astimezone(timezone(timedelta(hours=2)))

    assert sign(replace(CLAIMS, starts=in_finland), KEY, TENANT) == TEXT


@pytest.mark.parametrize(
    "change",
    [
        {"key": 256},
        {"site": 65536},
        {"revision": -1},
        {"minutes": 65536},
        {"flags": 256},
        {"starts": datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)},
        {"starts": datetime(2106, 2, 7, 6, 28, 16, tzinfo=UTC)},
        {"starts": datetime(2026, 11, 23, 8, 30)},  # noqa: DTZ001  the case under test
        {"starts": datetime(2026, 11, 23, 8, 30, 0, 1, tzinfo=UTC)},
    ],
)
def test_a_pass_that_does_not_fit_its_bytes_is_not_made(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="pass"):
        replace(CLAIMS, **change)


def test_a_pass_does_not_show_its_id() -> None:
    verified = verify(TEXT, KEYS, TENANT)

    assert "0f1e2d3c" not in repr((CLAIMS, verified))
