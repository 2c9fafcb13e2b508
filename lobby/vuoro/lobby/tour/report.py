"""What the tour leaves behind: a list of its steps, and a table on the terminal."""

import json
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from subprocess import SubprocessError

from playwright.sync_api import Error as BrowserError
from urllib3.exceptions import HTTPError

from vuoro.core.clock import Clock
from vuoro.lobby.complaint import Complaint
from vuoro.lobby.tour.failing import Failed

FILE = "steps.json"


@dataclass(frozen=True, slots=True)
class Result:
    """How a step went; ``detail`` is what was seen, or what was not."""

    name: str
    ok: bool
    ms: int
    detail: str


def carry_out(name: str, act: Callable[[], str], clock: Clock) -> Result:
    """Carry out a step; a failure is a result, so that the tour goes on."""
    began = clock.mono()
    try:
        ok, detail = True, act()
    except (Failed, Complaint) as failed:
        ok, detail = False, str(failed)
    except (AssertionError, BrowserError, HTTPError, OSError, SubprocessError) as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        ok, detail = False, f"{first} ({Path(where.filename).name}:{where.lineno})"
    return Result(name, ok, round((clock.mono() - began) * 1000), detail)


def write(results: Sequence[Result], folder: Path) -> None:
    """Keep the results as JSON."""
    text = json.dumps([asdict(result) for result in results], indent=2, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def line(result: Result) -> str:
    """A result on the terminal."""
    mark = "ok  " if result.ok else "FAIL"
    return f"{mark} {result.ms:>6} ms  {result.name}: {result.detail}"


def summary(results: Sequence[Result], folder: Path) -> str:
    """The last line: how many, how long, and where the pictures are."""
    failed = sum(not result.ok for result in results)
    seconds = sum(result.ms for result in results) / 1000
    outcome = (
        f"{failed} of {len(results)} steps failed" if failed else f"{len(results)} steps, all good"
    )
    return f"{outcome}, in {seconds:.0f} s. Pictures, slips and {FILE} are in {folder}/."
