"""A whole setup with somebody at the screens, and the example file that ships."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.lobby.appliance.test_setup_crosses import Person
from vuoro.core.catalogue import catalogue
from vuoro.lobby.appliance.setup import PACKAGE
from vuoro.lobby.appliance.setup.answers import answers_of, read_answers
from vuoro.lobby.appliance.setup.checking import check
from vuoro.lobby.appliance.setup.device import Device
from vuoro.lobby.appliance.setup.orientation import ORIENTATIONS, applied, near, read_env
from vuoro.lobby.appliance.setup.plan import plan
from vuoro.lobby.appliance.setup.present import Present, read_present
from vuoro.lobby.appliance.setup.seen import Seen
from vuoro.lobby.appliance.setup.setting_up import SettingUp
from vuoro.lobby.appliance.setup.starter import starter
from vuoro.lobby.appliance.setup.touch_map import TouchMap

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "deploy/raspberrypi/package/usr/share/doc/vuoro-appliance/vuoro-setup.toml"
SEEN = Seen(("HDMI-A-1", "HDMI-A-2"), ("ILITEK",), address="10.0.0.5/24")
WORDS = catalogue(PACKAGE, "en")
AREA = "7b0c8f2e-5f0f-4c8e-9d57-0d3f6a1e2b44"


class Follower(Person):
    """The compositor goes by the files that setup has written."""

    root: Path

    def show(self, shown: Any) -> None:
        super().show(shown)
        folder = self.root / "etc/vuoro"
        self.map = read_present(self.root).touch
        self.matrix = read_env(folder / "touch.env")


def setting_up(root: Path, person: Follower) -> SettingUp:
    person.root = root
    return SettingUp(
        Device(root), person, WORDS, at_screens=True, look=lambda _: SEEN, touches=person.next_touch
    )


def settings(root: Path, name: str) -> dict[str, Any]:
    tree = tomllib.loads((root / f"etc/vuoro/{name}.toml").read_text("utf-8"))
    own: dict[str, Any] = tree[name]
    return own


@pytest.mark.parametrize("way", [ORIENTATIONS[0], ORIENTATIONS[5]])
def test_the_screen_that_was_touched_becomes_the_kiosks(tmp_path: Path, way: Any) -> None:
    person = Follower("HDMI-A-2", way)

    lacking = setting_up(tmp_path, person).run(answers_of({}, "file"), tmp_path)

    assert lacking == ()
    assert settings(tmp_path, "kiosk")["output"] == "HDMI-A-2"
    assert settings(tmp_path, "display")["output"] == "HDMI-A-1"
    assert read_present(tmp_path).touch == TouchMap("ILITEK", "HDMI-A-2")
    matrix = read_env(tmp_path / "etc/vuoro/touch.env")
    assert near(applied(matrix, applied(way, (0.3, 0.7))), (0.3, 0.7))


def test_with_nobody_at_the_screens_the_rest_is_done_and_that_is_told(tmp_path: Path) -> None:
    person = Follower(here=False)

    (sentence,) = setting_up(tmp_path, person).run(answers_of({}, "file"), tmp_path)

    assert "which screen is which" in sentence
    assert settings(tmp_path, "kiosk")["output"] == "HDMI-A-1"


@pytest.mark.parametrize("own", [False, True], ids=["starter", "own office"])
def test_a_paired_device_takes_its_office_from_its_approval(tmp_path: Path, own: bool) -> None:
    told = {
        "device": "d", "tenant": AREA, "site": 3, "office": "o", "office_tenant": "x",
        "office_site": 1,
    }  # fmt: skip
    file = tmp_path / "etc/vuoro/office.toml"
    file.parent.mkdir(parents=True)
    text = starter("00000000-0000-0000-0000-000000000001")
    file.write_text(text.partition("\n")[2] if own else text, encoding="utf-8")
    person = Follower()
    person.root = tmp_path

    lacking = SettingUp(
        Device(tmp_path), person, WORDS, told=lambda _: iter([{"identity": told}])
    ).pair_up()

    office = tomllib.loads(file.read_text("utf-8"))
    if own:
        assert office["site"] == 1
        assert f"office 3 of the area {AREA}" in lacking[0]
    else:
        assert (office["site"], office["tenant"], lacking) == (3, AREA, [])


def uncommented(text: str) -> str:
    """The example with every line in use that is a setting."""
    line = re.compile(r"(?m)^# (?=[a-z_]+ = |\[)")
    return line.sub("", text)


def test_the_example_that_ships_is_good(tmp_path: Path) -> None:
    made = plan(read_answers(EXAMPLE), Present(), SEEN)

    check(made, tmp_path)

    assert made.programs == ("lobby", "kiosk", "display")


def test_every_line_of_the_example_that_may_be_used_is_good(tmp_path: Path) -> None:
    text = uncommented(EXAMPLE.read_text("utf-8").partition("# A kiosk or display whose")[0])
    file = tmp_path / "vuoro-setup.toml"
    file.write_text(text, encoding="utf-8")
    (tmp_path / "office.toml").write_text(starter(AREA), encoding="utf-8")

    answers = read_answers(file)
    made = plan(answers, Present(), SEEN)
    check(made, tmp_path)

    assert answers.network.gateway == "10.0.0.1"
    assert answers.touch == "ask"
    assert made.office == "office.toml"
    assert made.pair
