"""A small file that a power cut finds as it was or as it became."""

import os
from pathlib import Path


def keep(file: Path, content: bytes, mode: int = 0o600) -> None:
    """Write it beside, flush, and put it in place; when this returns it lasts."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    os.chmod(part, mode)
    os.replace(part, file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
