"""`vuoro appliance update`: a release comes into use, or says why it doesn't."""

import base64
import platform
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.lobby.appliance.conftest import KEY
from tests.lobby.conftest import Said, Vuoro
from vuoro.core.release.manifest import MANIFEST, SIGNATURE, described, sealed
from vuoro.lobby.appliance import units
from vuoro.lobby.appliance.bundle import pack
from vuoro.lobby.appliance.shelf import Shelf
from vuoro.lobby.appliance.units import Units

ARCH = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
SYSTEMCTL = """\
#!/bin/sh
cd '{state}'
echo "$1" >> heard
case "$*" in
*--value*) cat unit ;;
show*) printf 'ConditionResult=yes\\nConditionTimestampMonotonic=7\\n' ;;
start*) cp after unit ;;
stop*) echo inactive > unit ;;
esac
"""


@dataclass
class Computer:
    """A device in a folder: releases, data, and a systemctl that remembers."""

    folder: Path
    vuoro: Vuoro

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.folder / "opt")

    @property
    def heard(self) -> list[str]:
        return (self.folder / "state/heard").read_text(encoding="ascii").split()

    def after_start(self, unit: str) -> None:
        """Let the programs be in this state after they were started."""
        (self.folder / "state/after").write_text(unit, encoding="ascii")

    def release(self, version: str, script: str = "exit 0", arch: str = ARCH) -> Path:
        """The file of a release whose program is a script."""
        built = self.folder / "built" / version
        (built / "bin").mkdir(parents=True)
        program = built / "bin/vuoro"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        text, signature = sealed(described(built, version, arch, PYTHON), KEY)
        (built / MANIFEST).write_bytes(text)
        (built / SIGNATURE).write_bytes(signature)
        file = self.folder / f"vuoro-{version}-{arch}.tar.xz"
        pack(built, file, preset=0)
        return file

    def run(self, *words: str | Path) -> Said:
        return self.vuoro(
            "appliance", *words, "--root", self.folder / "opt", "--keys", self.folder / "keys",
            "--work", self.folder / "work", "--lobby-settings", self.folder / "lobby.toml",
        )  # fmt: skip


@pytest.fixture
def computer(vuoro: Vuoro, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    made = Computer(tmp_path, vuoro)
    (tmp_path / "state").mkdir()
    (tmp_path / "state/heard").write_text("", encoding="ascii")
    made.after_start("active")
    made.shelf.folder("1.0.0").mkdir(parents=True)
    made.shelf.use("1.0.0")
    (tmp_path / "keys").mkdir()
    public = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    (tmp_path / "keys/project.pub").write_bytes(base64.b64encode(public))
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data/lobby.db") as sql:
        sql.execute("CREATE TABLE visit (words)")
    sql.close()
    settings = f'[lobby]\ndata = "{tmp_path}/data"\n'
    (tmp_path / "lobby.toml").write_text(settings, encoding="utf-8")
    script = tmp_path / "systemctl"
    text = SYSTEMCTL.format(state=tmp_path / "state")
    script.write_text(text, encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(units, "Units", _hasty(script))
    return made


def _hasty(script: Path) -> Callable[[], Units]:
    """Units for which a pause is over at once."""
    now = [0.0]

    def pass_time(seconds: float) -> None:
        now[0] += seconds

    return lambda: Units((str(script),), lambda: now[0], pass_time, wait=5, steady=2)


def test_a_release_that_works_comes_into_use(computer: Computer) -> None:
    said = computer.run("update", computer.release("1.1.0"))

    assert (said.status, said.err) == (0, "")
    assert "1.1.0 is in use, and works." in said.out
    assert computer.shelf.current == "1.1.0"
    assert [word for word in computer.heard if word in ("stop", "start")] == ["stop", "start"]
    status = computer.run("status").out
    assert "In use    1.1.0" in status
    assert "Before    1.0.0" in status


def test_a_release_that_fails_its_trial_never_stops_a_program(computer: Computer) -> None:
    script = "echo 'vuoro: no number was drawn' >&2; exit 1"

    said = computer.run("update", computer.release("1.1.0", script))

    assert said.status == 1
    assert "no number was drawn" in said.out
    assert computer.shelf.current == "1.0.0"
    assert "stop" not in computer.heard


def test_a_release_whose_programs_do_not_start_goes_again(computer: Computer) -> None:
    computer.after_start("failed")

    said = computer.run("update", computer.release("1.1.0"))

    assert said.status == 1
    assert "so 1.0.0 is in use again" in said.out
    assert "vuoro-kiosk.service" in said.out
    assert computer.shelf.current == "1.0.0"
    assert not computer.shelf.has("1.1.0")


def test_data_that_the_old_release_can_not_read_any_more_comes_back(computer: Computer) -> None:
    spoiled = computer.folder / "data/lobby.db"
    old = computer.shelf.folder("1.0.0") / "bin/vuoro"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    old.chmod(0o755)
    computer.after_start("failed")

    computer.run("update", computer.release("1.1.0"))

    with sqlite3.connect(spoiled) as sql:
        assert sql.execute("SELECT name FROM sqlite_master").fetchall() == [("visit",)]
    sql.close()
    assert (computer.folder / "work/aside/lobby.db").exists()


def test_what_can_not_be_used_is_refused_in_words(computer: Computer) -> None:
    other = "arm64" if ARCH == "amd64" else "amd64"

    assert "1.0.0 is in use already" in computer.run("update", computer.release("1.0.0")).err
    assert "is older than" in computer.run("update", computer.release("0.9.9")).err
    assert "The release is for" in computer.run("update", computer.release("2.0.0", arch=other)).err
    assert "There is no file" in computer.run("update", computer.folder / "nothing").err
    (computer.folder / "keys/project.pub").unlink()
    assert "There is no key" in computer.run("update", computer.folder / "nothing").err
    assert computer.shelf.current == "1.0.0"


def test_a_start_without_an_update_changes_nothing(computer: Computer) -> None:
    assert computer.run("begin").status == 0
    assert computer.run("watch").status == 0
    assert computer.shelf.current == "1.0.0"
