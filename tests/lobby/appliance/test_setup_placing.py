"""Settings come into their place all at once, whenever the plug is pulled."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from vuoro.lobby.appliance.setup import placing
from vuoro.lobby.appliance.setup.placing import finish, place
from vuoro.lobby.appliance.setup.plan import File

OLD = {"lobby.toml": "old lobby", "kiosk.toml": "old kiosk", "display.toml": "old display"}
NEW = (File("lobby.toml", "new lobby", "lobby"), File("kiosk.toml", "new kiosk", "screen"))
AFTER = {
    "lobby.toml": "new lobby",
    "kiosk.toml": "new kiosk",
    "display.toml.unused": "old display",
}
CALLS = ("os.replace", "os.fsync", "pathlib.Path.rename", "pathlib.Path.mkdir", "os.unlink",
         "os.rmdir", "pathlib.Path.write_text")  # fmt: skip


class PulledPlug(Exception):
    """Nothing more happens."""


def owned(file: Path, group: str | None) -> None:
    file.chmod(0o640)


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.is_file()}


def filled(folder: Path) -> Path:
    for name, words in OLD.items():
        (folder / name).write_text(words, encoding="utf-8")
    return folder


@contextmanager
def plug_pulled_before(call: int) -> Iterator[list[str]]:
    """The call with this number, of those that change a disk, is not made, and none after it."""
    made: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*words: Any, **more: Any) -> Any:
            if len(made) >= call:
                raise PulledPlug(name)
            made.append(name)
            return real(*words, **more)

        return wrapper

    with ExitStack() as stack:
        for name in CALLS:
            module, _, attribute = name.rpartition(".")
            owner: Any = Path if module == "pathlib.Path" else os
            real = getattr(owner, attribute)
            stack.enter_context(patch.object(owner, attribute, counted(name, real)))
        yield made


def calls_of_a_whole_setup(folder: Path) -> int:
    filled(folder)
    with plug_pulled_before(1_000) as made:
        place(folder, NEW, ["display"], owned)
    return len(made)


def test_new_settings_stand_and_those_not_used_are_put_aside(tmp_path: Path) -> None:
    changed = place(filled(tmp_path), NEW, ["display"], owned)

    assert contents(tmp_path) == AFTER
    assert changed == ("lobby.toml", "kiosk.toml", "display.toml")
    assert [each.name for each in tmp_path.iterdir() if each.is_dir()] == []
    assert (tmp_path / "kiosk.toml").stat().st_mode & 0o777 == 0o640


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    place(filled(tmp_path), NEW, ["display"], owned)
    before = (tmp_path / "kiosk.toml").stat()

    assert place(tmp_path, NEW, ["display"], owned) == ()
    assert (tmp_path / "kiosk.toml").stat() == before


def test_settings_that_come_back_are_no_longer_aside(tmp_path: Path) -> None:
    place(filled(tmp_path), NEW, ["display"], owned)

    place(tmp_path, (*NEW, File("display.toml", "again", "screen")), [], owned)

    assert contents(tmp_path)["display.toml"] == "again"
    assert "display.toml.unused" not in contents(tmp_path)


def test_a_pulled_plug_leaves_all_of_the_old_or_all_of_the_new_settings(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    count = calls_of_a_whole_setup(whole)
    assert count > 10

    seen = set()
    for call in range(count):
        folder = tmp_path / str(call)
        folder.mkdir()
        filled(folder)
        with pytest.raises(PulledPlug), plug_pulled_before(call):
            place(folder, NEW, ["display"], owned)
        finish(folder)
        left = contents(folder)
        assert left in (OLD, AFTER), call
        seen.add(left == AFTER)
        # And the next setup goes through as if nothing had been.
        place(folder, NEW, ["display"], owned)
        assert contents(folder) == AFTER
        assert not [each for each in folder.iterdir() if each.is_dir()]
    assert seen == {True, False}


def test_a_plug_pulled_again_while_it_catches_up_does_no_harm(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    count = calls_of_a_whole_setup(whole)
    for call in range(count):
        for later in range(8):
            folder = tmp_path / f"{call}-{later}"
            folder.mkdir()
            filled(folder)
            with pytest.raises(PulledPlug), plug_pulled_before(call):
                place(folder, NEW, ["display"], owned)
            committed = (folder / placing.STAGE).exists()
            try:
                with plug_pulled_before(later):
                    finish(folder)
            except PulledPlug:
                finish(folder)
            done = contents(folder) == AFTER
            assert done or (contents(folder) == OLD and not committed)
