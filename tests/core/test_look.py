"""Design tokens: legible in both schemes, themed with care."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vuoro.core import look
from vuoro.core.look.contrast import contrast

LOOK = look.load()
TEXT = ("ink", "ink-soft", "brand", "good", "warn", "bad")
colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    return tmp_path / "theme.toml"


@pytest.mark.parametrize("scheme", ["light", "dark", "bright"])
@pytest.mark.parametrize("behind", ["surface", "ground"])
@pytest.mark.parametrize("text", TEXT)
def test_every_text_is_legible(scheme: str, behind: str, text: str) -> None:
    colour = LOOK.colours[scheme]

    assert contrast(colour[text], colour[behind]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark", "bright"])
def test_text_on_the_brand_colour_is_legible(scheme: str) -> None:
    colour = LOOK.colours[scheme]

    assert contrast(colour["brand-ink"], colour["brand"]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark", "bright"])
@pytest.mark.parametrize("behind", ["surface", "ground"])
def test_the_edge_of_a_field_can_be_seen(scheme: str, behind: str) -> None:
    colour = LOOK.colours[scheme]

    assert contrast(colour["edge"], colour[behind]) >= 3


@pytest.mark.parametrize("scheme", ["light", "dark", "bright"])
def test_the_ring_around_what_has_the_focus_can_be_seen(scheme: str) -> None:
    """Accent in light is too pale beside white, so the ring has an ink outline (design, look)."""
    colour = LOOK.colours[scheme]
    ring = (contrast(colour[part], colour["surface"]) for part in ("accent", "ink"))

    assert max(ring) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)
    assert contrast("#ffffff", "#FFFFFF") == 1


@given(colours, colours)
def test_contrast_has_no_direction(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21


def test_all_schemes_have_the_same_colours() -> None:
    names = {frozenset(colours) for colours in LOOK.colours.values()}

    assert len(names) == 1


def test_the_css_has_every_colour_and_size_with_its_unit() -> None:
    css = look.css(LOOK)

    for name, value in LOOK.colours["dark"].items():
        assert css.count(f"--{name}:{value};") >= 2
    assert "--ink:#10202E;" in css
    assert "--radius:8px;" in css
    assert "--scale:1.25;" in css
    assert "--motion-ms:180ms;" in css


def test_the_fonts_ship_with_their_licence() -> None:
    fonts = look.fonts()

    assert {font.stem.partition("-")[2] for font in fonts} == {"Regular", "SemiBold", "Bold"}
    assert all(font.read_bytes()[:4] == b"\x00\x01\x00\x00" for font in fonts)
    assert "SIL OPEN FONT LICENSE" in fonts[0].with_name("OFL.txt").read_text("utf-8").upper()


def test_a_theme_lays_its_brand_over_ours(theme: Path) -> None:
    theme.with_name("logo.svg").write_text("<svg/>")
    theme.write_text(
        'logo = "logo.svg"\n[colour.light]\nbrand = "#0000BF"\nbrand-ink = "#FFFFFF"\n'
    )

    themed = look.load(theme)

    assert themed.colours["light"]["brand"] == "#0000BF"
    assert themed.colours["light"]["ink"] == LOOK.colours["light"]["ink"]
    assert themed.colours["dark"] == LOOK.colours["dark"]
    assert themed.logo == theme.with_name("logo.svg")


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ("[colour.light]\nbrand = '#FFD500'", "contrast 1.4; people need 7 or more"),
        ("[colour.light]\nbrand = '#FFD500'\nbrand-ink = '#000000'", "brand #FFD500 on surface"),
        ("[colour.dark]\nbrand = '#0000BF'\nbrand-ink = '#FFFFFF'", "colour.dark: brand"),
        ("[colour.light]\nink = '#000000'", "may set brand and brand-ink only"),
        ("[colour.light]\nbrand = 'red;}'", "must be a colour such as #0B4F6C"),
        ("[colour.light]\nbrand = 5", "must be a colour such as #0B4F6C"),
        ("[colour.blue]\nbrand = '#000000'", "must be tables"),
        ("colour = 5", "must be tables"),
        ("[colour]\nlight = 5", "must be tables"),
        ("logo = 5", "must be the name of a file"),
        ("logo = 'none.svg'", "there is no file"),
        ("font = 'Comic Sans'", "a theme has logo and colour only"),
        ("[colour", "is not TOML"),
    ],
)
def test_a_theme_that_serves_people_badly_is_refused(
    theme: Path, toml: str, complaint: str
) -> None:
    theme.write_text(toml)

    with pytest.raises(look.BadTheme) as caught:
        look.load(theme)

    assert complaint in str(caught.value)
    assert str(caught.value).startswith(str(theme))


def test_a_missing_theme_is_told_with_its_path(theme: Path) -> None:
    with pytest.raises(look.BadTheme, match="No such file"):
        look.load(theme)


def test_all_that_is_wrong_with_a_theme_is_told_at_once(theme: Path) -> None:
    theme.write_text("logo = 5\n[colour.light]\nbrand = 'red'\nink = '#000000'\n")

    with pytest.raises(look.BadTheme) as caught:
        look.load(theme)

    assert len(str(caught.value).splitlines()) == 3
