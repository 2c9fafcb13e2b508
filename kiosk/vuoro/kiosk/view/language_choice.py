"""Every language on offer, by its own name."""

from collections.abc import Sequence

from vuoro.core.catalogue import Catalogue
from vuoro.kiosk.flow.wishes import Wishes
from vuoro.kiosk.view.footer import languages as shown
from vuoro.kiosk.view.shown import Layout, Shown


def languages(wishes: Wishes, offered: Sequence[str], words: Catalogue, back: str) -> Shown:
    """All languages at once; choosing one leads back to where the visitor was."""
    return Shown(
        screen="languages",
        layout=Layout.LANGUAGES,
        icon="languages",
        title=words.text("languages.title"),
        languages=shown(wishes, offered),
        back=back,
    )
