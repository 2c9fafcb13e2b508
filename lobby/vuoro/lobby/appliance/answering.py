"""Root's helper for support: a fixed list of verbs, and answers that may leave the device."""

import base64
import json
import logging
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vuoro.core.wire.sync import CommandKind
from vuoro.core.wire.upkeep import MediaType, SupportAnswer, Word
from vuoro.lobby.appliance.asked import Asked
from vuoro.lobby.appliance.facts import PROGRAMS
from vuoro.lobby.appliance.screenshot import NoScreen, Picture, take
from vuoro.lobby.appliance.support import NAME, Sources, bundle

log = logging.getLogger(__name__)
SCREENS = ("kiosk", "display")
_DOCTOR_SECONDS = 120.0

Finding = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Helper:
    """``root`` is /; ``program`` the release in use; ``session`` the folder of the screens."""

    root: Path
    data: Path | None
    session: Path
    program: Path
    version: str
    update: Mapping[str, Any]
    shoot: Callable[[Path, Sequence[str]], Picture] = take

    def answer(self, asked: Asked) -> SupportAnswer:
        """Do what was asked; what fails is an answer, too."""
        try:
            return self._done(asked)
        except NoScreen:
            return SupportAnswer(asked.command, MediaType.PNG, "screens.png", "", Word.NO_SCREEN)
        except Exception as error:
            log.error(
                "support could not be answered", extra={"kind": asked.verb, "why": repr(error)}
            )
            return SupportAnswer(asked.command, MediaType.JSON, asked.verb.value, "", Word.FAILED)

    def findings(self) -> list[Finding]:
        """What the doctor says of each program that is set up here, each matter once."""
        found: dict[tuple[Any, ...], Finding] = {}
        for name in self._programs(PROGRAMS):
            for each in self._examined(self.root / "etc/vuoro" / f"{name}.toml"):
                found.setdefault(tuple(sorted(each.items())), each)
        return list(found.values())

    def picture(self) -> Picture:
        """Of all screens of this device. Raises NoScreen."""
        return self.shoot(self.session, self._programs(SCREENS))

    def bundle(self) -> bytes:
        """The support bundle."""
        return bundle(Sources(self.root, self.data, self.findings(), self.version, self.update))

    def _done(self, asked: Asked) -> SupportAnswer:
        match asked.verb:
            case CommandKind.DOCTOR:
                text = json.dumps(self.findings(), ensure_ascii=False, indent=1).encode()
                return _answer(asked, MediaType.JSON, "doctor.json", text)
            case CommandKind.SCREENSHOT:
                picture = self.picture()
                word = Word.COARSE if picture.coarse else ""
                return _answer(asked, MediaType.PNG, "screens.png", picture.png, word)
            case _:
                return _answer(asked, MediaType.XZ, NAME, self.bundle())

    def _programs(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if (self.root / "etc/vuoro" / f"{name}.toml").exists()]

    def _examined(self, settings: Path) -> list[Finding]:
        done = subprocess.run(
            [str(self.program), "doctor", "--json", "--settings", str(settings)],
            capture_output=True, text=True, timeout=_DOCTOR_SECONDS,
        )  # fmt: skip
        try:
            told = json.loads(done.stdout)
        except ValueError:
            return [{"group": "Program", "matter": "Doctor", "well": False,
                     "words": f"it ended with status {done.returncode}"}]  # fmt: skip
        return list(told["findings"])


def _answer(
    asked: Asked, media_type: MediaType, name: str, data: bytes, word: str = ""
) -> SupportAnswer:
    return SupportAnswer(asked.command, media_type, name, base64.b64encode(data).decode(), word)
