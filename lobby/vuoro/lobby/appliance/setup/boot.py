"""Setup when the device starts: the file on its boot partition, or a page that says what to do.

The file is taken once: its mark is kept, and what it says is only read again when it changes, or
while something still needs a hand.
"""

import hashlib
import re
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vuoro.core.catalogue import Catalogue
from vuoro.core.languages import MAIN
from vuoro.lobby.appliance.setup.answers import TAKEN, Answers, BadAnswers, read_answers
from vuoro.lobby.appliance.setup.placing import finish
from vuoro.lobby.appliance.setup.present import SETTINGS, read_present
from vuoro.lobby.appliance.setup.shown import Row, Shown
from vuoro.lobby.appliance.setup.stage import Stage
from vuoro.lobby.complaint import Complaint

BOOT_FILES = (Path("boot/firmware/vuoro-setup.toml"), Path("boot/vuoro-setup.toml"))
"""Where Raspberry Pi OS and other systems mount the partition that any computer can write to."""
MARK = Path("var/lib/vuoro/setup/taken")
TROUBLE_SECONDS = 60.0
"""So long a fault is shown before the settings from before are used again."""
LOOK_SECONDS = 2.0
_SECRET = re.compile(r'(?m)^(\s*(?:kiosk|display|leader|pin)\s*=\s*)"[^"\n]*"')

SetUp = Callable[[Answers, Path], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Boot:
    """``words_in`` gives the words of a language, ``set_up`` carries answers out and tells what
    still needs a hand."""

    root: Path
    stage: Stage
    words_in: Callable[[str], Catalogue]
    set_up: Callable[[str], SetUp]
    foot: str = ""
    pause: Callable[[float], None] = time.sleep

    def run(self) -> None:
        """Come to an end when the programs may start."""
        finish(self.root / SETTINGS)
        while True:
            file = self._file()
            if file is not None and self._mark(file) != self._taken():
                if self._take(file):
                    break
            elif read_present(self.root).programs:
                break
            else:
                self.stage.show(self._welcome())
            self.pause(LOOK_SECONDS)
        self.stage.close()

    def _take(self, file: Path) -> bool:
        """Whether the programs may start: with what the file says, or with what was before."""
        language = ""
        try:
            answers = read_answers(file)
            language = answers.language
            lacking = self.set_up(language)(answers, file.parent)
        except (BadAnswers, Complaint) as error:
            sentences = error.errors if isinstance(error, BadAnswers) else error.sentences
            words = self.words_in(language or language_of(file))
            return self._trouble(sentences, words, file)
        hide_secrets(file)
        if not lacking:
            self._keep(self._mark(file))
        return True

    def _trouble(self, sentences: tuple[str, ...], words: Catalogue, file: Path) -> bool:
        rows = tuple(Row(sentence, "bad") for sentence in sentences)
        lines = (words.text("trouble.lead", file=file.name),)
        page = Shown(words.text("trouble.title"), lines, rows, foot=self.foot)
        before, shown = self._mark(file), 0.0
        there = bool(_programs(self.root))
        while self._mark(file) == before:
            self.stage.show(page)
            self.pause(LOOK_SECONDS)
            shown += LOOK_SECONDS
            if there and shown >= TROUBLE_SECONDS:
                return True
        return False

    def _welcome(self) -> Shown:
        """In three languages, for nobody has chosen one."""
        titles = [self.words_in(tag).text("welcome.title") for tag in ("fi", "sv", "en")]
        leads = [self.words_in(tag).text("welcome.lead") for tag in ("fi", "sv", "en")]
        others = (f"{title}. {lead}" for title, lead in zip(titles[1:], leads[1:], strict=True))
        return Shown(titles[0], (leads[0], *others), foot=self.foot)

    def _file(self) -> Path | None:
        files = (self.root / each for each in BOOT_FILES)
        return next((file for file in files if file.is_file()), None)

    def _mark(self, file: Path) -> str:
        """What changes when the file does."""
        try:
            return hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError:
            return ""

    def _taken(self) -> str:
        try:
            return (self.root / MARK).read_text(encoding="ascii").strip()
        except OSError:
            return ""

    def _keep(self, mark: str) -> None:
        file = self.root / MARK
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_text(mark, encoding="ascii")
        fresh.replace(file)


def language_of(file: Path) -> str:
    """The language that a file with faults names; "" where it can't be read even for that."""
    try:
        named = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("language")
    except (OSError, ValueError):
        return ""
    return named if named in MAIN else ""


def hide_secrets(file: Path) -> None:
    """Take the secrets out of a file that anybody can read who has the card in their hand.

    A partition that can't be written to keeps them.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        hidden = _SECRET.sub(_hidden, text)
        if hidden == text:
            return
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_text(hidden, encoding="utf-8")
        fresh.replace(file)
    except (OSError, UnicodeDecodeError):
        return


def _hidden(found: "re.Match[str]") -> str:
    return found[0] if found[0].endswith('""') else f'{found[1]}"{TAKEN}"'


def _programs(root: Path) -> tuple[str, ...]:
    try:
        return read_present(root).programs
    except BadAnswers:
        return ()
