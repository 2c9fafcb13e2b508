"""The home screen and the footer: all that the first picture needs."""

from collections.abc import Collection

from vuoro.core.catalogue import Catalogue
from vuoro.core.languages import ENDONYMS, MAIN
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.view.shown import Action, Footer, Layout, Shown, Tone


def home(message: str, words: Catalogue, *, scans: bool = True) -> Shown:
    """Two doors, a hint where the scanner is, and what the office wants to say."""
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
        ),
    )


def footer(
    wishes: Wishes, offered: Collection[str], words: Catalogue, *, helps: bool = True
) -> Footer:
    """Languages by their own names, and how the screen looks."""
    languages = tuple(tag for tag in ENDONYMS if tag in offered) or MAIN
    return Footer(
        languages=tuple((tag, ENDONYMS[tag], tag == wishes.language) for tag in languages),
        text_size=words.text("tool.text_size"),
        text_step=wishes.text_size,
        contrast=words.text("tool.light" if wishes.dark else "tool.dark"),
        dark=wishes.dark,
        reach=words.text("tool.reach_up" if wishes.reach else "tool.reach"),
        reaching=wishes.reach,
        help=words.text("tool.help"),
        helps=helps,
    )


def _door(button: Button, icon: str, tone: Tone, words: Catalogue) -> Action:
    text, sub = words.text(f"home.{button}"), words.text(f"home.{button}.sub")
    return Action(button, text, icon, sub, tone)
