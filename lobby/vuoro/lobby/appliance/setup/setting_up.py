"""A whole setup on a device: plan, check, write, pair, ask whoever stands there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vuoro.core.catalogue import Catalogue
from vuoro.lobby.appliance.setup import checking, orientation
from vuoro.lobby.appliance.setup.answers import Answers
from vuoro.lobby.appliance.setup.carrying_out import steps
from vuoro.lobby.appliance.setup.crosses import Crosses, NextTouch
from vuoro.lobby.appliance.setup.device import DEVICES_UNIT, SESSION_UNIT, THIS, Device, systemctl
from vuoro.lobby.appliance.setup.orientation import Matrix
from vuoro.lobby.appliance.setup.pairing import Told, enrolling, pair
from vuoro.lobby.appliance.setup.placing import place
from vuoro.lobby.appliance.setup.plan import File, Plan, plan
from vuoro.lobby.appliance.setup.present import read_present
from vuoro.lobby.appliance.setup.seen import Seen, look
from vuoro.lobby.appliance.setup.shown import Row, Shown
from vuoro.lobby.appliance.setup.stage import Stage
from vuoro.lobby.appliance.setup.starter import is_starter, placed
from vuoro.lobby.appliance.setup.touch_map import TouchMap, touch_xml
from vuoro.lobby.appliance.setup.touchscreens import Touch, next_touch
from vuoro.lobby.complaint import Complaint


def _next_touch(seconds: float) -> Touch | None:
    return next_touch(THIS, seconds)


@dataclass(frozen=True, slots=True)
class SettingUp:
    """``told`` and ``touches`` are what the pairing and the touchscreens say. ``at_screens``:
    somebody could be standing there."""

    device: Device
    stage: Stage
    words: Catalogue
    foot: str = ""
    at_screens: bool = False
    look: Callable[[Path], Seen] = look
    told: Callable[[Device], Told] = enrolling
    touches: NextTouch = _next_touch

    def run(self, answers: Answers, beside: Path) -> tuple[str, ...]:
        """Set the device up; what still needs a hand. Raises BadAnswers before anything is done,
        Complaint where a step fails: setup may be repeated then."""
        seen = self.look(self.device.root)
        made = plan(answers, read_present(self.device.root), seen)
        checking.check(made, beside)
        doing = [*steps(made, self.device, beside)]
        todo = [self.words.text(f"step.{step.key}") for step in doing]
        for number, step in enumerate(doing):
            self._progress(todo, number)
            try:
                step.do()
            except Complaint:
                self._progress(todo, number, bad=True)
                raise
        lacking = [*made.lacking]
        if made.pair and self.device.is_here:
            lacking += self.pair_up()
        if made.ask_screens or made.ask_touch:
            lacking += self._ask(answers, beside, made, seen)
        return tuple(lacking)

    def _progress(self, todo: list[str], at: int, *, bad: bool = False) -> None:
        states: list[Any] = ["done"] * at + ["bad" if bad else "now"] + ["todo"] * len(todo)
        rows = tuple(Row(text, state) for text, state in zip(todo, states, strict=False))
        lines = (self.words.text("working.lead"),)
        self.stage.show(Shown(self.words.text("working.title"), lines, rows, foot=self.foot))

    def pair_up(self) -> list[str]:
        """Pair with the backend; a starter office becomes one of the area it belongs to."""
        paired = pair(self.told(self.device), self.stage, self.words, self.foot)
        if paired is None:
            return [self.words.text("lacking.pair")]
        if paired.fits:
            return []
        file = self.device.settings / "office.toml"
        text = file.read_text(encoding="utf-8")
        if not is_starter(text):
            return [self.words.text("lacking.office", site=paired.site, tenant=paired.tenant)]
        text = placed(text, paired.tenant, paired.site)
        place(file.parent, [File(file.name, text, "vuoro-lobby")], [], self.device.own)
        return []

    def _ask(self, answers: Answers, beside: Path, made: Plan, seen: Seen) -> list[str]:
        if not self.at_screens:
            return [self.words.text("lacking.cross")]
        with self.device.screens_free():
            return self._ask_there(answers, beside, made, seen)

    def _ask_there(self, answers: Answers, beside: Path, made: Plan, seen: Seen) -> list[str]:
        crosses = Crosses(self.stage, self.words, self.touches, self._bind)
        found = crosses.find(seen.outputs)
        if found is None:
            return [self.words.text("lacking.cross")]
        self._keep(_answered(answers, made, seen, found), beside, seen)
        matrix = orientation.read_env(self.device.settings / "touch.env")
        self._bind(found, matrix)
        if crosses.straighten(found, matrix):
            return []
        return [self.words.text("lacking.touch", device=found.device)]

    def _keep(self, answers: Answers, beside: Path, seen: Seen) -> None:
        made = plan(answers, read_present(self.device.root), seen)
        place(self.device.settings, made.files, made.unused, self.device.own)

    def _bind(self, touch: TouchMap, matrix: Matrix) -> None:
        """The compositor and udev read these when they start."""
        files = [File("touch.xml", touch_xml(touch))]
        if matrix != orientation.IDENTITY or (self.device.settings / "touch.env").exists():
            files.append(File("touch.env", orientation.env_text(matrix)))
        place(self.device.settings, files, [], self.device.own)
        if self.device.runs:
            for unit in (DEVICES_UNIT, SESSION_UNIT):
                systemctl("restart", unit)


def _answered(answers: Answers, made: Plan, seen: Seen, found: TouchMap) -> Answers:
    """The answers with what was touched in them."""
    told = replace(
        answers, touch=found.device, kiosk={**answers.kiosk, "output": found.output},
    )  # fmt: skip
    others = [name for name in seen.outputs if name != found.output]
    if "display" in made.programs and others:
        return replace(told, display={**answers.display, "output": others[0]})
    return told
