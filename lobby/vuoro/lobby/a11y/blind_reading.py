"""Makes the visits by keys and speech alone, and reads what they left for the report."""

import json
import os
import subprocess
import sys
from pathlib import Path

from vuoro.lobby.a11y.finding import Notebook
from vuoro.lobby.a11y.report.writing import Line, Visit

LIMIT_SECONDS = 900


def visits(folder: Path, book: Notebook) -> tuple[Visit, ...]:
    """Each visit with its transcript and sound; what went wrong goes to the notebook."""
    for old in folder.glob("*.*"):
        old.unlink()
    command = (sys.executable, "-m", "vuoro.lobby.a11y.blind_visit", str(folder))
    try:
        made = subprocess.run(
            command, capture_output=True, text=True, timeout=LIMIT_SECONDS, env={**os.environ}
        )
        wrong = (made.stderr.strip() or made.stdout.strip())[-300:] if made.returncode else ""
    except subprocess.TimeoutExpired:
        wrong = f"not done in {LIMIT_SECONDS} s"
    if wrong:
        book.check("blind.visit")
        book.fault("blind.visit", "a visit failed", wrong, "blind_visit.py")
    return tuple(_visit(file, book) for file in sorted(folder.glob("*.json")))


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
