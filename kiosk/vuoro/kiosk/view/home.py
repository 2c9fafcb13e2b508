"""The home screen: two doors, and a slimmer one for one's own phone."""

from vuoro.core.catalogue import Catalogue
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.view.shown import Action, Layout, Shown, Tone


def home(message: str, words: Catalogue, *, scans: bool = True, phone: bool = False) -> Shown:
    """Two doors, perhaps one's own phone, where the scanner is, and what the office says."""
    return Shown(
        screen="home",
        layout=Layout.HOME,
        title=words.text("home.title"),
        lead=words.text("home.lead"),
        notice=message,
        icon="code",
        lines=(words.text("home.scan"),) if scans else (),
        actions=(
            _door(Button.APPOINTMENT, "calendar-check", Tone.PRIMARY, words),
            _door(Button.NUMBER, "ticket", Tone.PLAIN, words),
            *((_door(Button.PHONE, "phone", Tone.PLAIN, words),) if phone else ()),
        ),
    )


def _door(button: Button, icon: str, tone: Tone, words: Catalogue) -> Action:
    text, sub = words.text(f"home.{button}"), words.text(f"home.{button}.sub")
    return Action(button, text, icon, sub, tone)
