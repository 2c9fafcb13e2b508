"""Which output a window belongs on, by name: their order changes from start to start. Pure."""

from collections.abc import Sequence


def output_for(wanted: str, there: Sequence[str]) -> str | None:
    """The output named ``wanted``, or the first by name if it is ``""``; None: it is not there.

    A window never goes to another output than its own: something else is shown there.
    """
    if wanted:
        return wanted if wanted in there else None
    return min(there, default=None)
