"""The releases on a device: folders side by side, and a link to the one in use."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

CURRENT, PREVIOUS = "current", "previous"
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Shelf:
    """``root`` is /opt/vuoro on a device. Links are replaced, never changed: a power cut finds
    the old one or the new one."""

    root: Path

    @property
    def releases(self) -> Path:
        return self.root / "releases"

    @property
    def current(self) -> str | None:
        """The version in use."""
        return self._behind(CURRENT)

    @property
    def previous(self) -> str | None:
        """The version in use before it."""
        return self._behind(PREVIOUS)

    def folder(self, version: str) -> Path:
        """Where a version lies, or would."""
        return self.releases / version

    def being_made(self, version: str) -> Path:
        """Where a version lies while it is unpacked; gone at the next start."""
        return self.releases / f"{_PART}-{version}"

    def has(self, version: str) -> bool:
        return self.folder(version).is_dir()

    def put(self, version: str) -> None:
        """What was unpacked is whole: give it its name, in place of one that nobody uses."""
        if version in (self.current, self.previous):
            raise FileExistsError(f"release {version} is in use")
        shutil.rmtree(self.folder(version), ignore_errors=True)
        os.replace(self.being_made(version), self.folder(version))
        _flush(self.releases)

    def use(self, version: str) -> None:
        """Let this version be the one in use, and the one until now the previous."""
        if not self.has(version):
            raise FileNotFoundError(f"there is no release {version}")
        before = self.current
        if before == version:
            return
        if before is not None:
            self._link(PREVIOUS, before)
        self._link(CURRENT, version)

    def go_back_to(self, version: str) -> None:
        """Let this version be in use again, and none be the previous but itself."""
        self._link(CURRENT, version)
        self._link(PREVIOUS, version)

    def tidy(self) -> None:
        """Remove what was never whole, and all but the releases in use and before."""
        wanted = {self.current, self.previous} - {None}
        if not self.releases.is_dir() or self.current is None:
            return
        for folder in self.releases.iterdir():
            if folder.name not in wanted:
                shutil.rmtree(folder, ignore_errors=True)

    def _behind(self, link: str) -> str | None:
        try:
            return Path(os.readlink(self.root / link)).name
        except OSError:
            return None

    def _link(self, link: str, version: str) -> None:
        fresh = self.root / f".{link}.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("releases") / version)
        os.replace(fresh, self.root / link)
        _flush(self.root)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
