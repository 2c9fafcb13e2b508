"""The code that lets a visitor's own phone in, and its address for those who type it."""

from vuoro.core.catalogue import Catalogue
from vuoro.kiosk.flow.screens import OwnPhone
from vuoro.kiosk.view.shown import Layout, Shown


def own_phone(screen: OwnPhone, words: Catalogue, back: str, again: str) -> Shown:
    """Before the first code comes the screen says so; without one it says what else to do."""
    if not screen.url:
        lead = words.text("own_phone.none" if screen.failed else "own_phone.wait")
        lines: tuple[str, ...] = ()
    else:
        lead = words.text("own_phone.lead")
        lines = (address(screen.url), words.text("own_phone.changes"))
    return Shown(
        screen="own-phone" if screen.url else "own-phone-none",
        layout=Layout.MESSAGE,
        icon="phone",
        title=words.text("own_phone.title"),
        lead=lead,
        lines=lines,
        code=screen.url,
        back=back,
        again=again,
    )


def address(url: str) -> str:
    """As it is typed: without ``http://``, the code in two groups as it is read out."""
    bare = url.removeprefix("https://").removeprefix("http://")
    path, _, token = bare.rpartition("/")
    return f"{path}/{token[:4]}-{token[4:]}"
