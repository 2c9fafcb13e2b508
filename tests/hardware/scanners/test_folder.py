"""Pictures put into a folder are looked at once each, whole."""

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from vuoro.hardware.scanners.decoding import Effort, decode
from vuoro.hardware.scanners.folder import FolderFrames
from vuoro.hardware.scanners.frames import SourceLost
from vuoro.hardware.scanners.picture import GreyImage
from vuoro.hardware.scanners.picture_files import is_complete
from vuoro.hardware.scanners.show import photograph, show

SECOND = 1_000_000_000


@pytest.fixture
def frames(tmp_path: Path) -> FolderFrames:
    frames = FolderFrames(tmp_path)
    frames.open()
    return frames


def encoded(text: str, ending: str = ".png") -> bytes:
    _, data = cv2.imencode(ending, photograph(text))
    return data.tobytes()


def put(folder: Path, name: str, data: bytes, second: int) -> None:
    """Write a file as of this second, whatever the wall clock says."""
    (folder / name).write_bytes(data)
    os.utime(folder / name, ns=(second * SECOND, second * SECOND))


def text_of(picture: GreyImage | None) -> str | None:
    if picture is None:
        return None
    return decode(picture, Effort.THOROUGH)[0].text


def test_a_picture_is_looked_at_once(tmp_path: Path, frames: FolderFrames) -> None:
    show("VU1ONE", tmp_path)

    assert text_of(frames.next()) == "VU1ONE"
    assert frames.next() is None


def test_pictures_are_looked_at_in_the_order_they_came(
    tmp_path: Path, frames: FolderFrames
) -> None:
    put(tmp_path, "a.png", encoded("VU1LATER"), second=20)
    put(tmp_path, "b.png", encoded("VU1EARLIER"), second=10)

    assert [text_of(frames.next()) for _ in range(3)] == ["VU1EARLIER", "VU1LATER", None]


def test_what_lay_there_before_the_kiosk_started_is_nobodys_check_in(tmp_path: Path) -> None:
    show("VU1YESTERDAY", tmp_path)
    frames = FolderFrames(tmp_path)

    frames.open()

    assert frames.next() is None


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp", ".bmp"])
def test_a_picture_still_being_written_is_left_alone_until_it_is_whole(
    tmp_path: Path, frames: FolderFrames, ending: str
) -> None:
    data = encoded("VU1SLOW", ending)
    for second, share in enumerate((0.01, 0.5, 0.999)):
        put(tmp_path, f"slow{ending}", data[: int(len(data) * share)], second)
        assert frames.next() is None

    put(tmp_path, f"slow{ending}", data, second=9)

    assert text_of(frames.next()) == "VU1SLOW"


def test_a_picture_renamed_into_place_is_seen_under_its_last_name_only(
    tmp_path: Path, frames: FolderFrames
) -> None:
    for hidden in (".shown.png", "shown.png.part"):
        put(tmp_path, hidden, encoded("VU1ATOMIC"), second=1)
        assert frames.next() is None

        os.replace(tmp_path / hidden, tmp_path / "shown.png")
        assert text_of(frames.next()) == "VU1ATOMIC"
        os.remove(tmp_path / "shown.png")
        assert frames.next() is None


def test_another_picture_under_the_same_name_is_a_new_one(
    tmp_path: Path, frames: FolderFrames
) -> None:
    put(tmp_path, "code.png", encoded("VU1FIRST"), second=1)
    first = text_of(frames.next())
    put(tmp_path, "code.png", encoded("VU1SECOND"), second=2)

    assert (first, text_of(frames.next())) == ("VU1FIRST", "VU1SECOND")


def test_what_is_no_picture_does_not_keep_the_next_one_waiting(
    tmp_path: Path, frames: FolderFrames
) -> None:
    whole = encoded("VU1BEFORE")
    put(tmp_path, "empty.png", b"", second=1)
    put(tmp_path, "garbage.png", b"not a picture", second=2)
    put(tmp_path, "broken.png", whole[:200] + bytes(100) + whole[-20:], second=3)
    put(tmp_path, "notes.txt", b"hello", second=4)
    (tmp_path / "folder.png").mkdir()
    put(tmp_path, "good.png", encoded("VU1GOOD"), second=5)

    found = [picture for _ in range(4) if (picture := frames.next()) is not None]

    assert "VU1GOOD" in [payload.text for p in found for payload in decode(p, Effort.THOROUGH)]


def test_a_folder_that_is_taken_away_is_lost_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "codes"
    frames = FolderFrames(folder)
    with pytest.raises(SourceLost):
        frames.open()

    folder.mkdir()
    frames.open()
    folder.rename(tmp_path / "away")
    with pytest.raises(SourceLost):
        frames.next()

    (tmp_path / "away").rename(folder)
    frames.close()
    frames.open()
    show("VU1BACK", folder)
    assert text_of(frames.next()) == "VU1BACK"


@pytest.mark.parametrize("ending", [".png", ".jpg", ".webp", ".bmp"])
def test_no_part_of_a_picture_passes_for_a_whole_one(ending: str) -> None:
    _, data = cv2.imencode(ending, np.arange(64, dtype=np.uint8).reshape(8, 8))
    whole = data.tobytes()

    assert is_complete(whole)
    assert not any(is_complete(whole[:length]) for length in range(len(whole)))
