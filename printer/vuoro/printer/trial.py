"""The test page: shows that head, width, darkness, codes, scripts and cutter work."""

from collections.abc import Iterator
from datetime import datetime

from vuoro.core.catalogue import Catalogue, catalogue
from vuoro.printer.sheet import (
    PAPERS,
    Bars,
    Block,
    Code,
    Gap,
    Paper,
    Ruler,
    Sheet,
    Steps,
    Weight,
    Words,
)
from vuoro.printer.slip import written_time

_LINK = "https://lobby.invalid:8480/t/test-page-code-of-{mm}-mm"
"""As long as the link on a slip, so that the code is as fine; it leads nowhere (RFC 6761, 6.4)."""
_CODES_MM = (20, 25, 30)
_SCRIPTS = (
    "Åäö Šárka Žižka Čáŋŋal đŧ € ½",
    "Вітаю · 欢迎 · ยินดีต้อนรับ · ễ",
    "أهلاً وسهلاً · خوش آمدید · بەخێربێن",
    "0123456789 A017 B042 C300",
)


def compose_trial(language: str, kiosk: str, now: datetime, paper_mm: int) -> Sheet:
    """A sheet that nobody can take for a ticket."""
    paper = PAPERS[paper_mm]
    return Sheet(paper, tuple(_blocks(catalogue("vuoro.printer", language), kiosk, now, paper)))


def _blocks(words: Catalogue, kiosk: str, now: datetime, paper: Paper) -> Iterator[Block]:
    small = 2.2 * paper.scale
    yield Gap(2)
    yield Words(words.text("trial.title"), 3.3 * paper.scale, Weight.BOLD)
    yield Words(kiosk, 2.4 * paper.scale)
    yield Words(written_time(now, words), 2.4 * paper.scale)
    for block, text in (
        (Ruler(5), "trial.edges"),
        (Bars(8), "trial.bars"),
        (Steps(8), "trial.steps"),
    ):
        yield Gap(3)
        yield block
        yield Gap(1)
        yield Words(words.text(text), small)
    yield Gap(3)
    for line in _SCRIPTS:
        yield Words(line, 2.9 * paper.scale)
    yield Gap(3)
    yield Words(words.text("trial.codes"), small)
    for mm in _CODES_MM:
        yield Gap(3)
        yield Code(_LINK.format(mm=mm), mm, (Words(f"{mm} mm", 2.9 * paper.scale),))
    yield Gap(4)
    yield Words(words.text("trial.cut"), small)
    yield Gap(8)
