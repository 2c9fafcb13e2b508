"""Each clause comes out as its measurements and tests do, and the report says so."""

from dataclasses import replace
from pathlib import Path

import pytest

from vuoro.lobby.a11y.clauses import Clause, Verdict, clauses, judge
from vuoro.lobby.a11y.finding import Finding, Notebook, Result
from vuoro.lobby.a11y.kiosk.combinations import FACTORS, jobs, pairwise
from vuoro.lobby.a11y.measurements import NAMED
from vuoro.lobby.a11y.report.writing import Report, page

ROOT = Path(__file__).parents[2]
CLAUSE = Clause("5.1.4", "Letters", "software", ("kiosk.capital-height",), ("tests/x.py::test_y",))
GOOD = Result("kiosk.capital-height", 12)
BAD = replace(GOOD, findings=(Finding("kiosk.capital-height", "small", "too small", ("home",)),))


@pytest.mark.parametrize(
    ("result", "test", "verdict"),
    [
        (GOOD, True, Verdict.PASS),
        (BAD, True, Verdict.FAIL),
        (GOOD, False, Verdict.FAIL),
        (GOOD, None, Verdict.NOT_MEASURED),
        (replace(GOOD, checked=0), True, Verdict.NOT_MEASURED),
        (None, True, Verdict.NOT_MEASURED),
    ],
)
def test_a_clause_passes_only_when_all_was_measured_and_nothing_found(
    result: Result | None, test: bool | None, verdict: Verdict
) -> None:
    results = {result.measurement: result} if result else {}
    tests = {} if test is None else {"tests/x.py::test_y": test}

    assert judge(CLAUSE, results, tests, ROOT).verdict is verdict


@pytest.mark.parametrize("clause", clauses(), ids=lambda clause: clause.id)
def test_every_row_rests_on_something_that_exists(clause: Clause) -> None:
    assert all(name in NAMED for name in clause.measurements)
    for name in clause.tests:
        file, _, function = name.partition("::")
        assert f"def {function}(" in (ROOT / file).read_text("utf-8"), name
    if clause.decides == "software":
        assert clause.measurements or clause.tests or clause.files
    if clause.decides == "none":
        assert clause.why


def test_a_fault_seen_everywhere_is_told_once_with_its_count() -> None:
    book, other = Notebook(), Notebook()
    for number in range(5):
        book.fault("web.axe", "image-alt", "an image has no words", f"page {number}")
    other.fault("web.axe", "image-alt", "an image has no words", "page 9")
    book.add(other)

    (result,) = book.results(["web.axe"])

    (finding,) = result.findings
    assert finding.times == 6
    assert finding.where == ("page 0", "page 1", "page 2")


def test_every_pair_of_wishes_is_drawn() -> None:
    rows = pairwise(FACTORS)

    for one in range(len(FACTORS)):
        for other in range(one + 1, len(FACTORS)):
            met = {(row[one], row[other]) for row in rows}
            assert len(met) == len(FACTORS[one]) * len(FACTORS[other])


def test_every_screen_is_drawn_in_every_language() -> None:
    from vuoro.core.languages import ENDONYMS

    drawn = {(job.picture, job.language) for job in jobs(7, tuple(ENDONYMS))}

    assert len(drawn) == 7 * len(ENDONYMS)


def test_the_report_tells_faults_and_verdicts_and_escapes_what_it_quotes() -> None:
    bad = replace(BAD, findings=(replace(BAD.findings[0], what="<b>5.9 mm"),))
    row = judge(CLAUSE, {bad.measurement: bad}, {}, ROOT)
    report = Report(
        "1", "22.11.2026", "7.5", 2, "", False, "Walked.", (row,), {bad.measurement: bad}
    )

    told = page(report)

    assert '<html lang="en"' in told
    assert "&lt;b&gt;5.9 mm" in told
    assert "✗" not in told, "the mark is the style sheet's"
    assert 'class="verdict bad">fail' in told
