"""The words of the staff pages."""

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.languages import Language

PACKAGE = "vuoro.booking.web.staff"


def staff_words(language: Language) -> Catalogue:
    """All words of the staff pages in one language."""
    return catalogue(PACKAGE, language)
