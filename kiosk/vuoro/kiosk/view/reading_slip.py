"""What a slip says that its number screen doesn't: who gets no paper in the hand hears it all."""

from collections.abc import Iterator

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.languages import in_language
from vuoro.core.wire.kiosk import Slip
from vuoro.kiosk.view.reading_item import Item
from vuoro.kiosk.view.sounding import spelled


def slip_items(slip: Slip, words: Catalogue) -> Iterator[Item]:
    """Office, time and receipt number, in the words of the printer."""
    # Whoever prints has loaded it by now.
    from vuoro.printer.slip import written_time

    printed = catalogue("vuoro.printer", words.language)
    receipt = printed.text("slip.receipt", receipt=slip.receipt)
    aloud = printed.text("slip.receipt", receipt=spelled(slip.receipt))
    yield Item("slip-also", words.text("speech.slip"))
    yield Item("slip-office", in_language(slip.office, words.language))
    yield Item("slip-time", written_time(slip.issued_at, printed))
    yield Item("slip-receipt", receipt, said=aloud)
