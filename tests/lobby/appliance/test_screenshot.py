"""Pictures for support: sharp only while nobody's things are on the glass."""

import io
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from vuoro.core.at_rest import AtRest, resting_since
from vuoro.lobby.appliance.screenshot import FIELDS, NoScreen, coarse, take


def drawn(text: str, size: tuple[int, int] = (1920, 540)) -> bytes:
    shot = Image.new("RGB", size, "white")
    ImageDraw.Draw(shot).text((300, 200), text, fill="black", font_size=60)
    made = io.BytesIO()
    shot.save(made, "PNG")
    return made.getvalue()


def session(folder: Path, **rests: bool) -> None:
    for program, at_rest in rests.items():
        AtRest(program, {"XDG_RUNTIME_DIR": str(folder)}).tell(at_rest)


def shots(folder: Path, png: bytes, **meanwhile: bool) -> bool:
    """Whether the picture came out coarse."""

    def run(words: Sequence[str]) -> bytes:
        session(folder, **meanwhile)
        return png

    picture = take(folder, ["kiosk", "display"], run, lambda seconds: None)
    assert picture.coarse is (picture.png != png)
    return picture.coarse


@pytest.mark.parametrize(
    ("rests", "is_coarse"),
    [
        ({"kiosk": True, "display": True}, False),
        ({"kiosk": False, "display": True}, True),
        ({"kiosk": True, "display": False}, True),
        ({"kiosk": True}, True),
        ({}, True),
    ],
)
def test_it_is_sharp_only_when_every_program_said_that_it_rests(
    tmp_path: Path, rests: dict[str, bool], is_coarse: bool
) -> None:
    session(tmp_path, **rests)
    assert shots(tmp_path, drawn("A017")) is is_coarse


def test_somebody_who_touches_the_glass_meanwhile_is_not_shown(tmp_path: Path) -> None:
    session(tmp_path, kiosk=True, display=True)
    assert shots(tmp_path, drawn("A017"), kiosk=False)


def test_a_visit_between_two_looks_is_seen_by_its_moment(tmp_path: Path) -> None:
    session(tmp_path, kiosk=True, display=True)
    before = resting_since(tmp_path, "kiosk")

    def run(words: Sequence[str]) -> bytes:
        file = tmp_path / "vuoro-kiosk.rest"
        os.utime(file, ns=(0, file.stat().st_mtime_ns + 1_000_000))
        return drawn("A017")

    assert before is not None
    assert take(tmp_path, ["kiosk", "display"], run, lambda seconds: None).coarse


def test_no_letter_of_a_coarse_picture_can_be_read() -> None:
    """Two texts of one length and size differ by less than the fields can show of a letter."""
    with Image.open(io.BytesIO(coarse(drawn("A017 Liisa Malli")))) as made:
        assert made.height == FIELDS * 20
        fields = made.resize((made.width // 20, FIELDS), Image.Resampling.NEAREST)
    ink = [
        (x, y)
        for x in range(fields.width)
        for y in range(FIELDS)
        if fields.getpixel((x, y)) != (255,) * 3
    ]
    rows = {y for _, y in ink}
    assert ink
    assert len(rows) <= 3


def test_a_device_without_a_session_has_no_picture(tmp_path: Path) -> None:
    with pytest.raises(NoScreen, match="No session"):
        take(tmp_path, [], pause=lambda seconds: None)


def test_a_program_without_a_session_folder_tells_nobody(tmp_path: Path) -> None:
    AtRest("kiosk", {}).tell(True)
    AtRest("kiosk", {"XDG_RUNTIME_DIR": str(tmp_path / "gone")}).tell(True)
    assert resting_since(tmp_path, "kiosk") is None
