"""The words of the pages, for templates and for scripts."""

from collections.abc import Mapping

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.languages import ENDONYMS, Language

PACKAGE = "vuoro.desk"


def page_words(language: Language) -> Catalogue:
    """The words of all pages in one language."""
    return catalogue(PACKAGE, language)


def words_of(language: Language) -> Mapping[str, str | tuple[str, ...]]:
    """The same for scripts: key to words, or to singular and plural; ``language.fi`` is *Suomi*."""
    known = page_words(language)
    endonyms = {f"language.{tag}": name for tag, name in ENDONYMS.items()}
    return {
        **known.words,
        **endonyms,
        **{key: plural.forms for key, plural in known.plurals.items()},
    }
