"""The staff menu, in words."""

from vuoro.core.catalogue import Catalogue
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.screens import StaffMenu, StaffScan
from vuoro.kiosk.flow.state import OK, State
from vuoro.kiosk.view.shown import Action, Layout, Shown, Tone

_KNOWN = (
    "ok", "none", "paper_low", "paper_out", "cover_open", "cutter_jam", "overheated", "fault",
    "offline", "silent", "covered",
)  # fmt: skip


def menu(state: State, screen: StaffMenu, words: Catalogue, back: str) -> Shown:
    """What staff can do here, and how the parts are."""
    roll = Action(Button.STAFF_ROLL, words.text("staff.roll"), "printer")
    lock = "staff.unlock" if state.locked_here else "staff.lock"
    return Shown(
        screen="staff-menu",
        layout=Layout.MESSAGE,
        icon="tool",
        title=words.text("staff.title"),
        lead=words.text("staff.link.ok" if state.linked else "staff.link.lost"),
        lines=(
            words.text("staff.printer", state=_device(state.printer, words)),
            words.text("staff.scanner", state=_device(state.scanner, words)),
        ),
        actions=(
            Action(Button.STAFF_PRINT, words.text("staff.print"), "printer"),
            *((roll,) if screen.counts_paper else ()),
            Action(Button.STAFF_SCAN, words.text("staff.scan"), "code"),
            Action(Button.STAFF_VERSIONS, words.text("staff.versions"), "info"),
            Action(Button.STAFF_LOCK, words.text(lock), "lock"),
        ),
        back=back,
    )


def trial_print(result: str | None, words: Catalogue, back: str) -> Shown:
    """A test print: under way, well, or why not."""
    lead = words.text("staff.print.going")
    if result is not None:
        good = result == OK
        reason = _device(result, words)
        lead = words.text("staff.print.ok") if good else f"{reason[:1].upper()}{reason[1:]}."
    again = Action(Button.STAFF_PRINT, words.text("staff.print.again"), "printer")
    return Shown(
        screen="staff-print",
        layout=Layout.MESSAGE,
        icon="printer",
        title=words.text("staff.print"),
        lead=lead,
        actions=(again,) if result is not None else (),
        back=back,
    )


def trial_scan(screen: StaffScan, words: Catalogue, back: str, *, scans: bool) -> Shown:
    """A test scan: kind and length of a code, never what it says."""
    lines: tuple[str, ...] = ()
    if screen.kind is not None:
        lines = (
            words.text(f"staff.scan.{screen.kind.replace('-', '_')}"),
            words.text("staff.scan.length", n=screen.length),
        )
    return Shown(
        screen="staff-scan",
        layout=Layout.MESSAGE,
        icon="scan" if scans else "code",
        aim=words.text("show.aim"),
        tone=Tone.PLAIN if screen.kind is None else Tone.GOOD,
        title=words.text("staff.scan"),
        lead=words.text("staff.scan.lead" if screen.kind is None else "staff.scan.seen"),
        lines=lines,
        back=back,
    )


def versions(words: Catalogue, back: str) -> Shown:
    """What runs here."""
    import platform

    return Shown(
        screen="staff-versions",
        layout=Layout.MESSAGE,
        icon="info",
        title=words.text("staff.versions"),
        lead=f"Vuoro {_version('vuoro')}",
        lines=(
            f"Qt {_version('PySide6-Essentials')}",
            f"Python {platform.python_version()}",
            f"Linux {platform.release()}",
        ),
        back=back,
    )


def _device(state: str, words: Catalogue) -> str:
    return words.text(f"device.{state if state in _KNOWN else 'other'}")


def _version(package: str) -> str:
    # Slow to load, and staff look at it once a year.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return "–"
