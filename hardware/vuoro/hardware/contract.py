"""One thing that any device must keep to, and whether this one does."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check of a contract suite, over a simulator or over a real device.

    ``name`` is a word for programs, such as ``closed_at_first``; ``words`` is a sentence for
    people: what holds, or what was seen instead. Neither says what a scanner read.
    """

    name: str
    ok: bool
    words: str
