"""What a rendered template leaves behind where something was empty, taken away."""

import re

_EMPTY_FACT = re.compile(r"^[^:\n]{1,40}:\s*$")
_SPACES = re.compile(r"[ \t]{2,}")


def tidy(text: str) -> str:
    """Without facts that have no value ("Directions:"), doubled spaces and doubled empty lines.

    A line that ends in a colon stays where the next line belongs to it, as a link does.
    """
    lines = [_SPACES.sub(" ", line).strip() for line in text.strip().splitlines()]
    kept = [line for line, after in zip(lines, [*lines[1:], ""], strict=True)
            if not _EMPTY_FACT.match(line) or _belongs(after)]  # fmt: skip
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept))


def tidy_line(text: str) -> str:
    """The same on one line: for subjects and text messages."""
    return " ".join(text.split())


def _belongs(line: str) -> bool:
    return line.startswith(("http://", "https://"))
