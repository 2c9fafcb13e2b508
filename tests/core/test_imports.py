"""What the core loads when it is imported: nothing that makes a kiosk start slowly."""

import subprocess
import sys

import pytest

MODULES = (
    "booking_code",
    "catalogue",
    "clock",
    "day_key",
    "identity_code",
    "ids",
    "languages",
    "log",
    "look",
    "passes",
    "settings",
    "wire.codec",
    "wire.kiosk",
)


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """Every module loaded once the whole core is imported, in a fresh interpreter."""
    script = "import sys\n" + "".join(f"import vuoro.core.{module}\n" for module in MODULES)
    script += "print(*sys.modules)"
    finished = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return {name.partition(".")[0] for name in finished.stdout.split()}


@pytest.mark.parametrize("heavy", ["cryptography", "PySide6", "sqlalchemy", "pydantic", "numpy"])
def test_the_core_does_not_load(heavy: str, loaded: set[str]) -> None:
    assert "vuoro" in loaded
    assert heavy not in loaded
