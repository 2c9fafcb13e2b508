"""Keypads: which keys there are, and what of the typed code may be seen."""

from vuoro.core import booking_code, identity_code
from vuoro.core.catalogue import Catalogue
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.pads import fitting_keys, is_whole
from vuoro.kiosk.flow.screens import BookingPad, IdentityPad, PadProblem, StaffPin
from vuoro.kiosk.flow.state import PinGuard
from vuoro.kiosk.view.outcomes import round_up
from vuoro.kiosk.view.shown import Action, Layout, PadShown, Shown, Tone

# Digits as on a phone; beside them the letters an identity code can have.
_IDENTITY_ROWS = (
    ("1", "2", "3", "gap", "A", "B", "C", "D", "E", "F"),
    ("4", "5", "6", "gap", "H", "J", "K", "L", "M", "N"),
    ("7", "8", "9", "gap", "P", "R", "S", "T", "U", "V"),
    ("-", "0", "+", "gap", "W", "X", "Y", "erase"),
)
_BOOKING_ROWS = (
    tuple("0123456789"),
    tuple("ABCDEFGHJK"),
    tuple("MNPQRSTVWX"),
    ("Y", "Z", "erase"),
)
_PIN_ROWS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), ("", "0", "erase"))
_DOT = "•"


def identity(pad: IdentityPad, words: Catalogue, back: str, again: str) -> Shown:
    """The identity code: dots, and the last character as it is typed."""
    seen = identity_code.masked(pad.typed).ljust(identity_code.LENGTH)
    groups = (tuple(seen[:6]), tuple(seen[6:7]), tuple(seen[7:]))
    notice, tone = _notice("identity", pad.problem, is_whole(pad), words)
    typed = len(pad.typed)
    return Shown(
        screen="identity-code",
        layout=Layout.PAD,
        title=words.text("identity.title"),
        lead=words.text("identity.lead"),
        notice=notice,
        notice_tone=tone,
        actions=_confirm("button.check_in", is_whole(pad), words),
        back=back,
        again=again,
        pad=PadShown(
            kind="identity",
            groups=groups,
            rows=_IDENTITY_ROWS,
            fitting="".join(sorted(fitting_keys(pad))),
            spoken=words.text("pad.typed", n=typed, of=identity_code.LENGTH),
        ),
    )


def booking(pad: BookingPad, words: Catalogue, back: str, again: str) -> Shown:
    """The booking code, as it is typed."""
    seen = pad.typed.ljust(booking_code.LENGTH)
    notice, tone = _notice("booking", pad.problem, is_whole(pad), words)
    return Shown(
        screen="booking-code",
        layout=Layout.PAD,
        title=words.text("booking.title"),
        lead=words.text("booking.lead"),
        notice=notice,
        notice_tone=tone,
        actions=_confirm("button.check_in", is_whole(pad), words),
        back=back,
        again=again,
        pad=PadShown(
            kind="booking",
            groups=(tuple(seen[:4]), tuple(seen[4:])),
            rows=_BOOKING_ROWS,
            fitting="".join(sorted(fitting_keys(pad))),
            spoken=words.text("pad.typed", n=len(pad.typed), of=booking_code.LENGTH),
        ),
    )


def pin(pad: StaffPin, guard: PinGuard, now: float, words: Catalogue, back: str) -> Shown:
    """The staff PIN: dots only, and a pause after wrong ones."""
    left = round_up(max(0.0, guard.until - now))
    notice = words.text("pin.wrong") if pad.wrong else ""
    if left:
        notice = words.text("pin.pause", n=left)
    return Shown(
        screen="staff-pin",
        layout=Layout.PAD,
        title=words.text("pin.title"),
        lead=words.text("pin.lead"),
        notice=notice,
        notice_tone=Tone.WARN,
        actions=_confirm("button.open", bool(pad.typed) and not left, words),
        back=back,
        pad=PadShown(
            kind="pin",
            groups=(tuple((_DOT * len(pad.typed)).ljust(8)),),
            rows=_PIN_ROWS,
            fitting="" if left else "0123456789",
            spoken=words.text("pad.typed", n=len(pad.typed), of=8),
        ),
    )


def _confirm(key: str, ready: bool, words: Catalogue) -> tuple[Action, ...]:
    text = words.text(key)
    return (Action(Button.CONFIRM, text, "check", tone=Tone.PRIMARY, enabled=ready),)


def _notice(
    kind: str, problem: PadProblem | None, whole: bool, words: Catalogue
) -> tuple[str, Tone]:
    if problem is not None:
        return words.text(f"{kind}.{problem.name.lower()}"), Tone.WARN
    if whole:
        return words.text("pad.whole"), Tone.GOOD
    return "", Tone.PLAIN
