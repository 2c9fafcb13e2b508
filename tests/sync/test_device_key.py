"""The file that makes this computer the device that was approved."""

import stat
from pathlib import Path

import pytest

from vuoro.core.passes.signing import fits
from vuoro.sync.device_key import (
    KEY_FILE,
    OTHER_FILE,
    PENDING_FILE,
    BadKeyFile,
    DeviceKey,
    destroy_keys,
    find_key,
    find_pending,
    make_pending,
    promote,
)


def approved(folder: Path) -> DeviceKey:
    """The key of a device that was just enrolled."""
    make_pending(folder)
    promote(folder)
    key = find_key(folder)
    assert key is not None
    return key


def test_before_the_enrolment_there_is_none(tmp_path: Path) -> None:
    assert find_key(tmp_path) is None
    assert find_pending(tmp_path) is None


def test_a_key_that_waits_for_approval_is_not_the_device_s_own(tmp_path: Path) -> None:
    pending = make_pending(tmp_path)

    assert find_key(tmp_path) is None
    again = find_pending(tmp_path)
    assert again is not None
    assert again.public == pending.public


def test_an_approved_key_signs_and_keeps_the_one_before_at_hand(tmp_path: Path) -> None:
    first, second = approved(tmp_path), approved(tmp_path)

    assert find_pending(tmp_path) is None
    assert second.public != first.public
    assert second.other_public == first.public
    assert fits(_bytes(second.signature(b"hello")), b"hello", second.public_bytes)


def test_promoting_nothing_changes_nothing(tmp_path: Path) -> None:
    before = approved(tmp_path)

    promote(tmp_path)

    after = find_key(tmp_path)
    assert after is not None
    assert after.public == before.public


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    approved(tmp_path).prepare()
    make_pending(tmp_path)

    for name in (KEY_FILE, OTHER_FILE, PENDING_FILE):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_change_of_keys_lasts_and_can_be_undone(tmp_path: Path) -> None:
    key = approved(tmp_path)
    first, second = key.public, key.prepare()

    assert key.change()
    found = find_key(tmp_path)
    assert found is not None
    assert (found.public, found.other_public) == (second, first)

    assert found.change()
    assert found.public == first


def test_a_device_with_one_key_has_nothing_to_change_to(tmp_path: Path) -> None:
    assert not approved(tmp_path).change()


@pytest.mark.parametrize("content", ["", "short", "!!!!", "A" * 43, "ä"])
def test_a_damaged_file_says_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / KEY_FILE).write_text(content, encoding="utf-8")

    with pytest.raises(BadKeyFile, match="vuoro enrol --again"):
        find_key(tmp_path)


def test_destroyed_keys_are_gone(tmp_path: Path) -> None:
    approved(tmp_path).prepare()
    make_pending(tmp_path)

    destroy_keys(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_no_key_shows_in_a_repr(tmp_path: Path) -> None:
    key = approved(tmp_path)

    assert (tmp_path / KEY_FILE).read_text().strip() not in repr(key)


def _bytes(text: str) -> bytes:
    import base64

    return base64.b64decode(text)
