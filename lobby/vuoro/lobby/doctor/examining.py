"""Examinations side by side: one that hangs holds up no other."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future

from vuoro.lobby.doctor.finding import Examination, Finding, Group

log = logging.getLogger(__name__)


def carry_out(
    examinations: Iterable[Examination], mono: Callable[[], float] = time.monotonic
) -> Iterator[tuple[Group, Finding]]:
    """What each found, in their order; all begin at once.

    One that takes too long or breaks is a finding too. Its thread is left behind: nothing can end
    a system call that hangs, and the program ends soon.
    """
    began = mono()
    under_way = [(each, _begun(each)) for each in examinations]
    for each, findings in under_way:
        left = max(0.0, began + each.seconds - mono())
        for finding in _outcome(each, findings, left):
            yield each.group, finding


def _begun(examination: Examination) -> "Future[tuple[Finding, ...]]":
    findings: Future[tuple[Finding, ...]] = Future()

    def run() -> None:
        try:
            findings.set_result(tuple(examination.look()))
        except BaseException as error:  # whoever waits gets it
            findings.set_exception(error)

    name = f"doctor {examination.matter}"
    threading.Thread(target=run, name=name, daemon=True).start()
    return findings


def _outcome(
    examination: Examination, findings: "Future[tuple[Finding, ...]]", left: float
) -> tuple[Finding, ...]:
    try:
        return findings.result(left)
    except TimeoutError:
        words = f"no end within {examination.seconds:g} s: it hangs. Unplug it and plug it in again"
    except Exception as error:
        log.debug("an examination broke", exc_info=error)
        words = f"could not be looked at ({type(error).__name__}: {error})"
    return (Finding(examination.matter, False, words),)
