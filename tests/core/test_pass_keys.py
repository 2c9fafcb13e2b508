"""The key set of an employment area, as a document that is pulled."""

import base64
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.passes import (
    BadKeyDocument,
    BadKeyReason,
    KeySet,
    KeyStatus,
    PassKey,
    SigningKey,
    open_keys,
    seal_keys,
)
from vuoro.core.passes.key_document import CONTEXT

TENANT = uuid.UUID("11111111-2222-4333-8444-555555555555")
ROOT = SigningKey(bytes([9]) * 32)
YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC))
KEYS = KeySet(
    number=7,
    keys=(
        PassKey(1, SigningKey(bytes([1]) * 32).public(), *YEAR, KeyStatus.REVOKED),
        PassKey(2, SigningKey(bytes([2]) * 32).public(), *YEAR),
    ),
)
DOCUMENT = seal_keys(KEYS, ROOT, TENANT)


def opened(document: str, current: KeySet | None = None) -> KeySet | BadKeyDocument:
    return open_keys(document, ROOT.public(), TENANT, current)


def signed(body: bytes) -> str:
    """A document with any content and a right signature."""
    proof = ROOT.sign(CONTEXT + TENANT.bytes + body)
    parts = (base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (body, proof))
    return ".".join(("VUK1", *parts))


def test_the_keys_in_a_document_are_those_that_were_sealed() -> None:
    assert opened(DOCUMENT) == KEYS


def test_a_newer_edition_replaces_the_current_one() -> None:
    assert opened(DOCUMENT, replace(KEYS, number=6, keys=())) == KEYS


def test_the_same_edition_again_is_welcome() -> None:
    assert opened(DOCUMENT, KEYS) == KEYS


def test_an_older_edition_never_brings_a_revoked_key_back() -> None:
    current = replace(KEYS, number=8)

    assert opened(DOCUMENT, current) == BadKeyDocument(BadKeyReason.ROLLBACK)


def test_another_set_under_the_same_number_is_refused() -> None:
    current = replace(KEYS, keys=KEYS.keys[:1])

    assert opened(DOCUMENT, current) == BadKeyDocument(BadKeyReason.ROLLBACK)


def test_a_document_of_another_area_or_another_root_is_refused() -> None:
    refused = BadKeyDocument(BadKeyReason.BAD_SIGNATURE)

    assert open_keys(DOCUMENT, ROOT.public(), uuid.UUID(int=7)) == refused
    assert open_keys(DOCUMENT, SigningKey(bytes(32)).public(), TENANT) == refused


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", BadKeyReason.MALFORMED),
        ("VUK1", BadKeyReason.MALFORMED),
        ("VUK1.a.b", BadKeyReason.MALFORMED),
        ("VUK1.Ä.ö", BadKeyReason.MALFORMED),
        (DOCUMENT + ".", BadKeyReason.MALFORMED),
        (DOCUMENT.replace("VUK1", "VUK2"), BadKeyReason.MALFORMED),
        (DOCUMENT[:-2], BadKeyReason.BAD_SIGNATURE),
        ("A" * 10_000_000, BadKeyReason.TOO_LONG),
        (signed(b"{}"), BadKeyReason.MALFORMED),
        (signed(b"\xff"), BadKeyReason.MALFORMED),
        (signed(b'{"number":8,"keys":[{"kid":1,"pub":"AAAA"}]}'), BadKeyReason.MALFORMED),
    ],
)
def test_what_is_no_key_document_says_why(document: str, reason: BadKeyReason) -> None:
    assert opened(document) == BadKeyDocument(reason)


@given(st.text() | st.text().map(lambda tail: f"VUK1.{tail}"))
def test_any_text_has_an_answer(document: str) -> None:
    assert isinstance(opened(document), BadKeyDocument)


@given(st.integers(5, len(DOCUMENT) - 1), st.sampled_from("AZaz09-_."))
def test_a_changed_document_is_never_believed_to_say_something_else(
    at: int, character: str
) -> None:
    changed = DOCUMENT[:at] + character + DOCUMENT[at + 1 :]

    assert opened(changed) == KEYS or isinstance(opened(changed), BadKeyDocument)


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_signing_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match=f"32 bytes, not {length}"):
        SigningKey(bytes(length))
