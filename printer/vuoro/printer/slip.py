"""A ticket as it stands on paper. Never a name, an identity code, a service or a specialist."""

from datetime import datetime

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.core.clock import local
from vuoro.core.languages import as_written, in_language, right_to_left, second_language
from vuoro.core.wire.common import WaitInterval
from vuoro.core.wire.kiosk import Slip
from vuoro.printer.sheet import (
    PAPERS,
    Block,
    Code,
    Gap,
    Joined,
    Mark,
    Number,
    Paper,
    Sheet,
    Weight,
    Words,
)

_NUMBER_MM = 26.0
_CODE_MM = 25.0
_AFTER_LAST_LINE_MM = 8.0


def compose(slip: Slip, paper_mm: int) -> Sheet:
    """The slip on paper of 58 or 80 mm, in the language of the slip."""
    paper = PAPERS[paper_mm]
    words = catalogue("vuoro.printer", slip.language)
    blocks = (
        *_head(slip, paper, words),
        Number(slip.number, _NUMBER_MM),
        *_waiting(slip, paper, words),
        Gap(6 * paper.scale),
        _follow(slip, paper, words),
        Gap(6 * paper.scale),
        *_foot(slip, paper, words),
        Gap(_AFTER_LAST_LINE_MM),
    )
    return Sheet(paper, blocks, right_to_left=right_to_left(slip.language))


def written_time(moment: datetime, words: Catalogue) -> str:
    """Date and time as people in Finland read it, in the words of a language."""
    at = local(moment)
    return words.text("slip.time", day=at.day, month=at.month, year=at.year, clock=at)


def _head(slip: Slip, paper: Paper, words: Catalogue) -> tuple[Block, ...]:
    mark: tuple[Block, ...] = ()
    if slip.copy == 1:
        mark = (Mark(words.text("slip.copy"), 2.6 * paper.scale), Gap(4 * paper.scale))
    elif slip.copy > 1:
        text = words.text("slip.copy.again", n=slip.copy)
        mark = (Mark(text, 2.6 * paper.scale), Gap(4 * paper.scale))
    return (
        Gap(2),
        *mark,
        Words(in_language(slip.office, slip.language), 2.5 * paper.scale),
        Gap(5 * paper.scale),
        Words(words.text("slip.title"), 3.3 * paper.scale, Weight.SEMIBOLD),
        Gap(3 * paper.scale),
    )


def _waiting(slip: Slip, paper: Paper, words: Catalogue) -> tuple[Block, ...]:
    """People ahead and the interval where they may be told, and where to wait."""
    told = tuple(text for text in (_ahead(slip.ahead, words), _interval(slip.wait, words)) if text)
    figures = (Joined(told, 3.3 * paper.scale, Weight.SEMIBOLD), Gap(2 * paper.scale))
    return (
        Gap(5 * paper.scale),
        *(figures if told else ()),
        Words(in_language(slip.where, slip.language), 2.9 * paper.scale),
    )


def _ahead(people: int | None, words: Catalogue) -> str:
    if people is None:
        return ""
    return words.text("slip.ahead", n=people) if people else words.text("slip.ahead.nobody")


def _interval(wait: WaitInterval | None, words: Catalogue) -> str:
    if wait is None or wait.at_most < 1:
        return ""
    if wait.likely < 1:
        return words.text("slip.wait.at_most", n=wait.at_most)
    if wait.likely >= wait.at_most:
        return words.text("slip.wait.about", n=wait.at_most)
    return words.text("slip.wait", likely=wait.likely, at_most=wait.at_most)


def _follow(slip: Slip, paper: Paper, words: Catalogue) -> Code:
    beside = (
        Words(words.text("slip.follow"), 3.1 * paper.scale, Weight.SEMIBOLD),
        Words(words.text("slip.follow.how"), 2.5 * paper.scale),
    )
    return Code(slip.follow_url, _CODE_MM, beside)


def _foot(slip: Slip, paper: Paper, words: Catalogue) -> tuple[Block, ...]:
    second = second_language(slip.language)
    other = catalogue("vuoro.printer", second).text("slip.second", number=slip.number)
    small = 2.4 * paper.scale
    return (
        Words(written_time(slip.issued_at, words), small),
        Words(words.text("slip.receipt", receipt=as_written(slip.receipt, slip.language)), small),
        Gap(4 * paper.scale),
        Words(f"{other} {in_language(slip.where, second)}".strip(), small),
    )
