"""Makes the visits by keys and speech alone, and reads what they left for the report."""

import json
import subprocess
import sys
from pathlib import Path

from vuoro.lobby.a11y.finding import Notebook
from vuoro.lobby.a11y.report.writing import Line, Visit

LIMIT_SECONDS = 1500


class Visits:
    """The visits, under way in a process of their own since this was made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.*"):
            old.unlink()
        self._said = (folder / "visits.log").open("w+", encoding="utf-8")
        command = (sys.executable, "-m", "vuoro.lobby.a11y.blind_visit", str(folder))
        self._process = subprocess.Popen(command, stdout=self._said, stderr=self._said)

    def results(self, book: Notebook) -> tuple[Visit, ...]:
        """Wait for them. Each with its transcript and sound; what failed goes to the notebook."""
        try:
            failed = self._process.wait(LIMIT_SECONDS) != 0
        except subprocess.TimeoutExpired:
            self._process.terminate()
            self._process.wait()
            failed = True
        self._said.seek(0)
        said = self._said.read().strip()
        self._said.close()
        if failed:
            book.check("blind.visit")
            what = said[-300:] or f"not done in {LIMIT_SECONDS} s"
            book.fault("blind.visit", "a visit failed", what, "blind_visit.py")
        return tuple(_visit(file, book) for file in sorted(self._folder.glob("*.json")))


def _visit(file: Path, book: Notebook) -> Visit:
    story = json.loads(file.read_text("utf-8"))
    name = f"{story['visit']} · {story['language']}"
    book.check("blind.visit")
    book.check("blind.number-heard")
    same = story["heard"] == story["printed"]
    if not (same and story["clear"]):
        what = f"{story['printed']} was printed, {story['heard']} was heard"
        book.fault("blind.number-heard", f"another number: {name}", what, name)
    said = (each for each in story["events"] if "said" in each)
    lines = tuple(Line(each["said"], each["language"]) for each in said)
    sound = f"{file.parent.name}/{file.stem}.wav"
    result = (
        f"Printed on the slip: {story['printed']}. Heard in the recording by the recogniser: "
        f"{story['heard']}. {story['keys']} keys, {story['seconds']:.0f} s; silent at most "
        f"{story['slowest_stop_ms']} ms after a key."
    )
    title = f"{story['visit'].capitalize()} in {story['language']}"
    return Visit(title, result, sound if file.with_suffix(".wav").is_file() else "", lines)
