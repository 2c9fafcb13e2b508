"""Whether the programs would take what a plan writes, before anything is written."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from vuoro.core.settings.load import BadSettings, load_settings
from vuoro.lobby.appliance.setup.answers import BadAnswers
from vuoro.lobby.appliance.setup.plan import Plan
from vuoro.queue.office_file import BadOffice, load_office


def check(plan: Plan, beside: Path) -> None:
    """Raises BadAnswers with every error in settings and office file. ``beside``: the folder that
    the path of the office file starts from."""
    errors = [*_settings(plan)]
    if plan.office:
        try:
            load_office(beside / plan.office)
        except BadOffice as error:
            errors += error.errors
    if errors:
        raise BadAnswers(tuple(errors))


def _settings(plan: Plan) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        for file in plan.files:
            if not file.name.endswith(".toml"):
                continue
            path = Path(folder) / file.name
            path.write_text(file.text, encoding="utf-8")
            try:
                load_settings(path, {})
            except BadSettings as error:
                yield from error.errors
