"""The words for a thing that is read: what it says, what it is, and how it is."""

from collections.abc import Iterator

from vuoro.core.catalogue import Catalogue
from vuoro.kiosk.flow.speech_events import Utterance
from vuoro.kiosk.view.reading_item import Item, Role

_STOPS = ".!?:؟\u06d4。"
_ROLES = {
    Role.BUTTON: "speech.role.button",
    Role.CHOICE: "speech.role.choice",
}


def said(item: Item, words: Catalogue) -> Utterance:
    """A thing, its role and its state; ``words`` are those of the item's own language."""
    text, facts = _sentence(item.spoken), ", ".join(_facts(item, words))
    return Utterance(f"{text} {facts}." if facts else text, words.language, item.private)


def _facts(item: Item, words: Catalogue) -> Iterator[str]:
    if item.role in _ROLES:
        yield words.text(_ROLES[item.role])
    if item.selected:
        yield words.text("speech.selected")
    if item.acts and not item.enabled:
        yield words.text("speech.unavailable")
    if item.place is not None and item.place[1] > 1:
        yield words.text("speech.position", n=item.place[0], of=item.place[1])


def _sentence(text: str) -> str:
    """With a full stop, so that a voice rests after it; a character alone stays alone."""
    text = text.strip()
    return text if len(text) < 2 or text[-1] in _STOPS else f"{text}."
