"""The recipe of the A/B image is whole, and the check that says so finds what is wrong."""

import runpy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parents[3] / "deploy/raspberrypi/image"
LAYER, CONFIG, SHARED = "layer/vuoro-lobby.yaml", "config/vuoro-lobby.yaml", "shared/vuoro.conf"
MODULE = runpy.run_path(str(HERE / "check.py"))
FSTAB: Path = MODULE["FSTAB"]
check: Callable[[Path, Path], Iterator[str]] = MODULE["check"]


def test_the_recipe_is_whole() -> None:
    assert list(check(HERE, FSTAB)) == []


@pytest.mark.parametrize(
    ("file", "before", "after", "problem"),
    [
        (
            "layer/vuoro-lobby.yaml",
            "X-Env-Layer-Version",
            "X-Env-Version",
            "no X-Env-Layer-Version",
        ),
        (LAYER, "mmdebstrap:", "mmdebstrap", "no mmdebstrap"),
        (LAYER, "packages:\n", "packages: [\n", "no mmdebstrap"),
        (LAYER, "- rm -f ", "- if rm -f ", "cleanup-hooks 0"),
        (LAYER, 'IGconf_vuoro_release"', 'IGconf_vuoro_relaese"', "nobody sets"),
        (CONFIG, "layer: image-rota", "layer: image-rpios", "two slots"),
        (CONFIG, "8G", "lots", "is a size"),
        (CONFIG, "app: vuoro-lobby", "app: vuoro", "no layer vuoro"),
        (SHARED, "Version=1", "Version=2", "Version=1"),
        (SHARED, "Path=/etc/vuoro\n", "", "slots have to share it"),
    ],
)
def test_what_is_wrong_is_found(
    tmp_path: Path, file: str, before: str, after: str, problem: str
) -> None:
    shutil.copytree(HERE, tmp_path / "image", ignore=shutil.ignore_patterns("__pycache__"))
    spoilt = tmp_path / "image" / file
    text = spoilt.read_text("utf-8")
    assert before in text
    spoilt.write_text(text.replace(before, after, 1), encoding="utf-8")

    assert any(problem in each for each in check(tmp_path / "image", FSTAB))
