"""Write a revision from the difference between the tables and the newest revision.

There is no way back: a database that must be as before comes from its backup.

``python -m vuoro.booking.store.migrations.make "Add a column"`` writes the next one, to be read
and completed by a person (data to move, names that changed). ``--first`` writes the first ones
anew, one for each module of tables: only before any of them was released.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Table

from vuoro.booking.store.database import Database
from vuoro.booking.store.migrations import FOLDER, migrate, script_directory
from vuoro.booking.store.tables import (
    api,
    bookings,
    calendar,
    clients,
    drafts,
    fleet,
    messages,
    metadata,
    site_tls,
    staff,
    updates,
)  # fmt: skip

VERSIONS = FOLDER / "versions"
FIRST: tuple[ModuleType, ...] = (
    calendar, clients, bookings, drafts, messages, staff, api, fleet, updates, site_tls,
)  # fmt: skip
"""In this order each module refers only to tables of those before."""

_TEXT = '''"""{summary}."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {before!r}


def upgrade() -> None:
    """Make it so."""
    {steps}
'''
_BOOLEAN = re.compile(r"sa\.Boolean\(\), server_default=sa\.text\((['\"])([01])\1\)")


def main() -> None:
    """Carry out the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("summary", nargs="?", help="what the next revision does, as an imperative")
    what.add_argument("--first", action="store_true", help="write the first revisions anew")
    options = parser.parse_args()
    written = write_first() if options.first else [write_next(options.summary)]
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", *written], check=True)
    print(*written, sep="\n")


def write_first() -> list[Path]:
    """The first revisions anew: one for each module of tables."""
    for old in VERSIONS.glob("v*.py"):
        old.unlink()
    written: list[Path] = []
    for module in FIRST:
        mine = {id(table) for table in vars(module).values() if isinstance(table, Table)}
        name = module.__name__.rpartition(".")[2]
        written.append(write_next(f"The tables of {name}", name, mine))
    return written


def write_next(summary: str, name: str = "", only: set[int] | None = None) -> Path:
    """The next revision, on a database at the newest; ``only``: ids of the tables it may touch."""

    def included(thing: object, _: object, kind: str, *__: object) -> bool:
        return kind != "table" or only is None or id(thing) in only

    before = script_directory().get_current_head()
    revision = f"{len(list(VERSIONS.glob('v*.py'))) + 1:04d}"
    db = Database("sqlite://")
    try:
        migrate(db)
        with db.begin() as connection:
            options = {"include_object": included}
            context = MigrationContext.configure(connection, opts=options)
            found = produce_migrations(context, metadata)
    finally:
        db.close()
    assert found.upgrade_ops is not None
    text = _TEXT.format(
        summary=summary.rstrip("."),
        revision=revision,
        before=before,
        steps=_code(found.upgrade_ops),
    )
    slug = name or re.sub(r"[^a-z0-9]+", "_", summary.lower()).strip("_")[:40]
    file = VERSIONS / f"v{revision}_{slug}.py"
    file.write_text(text, encoding="utf-8")
    return file


def _code(steps: ops.UpgradeOps) -> str:
    """The steps as Python, with what was rendered for SQLite said as both databases know it."""
    code: str = render_python_code(steps, render_as_batch=True)
    code = re.sub(r"^ *# .*$", "", code, flags=re.MULTILINE)
    code = _BOOLEAN.sub(_boolean, code)
    return code.strip() or "pass"


def _boolean(match: re.Match[str]) -> str:
    return f"sa.Boolean(), server_default=sa.{'true' if match[2] == '1' else 'false'}()"


if __name__ == "__main__":
    main()
