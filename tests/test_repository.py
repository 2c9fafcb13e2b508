"""The checkout as a stranger gets it: its lock, its words, its documents and its commands."""

import os
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]))
DECISIONS = tuple(sorted((ROOT / "docs" / "decisions").glob("*.md")))
TEXTS = tuple(sorted(folder for folder in ROOT.glob("*/vuoro/**/texts") if folder.is_dir()))
LANGUAGES = ("en", "fi", "sv")


def named(path: Path) -> str:
    """A path as it reads in a test's name."""
    return str(path.relative_to(ROOT))


def check_files(folder: Path) -> subprocess.CompletedProcess[str]:
    """What `make check` says about the files of a checkout."""
    script = ROOT / "deploy" / "scripts" / "check_files.py"
    return subprocess.run(
        [sys.executable, str(script)], cwd=folder, check=False, capture_output=True, text=True
    )


def requirements() -> list[str]:
    """Each locked package with its options, one text each."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in lines.splitlines() if line and not line.lstrip().startswith("#")]


def targets() -> set[str]:
    """What `make` can do."""
    return set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def code_in(document: Path) -> Iterator[str]:
    """The code of a document: fenced blocks and code spans."""
    text = document.read_text(encoding="utf-8")
    yield from re.findall(r"```.*?```", text, re.DOTALL)
    yield from re.findall(r"`[^`\n]+`", text)


def forms(entry: polib.POEntry) -> list[str]:
    """The words of an entry: one text, or those for one and for several."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(entry: polib.POEntry) -> set[str]:
    """The names that are filled in, but for a plural's number ("one person" does not say it)."""
    parts = [part for form in forms(entry) for part in string.Formatter().parse(form)]
    names = {name for _, name, _, _ in parts if name}
    return names - {"n"} if entry.msgid_plural else names


def words(folder: Path, language: str) -> dict[str, polib.POEntry]:
    """The entries of a part in one language, by key."""
    return {entry.msgid: entry for entry in polib.pofile(str(folder / f"{language}.po"))}


def anchors(document: Path) -> set[str]:
    """What a link can point to inside a document, as GitHub names headings."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_lock_pins_every_package_by_version_and_hash() -> None:
    for requirement in requirements():
        assert re.match(r"[A-Za-z0-9._-]+==\S+ ", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_the_lock_names_no_address_and_no_path() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    assert "://" not in lock
    assert set(re.findall(r"--[a-z-]+", lock)) == {"--hash"}
    assert "/" not in re.sub(r"#.*", "", lock)


def test_no_file_is_too_long_names_a_machine_or_a_registry() -> None:
    result = check_files(ROOT)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.py", "x = 1\n" * 401, "a.py: 401 lines"),
        ("notes.md", "see /" + "home/someone/x\n", "notes.md:1: names a path of one machine"),
        ("a.toml", "url = 'https://pypi" + ".org/simple'\n", "a.toml:1: names a registry"),
    ],
)
def test_a_fault_in_a_file_is_found(tmp_path: Path, name: str, text: str, fault: str) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / name).write_text(text, encoding="utf-8")

    result = check_files(tmp_path)

    assert result.returncode == 1
    assert fault in result.stderr


@pytest.mark.parametrize("folder", TEXTS, ids=named)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_in_every_language(folder: Path, language: str) -> None:
    finnish = words(folder, "fi")
    translated = words(folder, language)

    assert set(translated) == set(finnish)
    for key, entry in translated.items():
        assert all(forms(entry)), key
        assert not entry.fuzzy, key
        assert placeholders(entry) == placeholders(finnish[key]), key
        assert bool(entry.msgid_plural) == bool(finnish[key].msgid_plural), key


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_a_document_names_only_commands_that_exist(document: Path) -> None:
    named_targets = {
        name for code in code_in(document) for name in re.findall(r"\bmake ([a-z0-9-]+)", code)
    }

    assert named_targets <= targets()


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        if re.match(r"https?://|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("decision", DECISIONS, ids=named)
def test_a_decision_is_one_page_with_its_reasons(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 40
    for heading in ("## Context", "## Decision", "## Consequences"):
        assert heading in text


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(decision.name[:4]) for decision in DECISIONS]

    assert numbers == list(range(1, len(numbers) + 1))


def test_the_changelog_says_what_is_coming() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_command_explains_itself() -> None:
    result = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True)

    assert {f"make {target}" for target in targets()} == set(
        re.findall(r"^  (make [a-z0-9-]+) ", result.stdout, re.MULTILINE)
    )


def test_every_system_package_has_its_reason() -> None:
    lines = (ROOT / "deploy" / "packages.txt").read_text(encoding="utf-8").splitlines()

    for line in filter(None, lines):
        assert line.startswith("# ") or re.fullmatch(r"\S+ {2,}\S.*", line), line


def test_the_scripts_can_be_run_and_read_by_bash() -> None:
    for script in (ROOT / ".ci" / "run", *(ROOT / "deploy" / "scripts").glob("*.sh")):
        assert os.access(script, os.X_OK), script
        assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0, script
