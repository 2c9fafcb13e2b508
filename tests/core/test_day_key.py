"""Keys of a day: what stands for an identity code, and for how long."""

import hashlib
import hmac
from datetime import date

import pytest

from vuoro.core.day_key import DayKey, SiteKey, blind_index, derive_day_key
from vuoro.core.identity_code import IdentityCode

SITE_KEY = SiteKey(bytes(range(32)))
DAY = date(2026, 11, 23)
CODE = IdentityCode("010594Y9032")


def test_the_key_of_a_day_follows_rfc_5869() -> None:
    """The same by hand: extract with a salt of zeros, expand one block."""
    extracted = hmac.digest(bytes(32), bytes(range(32)), hashlib.sha256)
    expanded = hmac.digest(extracted, b"hetu-v1|tampere-1|2026-11-23\x01", hashlib.sha256)

    assert derive_day_key(SITE_KEY, "tampere-1", DAY).reveal() == expanded


def test_the_index_is_the_same_on_every_computer() -> None:
    key = derive_day_key(SITE_KEY, "tampere-1", DAY)

    assert blind_index(key, CODE).hex() == "0ec1ae1f4912baaf95e3c30126305806"


def test_a_person_cannot_be_followed_from_day_to_day_or_office_to_office() -> None:
    keys = [
        derive_day_key(SITE_KEY, "tampere-1", DAY),
        derive_day_key(SITE_KEY, "tampere-1", date(2026, 11, 24)),
        derive_day_key(SITE_KEY, "tampere-2", DAY),
        derive_day_key(SiteKey(bytes(32)), "tampere-1", DAY),
    ]

    assert len({blind_index(key, CODE) for key in keys}) == 4


def test_two_people_who_differ_by_the_separator_alone_are_two() -> None:
    key = derive_day_key(SITE_KEY, "tampere-1", DAY)

    assert blind_index(key, CODE) != blind_index(key, IdentityCode("010594-9032"))


@pytest.mark.parametrize("kind", [SiteKey, DayKey])
@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(kind: type[SiteKey | DayKey], length: int) -> None:
    with pytest.raises(ValueError, match=f"32 bytes, not {length}"):
        kind(bytes(length))
