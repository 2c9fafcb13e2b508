"""What every test may count on: one Qt application a process, and no application kept."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from fastapi.dependencies import models
from PySide6.QtGui import QGuiApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The first example may load OpenCV, and the computer may be busy: time is the bench's matter.
hypothesis.settings.register_profile("vuoro", deadline=None)
hypothesis.settings.load_profile("vuoro")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that take a minute come first: at the end one worker would do them alone."""
    items.sort(key=lambda item: "model" not in item.path.parts)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """pytest-qt would make a QApplication, and complain about the one that a test made before."""
    return QGuiApplication


@pytest.fixture(autouse=True)
def _forget_applications() -> Iterator[None]:
    """FastAPI remembers thousands of endpoints, and each holds the databases of its test: 2 GB."""
    yield
    for name in ("_is_gen_callable", "_is_async_gen_callable", "_is_coroutine_callable"):
        if remembers := getattr(models, f"{name}_cached", None):
            remembers.cache_clear()
