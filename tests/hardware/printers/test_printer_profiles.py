"""Profiles of printers: those that ship, those an office writes, and what is wrong with them."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from vuoro.core.settings.schema import PrinterSettings
from vuoro.hardware.printers.profile import PrinterProfile, profile_for
from vuoro.hardware.printers.profile_files import (
    BadProfile,
    profile_named,
    profile_of,
    profile_text,
    shipped,
)
from vuoro.hardware.printers.virtual.models import MODELS

GOOD = {"model": "Any", "source": ["its manual"], "paper_mm": 80, "dots": 576}


def wrong(tree: dict[str, object]) -> tuple[str, ...]:
    with pytest.raises(BadProfile) as caught:
        profile_of(tree, "mine")
    return caught.value.errors


@pytest.mark.parametrize("name", shipped())
def test_every_profile_of_ours_can_be_used_and_says_where_its_facts_are_from(name: str) -> None:
    profile = profile_named(name)

    assert profile.name == name
    assert all(len(words) > 20 for words in profile.source)
    # Across the paper there are margins: 80 mm paper is printed 72 mm wide, 58 mm paper 48 mm.
    assert profile.dots / profile.dpi * 25.4 == pytest.approx(profile.paper_mm - 8, abs=2.5)


def test_no_two_profiles_know_the_same_usb_device() -> None:
    identities = [identity for name in shipped() for identity in profile_named(name).usb]

    assert len(identities) == len(set(identities))


def test_there_is_a_profile_of_every_printer_that_is_imitated() -> None:
    assert MODELS.keys() <= set(shipped())


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_generic_means_the_generic_one_of_the_paper(paper_mm: int) -> None:
    profile = profile_for(PrinterSettings(paper_mm=paper_mm))  # type: ignore[arg-type]

    assert (profile.name, profile.paper_mm) == (f"generic-{paper_mm}", paper_mm)


def test_narrow_paper_in_a_wide_printer_is_printed_48_mm_wide() -> None:
    narrow = profile_for(PrinterSettings(profile="epson-tm-t20iii", paper_mm=58))

    assert (narrow.paper_mm, narrow.dots) == (58, 384)
    assert narrow.status == "asb"


def test_a_narrow_printer_stays_narrow() -> None:
    assert profile_for(PrinterSettings(profile="generic-58", paper_mm=80)).dots == 384


def test_an_office_may_write_a_profile_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text('model = "Ours"\nsource = ["its manual"]\npaper_mm = 80\ndots = 512\n')

    profile = profile_for(PrinterSettings(profile=str(file)))

    assert (profile.name, profile.dots, profile.status) == ("ours", 512, "poll")


@pytest.mark.parametrize("name", shipped())
def test_a_profile_that_is_written_is_read_as_the_same(name: str, tmp_path: Path) -> None:
    profile = replace(profile_named(name), model='A "quoted" \\ model\n')
    file = tmp_path / f"{name}.toml"

    file.write_text(profile_text(profile))

    assert profile_named(str(file)) == replace(profile, model='A "quoted" \\ model')


def test_all_that_is_wrong_is_told_at_once_with_what_to_write() -> None:
    errors = wrong(
        {"model": "", "source": [], "dots": 577, "pace": -1, "sped_mm": 3, "flow": "dtr"}
    )

    told = "\n".join(errors)
    assert all(error.startswith("mine: ") for error in errors)
    assert "sped_mm: there is no such entry. Did you mean speed_mm?" in told
    assert "paper_mm: is missing. It must be one of 58, 80." in told
    assert "dots = 577: must be a whole number from 320 to 832." in told
    assert "pace = -1: must be a whole number from 0 to 1000000." in told
    assert 'flow = \'dtr\': must be one of "auto", "dtr_dsr", "rts_cts", "xon_xoff",' in told
    assert len(errors) == 7


def test_what_can_not_be_true_together_is_told() -> None:
    silent = wrong({**GOOD, "status": "none", "done_request": True})
    uncut = wrong({**GOOD, "cut": "none", "quirks": ["cut_without_feed"]})

    assert "contradicts status" in silent[0]
    assert "needs a cutter" in uncut[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("epson-tm-t20ii", "Did you mean epson-tm-t20iii?"),
        ("hp", "Known: bixolon"),
        ("/nowhere/mine.toml", "can't be read"),
    ],
)
def test_a_profile_that_is_not_there_is_told_with_those_that_are(name: str, words: str) -> None:
    with pytest.raises(BadProfile, match=words.replace("?", r"\?")):
        profile_named(name)


@pytest.mark.parametrize(("content", "words"), [(b"dots = ", "is not TOML"), (b"\xff", "UTF-8")])
def test_a_file_that_is_no_profile_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(content)

    with pytest.raises(BadProfile, match=words):
        profile_named(str(file))


def test_every_entry_says_what_it_is() -> None:
    from vuoro.core.settings.entries import entries

    assert len(fields(PrinterProfile)) > 15
    assert all(entry.description for entry in entries(PrinterProfile) if entry.name != "name")
