"""Holding a code to the simulated camera, and measuring how well codes are read."""

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from vuoro.hardware.scanners import measure, show
from vuoro.hardware.scanners.decoding import Effort, decode

PASS = "VU1" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 5


def test_a_pass_that_is_shown_can_be_read_at_the_first_look(tmp_path: Path) -> None:
    shown = show.show(PASS, tmp_path / "codes")

    picture = cv2.imread(str(shown), cv2.IMREAD_GRAYSCALE)

    assert [payload.text for payload in decode(np.asarray(picture, np.uint8), Effort.QUICK)] == [
        PASS
    ]


def test_nothing_half_made_stays_in_the_folder(tmp_path: Path) -> None:
    shown = {show.show("VU1A", tmp_path), show.show("VU1A", tmp_path)}

    assert set(tmp_path.iterdir()) == shown
    assert len(shown) == 2


def test_a_code_without_text_is_refused_with_a_clear_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show.main(["", str(tmp_path)]) == 1
    assert "can't be shown" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_fits_no_code_is_refused(tmp_path: Path) -> None:
    assert show.main(["A" * 10_000, str(tmp_path)]) == 1


@pytest.mark.parametrize("program", [show.main, measure.main])
def test_a_wrong_call_shows_how_to_call_it(
    program: Callable[[list[str]], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program([]) == 2
    assert "python -m vuoro.hardware.scanners" in capsys.readouterr().err


def test_readers_are_counted_by_what_they_read(tmp_path: Path) -> None:
    for name, text in [
        ("right.png", "VU1RIGHT"),
        ("wrong.png", "VU1WRONG"),
        ("long.png", "A" * 1500),
    ]:
        cv2.imwrite(str(tmp_path / name), show.photograph(text))
    for name in ("none.png", "empty.png"):
        cv2.imwrite(str(tmp_path / name), np.full((90, 160), 128, np.uint8))
    expected = {
        "right.png": "VU1RIGHT",
        "wrong.png": "VU1OTHER",
        "long.png": "A" * 1500,
        "none.png": "VU1UNSEEN",
        "empty.png": None,
    }
    (tmp_path / "expected.json").write_text(json.dumps(expected))

    results = measure.measure(tmp_path)

    assert len(results) == 4
    for result in results:
        assert (result.correct, result.wrong, result.none, result.false) == (2, 1, 1, 0)
        assert result.empty_frame is not None
        assert result.picture.median <= result.picture.p95
    assert "ours, quick" in measure.table(results)


def test_a_folder_without_pictures_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert measure.main([str(tmp_path)]) == 1
    assert "can't be measured" in capsys.readouterr().err
