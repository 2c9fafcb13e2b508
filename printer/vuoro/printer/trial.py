"""The test print of the staff menu: shows that head, width, scripts and cutter work."""

from datetime import datetime

from vuoro.core.catalogue import catalogue
from vuoro.printer.sheet import PAPERS, Bars, Code, Gap, Number, Sheet, Weight, Words
from vuoro.printer.slip import written_time


def compose_trial(language: str, kiosk: str, now: datetime, paper_mm: int) -> Sheet:
    """A sheet that nobody can take for a ticket."""
    paper = PAPERS[paper_mm]
    words = catalogue("vuoro.printer", language)
    beside = (Words(words.text("trial.code"), 2.5 * paper.scale),)
    return Sheet(
        paper,
        (
            Gap(2),
            Words(words.text("trial.title"), 3.3 * paper.scale, Weight.BOLD),
            Gap(3),
            Number("•••", 12),
            Gap(4),
            Words("Åäö Öljy Šárka Žižka € – ½", 2.9 * paper.scale),
            Words("Вітаю · გამარჯობა · ยินดีต้อนรับ", 2.9 * paper.scale),
            Words("أهلاً وسهلاً", 2.9 * paper.scale),
            Gap(4),
            Bars(8),
            Gap(4),
            Code("https://github.com/", 25, beside),
            Gap(4),
            Words(kiosk, 2.4 * paper.scale),
            Words(written_time(now, words), 2.4 * paper.scale),
            Gap(8),
        ),
    )
