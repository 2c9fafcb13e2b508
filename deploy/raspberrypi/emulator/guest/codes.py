"""The code of somebody with a booking about now who has not come yet: ``codes MOMENT``."""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

CODES = Path("/var/lib/vuoro-test/codes.json")
USED = Path("/var/lib/vuoro-test/codes.used")
_EARLY = timedelta(minutes=55)
"""Within the hour before a booking in which the office takes people."""


def main(words: list[str]) -> int:
    """Print the next one after a moment. Gives 1 when there is none about then."""
    now = datetime.fromisoformat(words[0])
    entries = json.loads(CODES.read_text("ascii"))
    booked = [(datetime.fromisoformat(start), text) for start, text in entries]
    used = set(USED.read_text("ascii").splitlines()) if USED.exists() else set()
    text = next_code(booked, used, now)
    if text is None:
        print("no booking is about now: build the image anew", file=sys.stderr)
        return 1
    with USED.open("a", encoding="ascii") as file:
        file.write(f"{text}\n")
    print(text)
    return 0


def next_code(booked: list[tuple[datetime, str]], used: set[str], now: datetime) -> str | None:
    """The code of the first booking that begins soon, and was not given before."""
    soon = (text for start, text in booked if now <= start <= now + _EARLY)
    return next((text for text in soon if text not in used), None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
