"""The layout: source roots of one namespace, and what every module may import and do at import."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
TOP_LEVEL = {
    ".ci", "booking", "core", "deploy", "desk", "display", "docs", "hardware", "kiosk", "lobby",
    "printer", "queue", "sync", "tests",
}  # fmt: skip
PARTS = tuple(sorted(folder.parent.name for folder in ROOT.glob("*/vuoro") if folder.is_dir()))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOOLS: dict[str, Any] = PROJECT["tool"]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command, run from the root of the checkout."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
    )


def modules() -> list[str]:
    """The name of every module of Vuoro but the programs (`__main__`), which run when imported."""
    names = []
    for part in PARTS:
        for file in sorted((ROOT / part).rglob("*.py")):
            if file.name == "__main__.py":
                continue
            steps = file.relative_to(ROOT / part).with_suffix("").parts
            names.append(".".join(steps[:-1] if steps[-1] == "__init__" else steps))
    return names


def test_the_checkout_has_the_folders_of_the_architecture_and_no_others() -> None:
    tracked = run("git", "ls-files").stdout.splitlines()

    folders = {path.split("/")[0] for path in tracked if "/" in path}

    assert folders <= TOP_LEVEL


@pytest.mark.parametrize("part", PARTS)
def test_a_source_root_shadows_no_other_package(part: str) -> None:
    root = ROOT / part

    assert not (root / "__init__.py").exists()
    assert not (root / "vuoro" / "__init__.py").exists()
    assert (root / "vuoro" / part / "__init__.py").exists()
    assert [inside.name for inside in (root / "vuoro").iterdir() if inside.is_dir()] == [part]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_ships_its_types(part: str) -> None:
    assert (ROOT / part / "vuoro" / part / "py.typed").exists()


def test_every_part_is_built_installed_checked_and_kept_in_its_layer() -> None:
    parts = list(PARTS)
    packages = [f"vuoro.{part}" for part in parts]
    contracts = TOOLS["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    layered = sorted(name.strip() for layer in layers for name in layer.split("|"))

    assert TOOLS["hatch"]["build"]["dev-mode-dirs"] == parts
    assert TOOLS["hatch"]["build"]["targets"]["wheel"]["packages"] == [f"{p}/vuoro" for p in parts]
    assert TOOLS["mypy"]["mypy_path"] == parts
    assert set(parts) < set(TOOLS["mypy"]["files"])
    assert TOOLS["importlinter"]["root_packages"] == packages
    assert layered == packages


def test_test_folders_are_no_packages() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_the_tools_know_that_vuoro_is_a_namespace() -> None:
    assert TOOLS["pytest"]["ini_options"]["consider_namespace_packages"] is True
    assert "--import-mode=importlib" in TOOLS["pytest"]["ini_options"]["addopts"]
    assert TOOLS["mypy"]["explicit_package_bases"] is True


def test_the_queue_of_the_standard_library_is_found_from_the_root() -> None:
    result = run(sys.executable, "-c", "import queue; queue.SimpleQueue(); print(queue.__file__)")

    assert result.stderr == ""
    assert not result.stdout.startswith(str(ROOT / "queue"))


def test_no_module_connects_opens_or_starts_a_thread_when_imported() -> None:
    result = run(
        sys.executable,
        str(ROOT / "tests" / "import_quietly.py"),
        str(ROOT) + os.sep,
        *modules(),
        QT_QPA_PLATFORM="offscreen",
        OPENBLAS_NUM_THREADS="1",
        OMP_NUM_THREADS="1",
    )

    assert result.returncode == 0, result.stderr
    assert result.stdout == ""


def test_imports_point_only_downwards() -> None:
    result = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")

    assert result.returncode == 0, result.stdout
