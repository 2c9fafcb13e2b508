"""Holding a code to the simulated camera, and measuring how well codes are read."""

import json
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from vuoro.hardware.scanners import measure, show
from vuoro.hardware.scanners.decoding import Effort, decode
from vuoro.hardware.scanners.measure_distortions import DISTORTIONS
from vuoro.hardware.scanners.measure_readers import Reader
from vuoro.hardware.scanners.measure_results import Count, count
from vuoro.hardware.scanners.payload import Payload

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


def test_a_wrong_call_shows_how_to_call_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert show.main([]) == 2
    assert "python -m vuoro.hardware.scanners" in capsys.readouterr().err


def pictures(folder: Path) -> Path:
    small = cv2.resize(show.photograph("VU1ONE"), None, fx=0.4, fy=0.4)
    long = zxingcpp.create_barcode("A" * 1500, zxingcpp.BarcodeFormat.QRCode)
    cv2.imwrite(str(folder / "one.png"), small)
    cv2.imwrite(str(folder / "long.png"), np.array(long.to_image(scale=3), dtype=np.uint8))
    cv2.imwrite(str(folder / "none.png"), np.full((90, 160), 128, np.uint8))
    expected = {"one.png": "VU1ONE", "long.png": "A" * 1500, "none.png": None}
    (folder / "expected.json").write_text(json.dumps(expected))
    return folder


def says(*texts: str) -> Reader:
    return lambda picture: tuple(Payload(text, len(text)) for text in texts)


def test_readers_are_counted_by_what_they_read(tmp_path: Path) -> None:
    readers: dict[str, Reader] = {
        "silent": says(),
        "guessing": says("VU1ONE"),
        "talkative": says("VU1ONE", "VU1TWO"),
        "ours": partial(decode, effort=Effort.QUICK),
    }

    silent, guessing, talkative, ours = measure.measure(pictures(tmp_path), readers)

    assert count(silent.photographs) == Count(correct=0, wrong=0, none=2)
    assert count(guessing.photographs) == Count(correct=1, wrong=1, none=0)
    assert count(talkative.photographs) == Count(correct=0, wrong=2, none=0)
    assert count(ours.photographs) == Count(correct=2, wrong=0, none=0)
    assert (silent.false, ours.false) == (0, 0)
    assert guessing.false == talkative.false == len(ours.without) + len(ours.empty)
    assert len(ours.distorted) == 2 * len(DISTORTIONS)
    assert count(ours.distorted).wrong == count(ours.passes).wrong == 0
    assert count(ours.passes).correct > len(DISTORTIONS) / 2


def test_the_report_has_a_row_a_decoder_and_a_row_a_distortion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(measure, "readers", lambda: {"blind": says()})

    assert measure.main([str(pictures(tmp_path)), "--out", str(tmp_path / "build/scan.json")]) == 0

    table = capsys.readouterr().out
    report = json.loads((tmp_path / "build/scan.json").read_bytes())
    assert all(kind in table for kind in ("blind", "glare", "several codes", "only checked"))
    assert report["blind"]["photographs"] == {"correct": 0, "wrong": 0, "none": 2}
    assert report["blind"]["false_texts"] == 0


def test_a_folder_without_pictures_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert measure.main([str(tmp_path)]) == 1
    assert "can't be measured" in capsys.readouterr().err
