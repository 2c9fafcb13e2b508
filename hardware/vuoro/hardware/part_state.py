"""How a part is that either works or doesn't: a light, a button, a television."""

import enum


class PartState(enum.StrEnum):
    """What a device reports of such a part."""

    OK = "ok"
    OFFLINE = "offline"
    """Not there, or not answering; it is tried again by itself."""
    NONE = "none"
    """There is none."""
