"""This device as an update sees it: its units, its data, and the place where it tries things."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from vuoro.lobby.appliance.bundle import flush
from vuoro.lobby.appliance.trial import copied
from vuoro.lobby.appliance.units import Units
from vuoro.lobby.opening import DATABASE

_TRIAL_SECONDS = 600.0
_BESIDE = ("", "-wal", "-shm")


@dataclass(frozen=True)
class ThisDevice:
    """``data`` is the folder of lobby.db, None where this device has no lobby service; ``work``
    belongs to updates alone; ``settings`` is the file of the lobby service."""

    units: Units
    data: Path | None
    work: Path
    settings: Path
    release_in_use: Path

    def try_out(self, release: Path) -> str:
        """What is wrong with a release on a copy of the data, in a sentence; empty: nothing."""
        if self.data is None:
            return self._runs(release)
        copy = self._fresh("trial")
        copied(self.data, copy)
        words = ["appliance", "try", "--copy", str(copy), "--settings", str(self.settings)]
        try:
            return self._said(release, words)
        finally:
            shutil.rmtree(copy, ignore_errors=True)

    def stop(self) -> None:
        self.units.stop()

    def start(self) -> None:
        self.units.start()

    def ill(self) -> str:
        return self.units.ill()

    def keep_data(self) -> None:
        """A copy of the database beside it; nobody writes now."""
        if self.data is None:
            return
        part = self._fresh("kept.part")
        copied(self.data, part)
        flush(part)
        kept = self.work / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        os.replace(part, kept)

    def bring_data_back(self) -> None:
        """The release in use reads the data, or gets what it left behind. What came since then is
        put aside, not deleted: a person may want it."""
        if self.data is None or not self.try_out(self.release_in_use):
            return
        kept = self.work / "kept" / DATABASE
        if not kept.exists():
            return
        aside = self._fresh("aside")
        for tail in _BESIDE:
            file = self.data / (DATABASE + tail)
            if file.exists():
                shutil.move(file, aside / file.name)
        owner = self.data.stat()
        back = self.data / f".{DATABASE}.back"
        shutil.copyfile(kept, back)
        back.chmod(0o600)
        os.chown(back, owner.st_uid, owner.st_gid)
        os.replace(back, self.data / DATABASE)
        flush(self.data)

    def _runs(self, release: Path) -> str:
        return self._said(release, ["--version"])

    def _said(self, release: Path, words: list[str]) -> str:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        try:
            done = subprocess.run(
                [str(release / "bin/vuoro"), *words],
                capture_output=True, text=True, timeout=_TRIAL_SECONDS, env=environment,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"The release can't be run ({error})."
        if done.returncode == 0:
            return ""
        lines = done.stderr.strip().splitlines() or ["it gave no reason"]
        return f"The release failed its trial: {lines[-1]}"

    def _fresh(self, name: str) -> Path:
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        return folder
