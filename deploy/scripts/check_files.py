"""Look over the tracked files: how long they are, and what must not be in them.

Prints the ten longest and every fault; exits with 1 if there is a fault. Length is counted in
lines that are not blank. Machine paths and registry hosts would tie a checkout to the computer it
was written on.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CODE = {".py", ".qml", ".js", ".css", ".html", ".sh"}
LONG = 350
TOO_LONG = 400

MACHINE_PATH = re.compile(r"(?<![\w.~}-])/(?:work|home|root|Users)/")
REGISTRY_HOST = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A tracked text file: its path from the root of the checkout, and its text."""

    path: str
    text: str

    @property
    def length(self) -> int:
        """How many lines are not blank."""
        return sum(1 for line in self.text.splitlines() if line.strip())


def main(root: Path) -> int:
    """Check a checkout; the exit code."""
    sources = tuple(tracked_texts(root))
    print_longest(sources)
    faults = tuple(fault for source in sources for fault in faults_of(source))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def tracked_texts(root: Path) -> Iterator[Source]:
    """Every text file that git tracks or would add; pictures, fonts and the like are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for path in filter(None, listed.split("\0")):
        file = root / path
        data = file.read_bytes() if file.is_file() else b"\0"
        if b"\0" in data:
            continue
        yield Source(path, data.decode("utf-8", errors="replace"))


def is_code(source: Source) -> bool:
    """Whether a person has to read the file as code."""
    return Path(source.path).suffix in CODE


def faults_of(source: Source) -> Iterator[str]:
    """What is wrong with a file, one line each."""
    if is_code(source) and source.length > TOO_LONG:
        yield f"{source.path}: {source.length} lines, at most {TOO_LONG} are allowed: split it"
    for number, line in enumerate(source.text.splitlines(), start=1):
        if MACHINE_PATH.search(line):
            yield f"{source.path}:{number}: names a path of one machine"
        if REGISTRY_HOST.search(line):
            yield f"{source.path}:{number}: names a registry"


def print_longest(sources: tuple[Source, ...]) -> None:
    """The ten longest files of code, so that growth is seen."""
    code = sorted(filter(is_code, sources), key=lambda source: source.length, reverse=True)
    print("The ten longest files, in lines that are not blank:")
    for source in code[:10]:
        remark = f"  (over {LONG}: time to split)" if source.length > LONG else ""
        print(f"  {source.length:4d}  {source.path}{remark}")


if __name__ == "__main__":
    sys.exit(main(Path.cwd()))
