"""What support sees of a device: enough to help, and nothing that was planted there of visitors."""

import io
import json
import lzma
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core.wire.sync import CommandKind
from vuoro.core.wire.upkeep import MediaType, SupportAnswer, Word
from vuoro.lobby.appliance import support
from vuoro.lobby.appliance.answering import Helper
from vuoro.lobby.appliance.answers import MOST, answers_in, bring
from vuoro.lobby.appliance.asked import FOLDER, Asked, ask, take
from vuoro.lobby.appliance.facts import facts, units
from vuoro.lobby.appliance.journal_words import OTHER_WORDS, Known, kept, known
from vuoro.lobby.appliance.screenshot import NoScreen, Picture
from vuoro.lobby.appliance.support import Sources, bundle

PLANTED = (
    "Liisa Malli", "Malli", "010594Y9032", "liisa@example.fi", "050 123 4567", "0501234567",
    "A017", "A 017", "Testikatu 5", "salasana-123", "interpreter: Arabic", "7f3c9e52",
)  # fmt: skip
"""Things of visitors and secrets, none of which may be in a bundle."""
KNOWN = "the backend answers again"


def ours(message: str = KNOWN, unit: str = "vuoro-lobby.service", **more: Any) -> dict[str, Any]:
    told = {"at": "2026-11-23T08:00:00.000Z", "level": "info", "logger": "vuoro.sync.worker"}
    line = json.dumps({**told, "message": message, **more})
    return {"_SYSTEMD_UNIT": unit, "MESSAGE": line, "__REALTIME_TIMESTAMP": "1795420800000000"}


def planted_lines() -> list[dict[str, Any]]:
    """Every place in the journal where something personal might come to lie."""
    found: list[dict[str, Any]] = []
    for each in PLANTED:
        trace = (
            f'Traceback\n  File "/opt/x/vuoro/queue/line.py", line 7, in call\nValueError: {each}'
        )
        keys = ("why", "name", "ticket", "error", "count", "kind", "way", "status", each)
        found += [
            ours(each),
            ours(f"scanner {each}"),
            *(ours(KNOWN, **{key: each}) for key in keys),
            ours(KNOWN, nested={"name": [each]}),
            ours(KNOWN, trace=trace, logger=each, level=each, at=each),
            {"_SYSTEMD_UNIT": "vuoro-kiosk.service", "MESSAGE": f"Traceback of {each}"},
            {"_SYSTEMD_UNIT": "vuoro-kiosk.service", "MESSAGE": json.dumps([each])},
            {"_SYSTEMD_UNIT": "cups.service", "MESSAGE": each},
            {"_SYSTEMD_UNIT": f"vuoro-{each}.service", "MESSAGE": each},
            {"_PID": "1", "UNIT": "vuoro-lobby.service", "MESSAGE": each, "JOB_RESULT": each},
            {"_TRANSPORT": "kernel", "MESSAGE": f"usb 1-1: Product: {each}"},
            {"_TRANSPORT": "kernel", "MESSAGE": f"Out of memory: Killed process 12 ({each})"},
            {"MESSAGE": each, "__REALTIME_TIMESTAMP": each},
        ]
    return found


def device(root: Path) -> Path:
    """A device whose files hold what nobody else may see; its data."""
    etc, data = root / "etc/vuoro", root / "data"
    etc.mkdir(parents=True)
    data.mkdir()
    (etc / "lobby.toml").write_text(
        '[lobby]\nmetrics_token = "salasana-123"\nport = 8481\n'
        'public_url = "http://liisa.example.fi"\n[sync]\nday_keys = "file"\n',
        encoding="utf-8",
    )
    (etc / "kiosk.toml").write_text("[kiosk]\nidle_seconds = 1\n", encoding="utf-8")
    (root / "etc/os-release").write_text('PRETTY_NAME="Debian GNU/Linux 13"\n', encoding="utf-8")
    for name in ("lobby.db", "lobby.db-wal", "Liisa Malli.txt", "lobby.Liisa"):
        (data / name).write_text("010594Y9032", encoding="utf-8")
    (data / "damaged-2026").mkdir()
    model = root / "proc/device-tree/model"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"Raspberry Pi 5 Model B\0")
    return data


def opened(made: bytes) -> dict[str, Any]:
    with tarfile.open(fileobj=io.BytesIO(made), mode="r:xz") as tar:
        files = {name: tar.extractfile(name) for name in tar.getnames()}
        return {name: json.loads(file.read()) for name, file in files.items() if file}


def no_units(words: Sequence[str]) -> str:
    return ""


def test_nothing_that_was_planted_is_in_the_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(support, "systemctl", no_units)
    sources = Sources(tmp_path, device(tmp_path), (), "1.1.0", {"state": "good"})

    made = bundle(sources, [*planted_lines(), ours(count=3)])

    text = lzma.decompress(made).decode("utf-8", "replace")
    assert not [each for each in PLANTED if each.casefold() in text.casefold()]
    files = opened(made)
    assert files["facts.json"]["settings"]["lobby"]["lobby"]["port"] == 8481
    assert files["facts.json"]["settings"]["lobby"]["sync"]["day_keys"] == "file"
    assert files["facts.json"]["settings"]["lobby"]["lobby"]["metrics_token"] == "set"
    assert files["facts.json"]["database"] == {"lobby.db": 11, "lobby.db-wal": 11, "damaged": 1}
    assert files["facts.json"]["computer"]["model"] == "Raspberry Pi 5 Model B"
    assert files["journal.json"][-1]["message"] == KNOWN
    assert files["journal.json"][-1]["count"] == 3
    assert any(
        line.get("frames") == ["vuoro/queue/line.py:7 call"] for line in files["journal.json"]
    )


@given(st.text(min_size=4, max_size=40), st.text(max_size=10))
def test_no_text_gets_through_by_any_name(text: str, name: str) -> None:
    said = Known(frozenset({KNOWN}), frozenset({"push"}))
    lines = [ours(text, **{name: text}), {"_SYSTEMD_UNIT": "vuoro-a.service", "MESSAGE": text}]
    for line in kept(lines, said):
        words = {str(value) for key, value in line.items() if key not in ("level", "logger", "at")}
        assert text not in words or text in (KNOWN, OTHER_WORDS, "vuoro-a.service")


def test_what_helps_gets_through() -> None:
    told = [
        ours("no light: the port is gone"),
        {"_PID": "1", "UNIT": "vuoro-kiosk.service", "JOB_RESULT": "failed", "EXIT_STATUS": "6"},
        {"_TRANSPORT": "kernel", "MESSAGE": "hwmon hwmon1: Undervoltage detected!"},
    ]
    lines = list(kept(told, known()))
    assert lines[0]["message"] == "no light: %s"
    assert lines[1]["job_result"] == "failed"
    assert lines[1]["exit_status"] == "6"
    assert lines[2]["message"] == "Undervoltage detected!"


def test_a_long_journal_loses_its_oldest_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(support, "LARGEST_ANSWER", 4000)
    sources = Sources(tmp_path, None, (), "1", {})
    made = bundle(sources, [ours(KNOWN, count=n, ms=n * 104_729 % 999_983) for n in range(2000)])
    assert len(made) <= 4000
    counts = [line["count"] for line in opened(made)["journal.json"]]
    assert counts == list(range(counts[0], 2000))
    assert 0 < counts[0] < 1990


def test_units_are_told_as_systemd_tells_them() -> None:
    said = (
        "Id=vuoro-kiosk.service\nActiveState=failed\nNRestarts=7\nSecret=x\n\n"
        "Id=cups.service\nActiveState=active"
    )
    told = units(lambda words: said)
    assert told == [{"Id": "vuoro-kiosk.service", "ActiveState": "failed", "NRestarts": "7"}]


def test_a_bad_settings_file_is_a_fact(tmp_path: Path) -> None:
    (tmp_path / "etc/vuoro").mkdir(parents=True)
    (tmp_path / "etc/vuoro/lobby.toml").write_text('[lobby]\nport = "Liisa"\n', encoding="utf-8")
    told = facts(tmp_path, None, no_units)
    assert told["settings"]["lobby"] == {"problems": 1}


def test_the_helper_does_what_is_on_its_list_and_nothing_else(tmp_path: Path) -> None:
    run = tmp_path / "run"
    (run / FOLDER).mkdir(parents=True)
    ask(run, Asked("7f3c-01", CommandKind.SCREENSHOT))
    bad = {"a": b"{}", "b": b"nonsense", "c": b'{"command":"../x","verb":"doctor"}',
           "d": b'{"command":"1","verb":"wipe_now"}', "e": b"x" * 5000}  # fmt: skip
    for name, content in bad.items():
        (run / FOLDER / f"{name}.json").write_bytes(content)
    (run / FOLDER / "f.json").symlink_to("/etc/passwd")

    assert [each.command for each in take(run)] == ["7f3c-01"]
    assert list(take(run)) == []
    for command, verb in (("../x", CommandKind.DOCTOR), ("1", CommandKind.WIPE_NOW)):
        with pytest.raises(ValueError, match="no command"):
            ask(run, Asked(command, verb))


def helper(root: Path, program: str, picture: Picture | None) -> Helper:
    script = root / "vuoro"
    script.write_text(f"#!/bin/sh\n{program}\n", encoding="ascii")
    script.chmod(0o755)

    def shoot(session: Path, programs: Sequence[str]) -> Picture:
        assert programs == ["kiosk"]
        if picture is None:
            raise NoScreen("dark")
        return picture

    return Helper(root, None, root, script, "1.1.0", {}, shoot)


def test_each_matter_of_the_doctor_is_told_once(tmp_path: Path) -> None:
    device(tmp_path)
    told = '{"findings": [{"group": "Computer", "matter": "Disk", "well": true, "words": "ok"}]}'
    answer = helper(tmp_path, f"echo '{told}'", None).answer(Asked("1", CommandKind.DOCTOR))
    import base64

    assert len(json.loads(base64.b64decode(answer.data))) == 1
    broken = helper(tmp_path, "exit 3", None).answer(Asked("1", CommandKind.DOCTOR))
    assert b"status 3" in base64.b64decode(broken.data)


@pytest.mark.parametrize(
    ("picture", "word"),
    [(Picture(b"png", True), Word.COARSE), (Picture(b"png", False), ""), (None, Word.NO_SCREEN)],
)
def test_a_picture_says_what_it_is(tmp_path: Path, picture: Picture | None, word: str) -> None:
    device(tmp_path)
    answer = helper(tmp_path, "exit 1", picture).answer(Asked("1", CommandKind.SCREENSHOT))
    assert (answer.words, bool(answer.data)) == (word, picture is not None)


def test_a_deed_that_breaks_is_an_answer_and_tells_nothing_of_why(tmp_path: Path) -> None:
    device(tmp_path)
    mine = helper(tmp_path, "exit 1", None)
    (tmp_path / "vuoro").unlink()
    answer = mine.answer(Asked("1", CommandKind.SUPPORT))
    assert answer == SupportAnswer("1", MediaType.JSON, "support", "", Word.FAILED)


def test_answers_wait_for_the_lobby_service_and_the_oldest_go(tmp_path: Path) -> None:
    for n in range(MOST + 3):
        bring(tmp_path / "answers", SupportAnswer(f"c{n}", MediaType.JSON, "x", "AA=="))
    assert len(answers_in(tmp_path / "answers")) == MOST
    (tmp_path / "answers/bad.json").write_bytes(b"{")
    assert len(answers_in(tmp_path / "answers")) == MOST
