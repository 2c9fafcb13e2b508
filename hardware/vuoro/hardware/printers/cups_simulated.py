"""CUPS with one queue and no printer: `lp` and `lpstat` that say what the real ones say."""

from pathlib import Path

QUEUE = "slips"

_LP = """\
#!/bin/sh
cd '{folder}' || exit 1
[ -e hung ] && exec sleep 60
[ -e refusing ] && {{ echo 'lp: Destination "{queue}" is not accepting jobs.' >&2; exit 1; }}
number=$(($(ls | grep -c '[.]job$') + 1))
printf '%s\\n' "$@" > "$number.words"
cat > "$number.part" && mv "$number.part" "$number.job"
echo "request id is {queue}-$number (0 file(s))"
"""

_LPSTAT = """\
#!/bin/sh
cd '{folder}' || exit 1
[ -e hung ] && exec sleep 60
[ -e gone ] && {{ echo 'lpstat: Invalid destination name in list "{queue}".' >&2; exit 1; }}
day='Mon 23 Nov 2026 07:42:00'
if [ "$1" = -p ]; then
    if [ -e stopped ]; then
        printf 'printer {queue} disabled since %s -\\n\\tPaused\\n' "$day"
    else
        echo "printer {queue} is idle.  enabled since $day"
    fi
    exit 0
fi
for job in *.job; do
    [ -e "$job" ] && [ -e reason ] || continue
    printf '%-23s %-13s %8.0f   %s\\n' "{queue}-${{job%.job}}" kiosk 1024 "$day"
    printf '\\tStatus: \\n\\tAlerts: %s\\n\\tqueued for {queue}\\n' "$(cat reason)"
done
"""


class SimulatedCups:
    """The queue ``slips`` in a folder; its programs are in ``path``, for ``CupsPrinter``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "queue"
        self._folder.mkdir(parents=True)
        programs = folder / "bin"
        programs.mkdir()
        for name, text in (("lp", _LP), ("lpstat", _LPSTAT)):
            program = programs / name
            program.write_text(text.format(folder=self._folder, queue=QUEUE), "ascii")
            program.chmod(0o755)
        self.path = f"{programs}:/usr/bin:/bin"
        self.end_jobs("job-completed-successfully")

    @property
    def jobs(self) -> tuple[bytes, ...]:
        """What was handed in, the oldest first."""
        files = sorted(self._folder.glob("*.job"), key=lambda file: int(file.stem))
        return tuple(file.read_bytes() for file in files)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the last `lp`."""
        file = self._folder / f"{len(self.jobs)}.words"
        return tuple(file.read_text("utf-8").splitlines())

    def end_jobs(self, reason: str | None) -> None:
        """Jobs end with this reason, such as ``aborted-by-system``; None: they stay."""
        file = self._folder / "reason"
        if reason is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(reason, "ascii")

    def be(self, state: str, *, on: bool = True) -> None:
        """Be ``stopped``, ``refusing``, ``gone`` or ``hung``, or no longer."""
        file = self._folder / state
        if on:
            file.touch()
        else:
            file.unlink(missing_ok=True)
