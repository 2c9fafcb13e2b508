"""The footer: languages by their own names, and how the screen looks, reads and reaches."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vuoro.core.catalogue import Catalogue
from vuoro.core.languages import ENDONYMS, MAIN, Language
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.wishes import Contrast, Reach, Wishes
from vuoro.kiosk.view.shown import Footer, LanguageShown, Tool

if TYPE_CHECKING:
    from vuoro.kiosk.flow.speech import Speech

FIRST = 3
"""Languages that have a button of their own."""
_CONTRAST_ICONS = {
    Contrast.STANDARD: "contrast",
    Contrast.DARK: "contrast-dark",
    Contrast.BRIGHT: "contrast-bright",
}
_REACH_ICONS = {Reach.NONE: "reach", Reach.RIGHT: "reach-right", Reach.LEFT: "reach-left"}


def footer(
    wishes: Wishes,
    offered: Sequence[str],
    words: Catalogue,
    *,
    helps: bool = True,
    speech: "Speech | None" = None,
) -> Footer:
    """The footer of a screen; ``offered`` are the office's languages in its order."""
    shown = languages(wishes, offered)
    return Footer(
        languages=shown[:FIRST],
        beside=(
            *((_more(shown[FIRST:], words),) if len(shown) > FIRST else ()),
            _tool(Button.SIMPLE, "simple", wishes.simple, words),
        ),
        tools=(
            _text_size(wishes, words),
            _contrast(wishes, words),
            _reach(wishes, words),
            _speech(speech, words),
            *((_help(words),) if helps else ()),
        ),
    )


def languages(wishes: Wishes, offered: Sequence[str]) -> tuple[LanguageShown, ...]:
    """The languages on offer, in the office's order."""
    known = tuple(Language(tag) for tag in offered if tag in ENDONYMS) or MAIN
    return tuple(LanguageShown(tag, ENDONYMS[tag], tag == wishes.language) for tag in known)


def _more(others: Sequence[LanguageShown], words: Catalogue) -> Tool:
    text = words.text("tool.languages")
    chosen = any(language.checked for language in others)
    return Tool(Button.LANGUAGES, text, "languages", text, checked=chosen)


def _text_size(wishes: Wishes, words: Catalogue) -> Tool:
    text, step = words.text("tool.text_size"), wishes.text_size
    spoken = f"{text}: {words.text('page.of', page=step + 1, count=3)}"
    return Tool(Button.TEXT_SIZE, text, "text-size", spoken, checked=step > 0, step=step)


def _contrast(wishes: Wishes, words: Catalogue) -> Tool:
    text, contrast = words.text("tool.contrast"), wishes.contrast
    spoken = f"{text}: {words.text(f'tool.contrast.{contrast.value}')}"
    icon, changed = _CONTRAST_ICONS[contrast], contrast is not Contrast.STANDARD
    return Tool(Button.CONTRAST, text, icon, spoken, checked=changed)


def _reach(wishes: Wishes, words: Catalogue) -> Tool:
    text, reach = words.text("tool.reach"), wishes.reach
    spoken = f"{text}: {words.text(f'tool.reach.{reach.value}')}"
    return Tool(Button.REACH, text, _REACH_ICONS[reach], spoken, checked=reach is not Reach.NONE)


def _speech(speech: "Speech | None", words: Catalogue) -> Tool:
    """Where nothing can speak, the button says so."""
    on, mute = (speech.on, speech.mute) if speech is not None else (False, False)
    text = words.text("tool.speech_none" if mute else "tool.speech_off" if on else "tool.speech")
    return Tool(Button.SPEECH, text, "speech", text, checked=on, enabled=not mute)


def _help(words: Catalogue) -> Tool:
    text = words.text("tool.help")
    return Tool(Button.HELP, text, "person", text)


def _tool(button: Button, icon: str, on: bool, words: Catalogue) -> Tool:
    text = words.text(f"tool.{icon}")
    spoken = f"{text}: {words.text('tool.on' if on else 'tool.off')}"
    return Tool(button, text, icon, spoken, checked=on)
