"""What the test shows, step by step: said as it goes, kept as a table."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path


class NotShown(Exception):
    """A step did not show what it should; the message says what was seen instead."""


@dataclass(slots=True)
class Step:
    """``seen`` is what was found, in a few words; ``seconds`` is what it took."""

    what: str
    good: bool = False
    seen: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class Steps:
    """All steps so far."""

    mono: Callable[[], float] = time.monotonic
    done: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, what: str) -> Iterator[Step]:
        """One step: good unless its body raises. Whatever is raised ends it, and only it."""
        step, started = Step(what), self.mono()
        print(f"… {what}", flush=True)
        try:
            yield step
            step.good = True
        except Exception as error:
            step.seen = f"{error}" or type(error).__name__
        step.seconds = round(self.mono() - started, 1)
        self.done.append(step)
        print(line_of(step), flush=True)

    @property
    def good(self) -> bool:
        """Whether there were steps, and all showed what they should."""
        return bool(self.done) and all(step.good for step in self.done)

    def write(self, file: Path, **besides: object) -> None:
        """The table as JSON, and what else is to be known."""
        file.parent.mkdir(parents=True, exist_ok=True)
        rows = [asdict(step) for step in self.done]
        file.write_text(json.dumps({**besides, "steps": rows}, indent=1, ensure_ascii=False) + "\n")

    def table(self) -> str:
        """The table for a terminal."""
        return "\n".join(line_of(step) for step in self.done)


def line_of(step: Step) -> str:
    """``ok  12.3 s  what: seen``."""
    mark = "ok  " if step.good else "FAIL"
    return f"{mark} {step.seconds:6.1f} s  {step.what}" + (f": {step.seen}" if step.seen else "")
