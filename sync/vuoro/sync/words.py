"""What a kiosk says where its device may not take clients any more."""

from vuoro.core.catalogue import catalogue
from vuoro.core.languages import MAIN

PACKAGE = "vuoro.sync"


def out_of_order() -> dict[str, str]:
    """The words by language."""
    return {each: catalogue(PACKAGE, each).text("out_of_order") for each in MAIN}
