"""Files of the kernel: one value each, and often not there."""

from pathlib import Path


def nearest(folder: Path) -> Path:
    """The folder, or the one above it that exists."""
    return next(path for path in (folder, *folder.resolve().parents) if path.exists())


def text_of(file: Path) -> str | None:
    """What a file says; None where it isn't there, or the kernel can't tell just now."""
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None


def number_of(file: Path, base: int = 10) -> int | None:
    """The number that a file holds; None where it holds none."""
    text = text_of(file)
    try:
        return int(text, base) if text else None
    except ValueError:
        return None
