"""docs/settings.md tells of every setting, as it is."""

from pathlib import Path

from vuoro.core.settings import Settings, load_settings
from vuoro.core.settings.entries import all_entries
from vuoro.core.settings.reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_of_settings_is_up_to_date() -> None:
    """If this fails: ``python -m vuoro.core.settings > docs/settings.md``."""
    assert PAGE.read_text("utf-8") == reference()


def test_every_setting_has_a_description() -> None:
    assert [entry.path for entry in all_entries(Settings) if not entry.description] == []


def test_every_setting_and_its_variable_is_on_the_page() -> None:
    page = reference()

    for entry in all_entries(Settings):
        assert f"**`{entry.name}`**" in page
        assert f"`{entry.variable}`" in page


def test_the_defaults_on_the_page_are_good_settings(tmp_path: Path) -> None:
    """A file made of the page's own words means the same as no file."""
    lines = []
    for line in reference().splitlines():
        if line.startswith("## ["):
            lines.append(line.removeprefix("## "))
        if line.startswith("**`"):
            name, _, value = line.strip().partition("** = ")
            lines.append(f"{name.strip('*`')} = {value.strip('`')}")
    file = tmp_path / "vuoro.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    empty = tmp_path / "empty.toml"
    empty.write_text("")

    assert len(lines) > 40
    assert load_settings(file, {}) == load_settings(empty, {})
