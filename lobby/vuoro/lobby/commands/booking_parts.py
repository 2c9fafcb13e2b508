"""What the commands of `vuoro booking` share: parts of the parser, and how the backend is asked."""

import argparse
from typing import TYPE_CHECKING, Any, TypeVar

from vuoro.lobby.command import Run, settings_argument

if TYPE_CHECKING:
    from vuoro.lobby.backend.orders import AnyOrder

T = TypeVar("T")


def ask(options: argparse.Namespace, order: "AnyOrder", kind: type[T]) -> T:
    """The answer to an order. Raises Complaint."""
    from vuoro.lobby.backend.asking import ask
    from vuoro.lobby.settings_file import settings_of

    return ask(settings_of(options).booking, order, kind)


def part(
    parts: Any, name: str, run: Run, summary: str, epilog: str | None = None
) -> argparse.ArgumentParser:
    """A command."""
    description = f"{summary[0].upper()}{summary[1:]}."
    made: argparse.ArgumentParser = parts.add_parser(
        name, help=summary, description=description, epilog=epilog
    )
    made.set_defaults(run=run)
    settings_argument(made)
    return made


def group(parts: Any, name: str, summary: str) -> Any:
    """A group of commands."""
    description = f"{summary[0].upper()}{summary[1:]}."
    group = parts.add_parser(name, help=summary, description=description)
    return group.add_subparsers(metavar="WHAT", required=True)


def area_argument(part: argparse.ArgumentParser) -> None:
    """Let it say which area."""
    part.add_argument(
        "--area", default="", metavar="SLUG", help="which area, where the backend has several"
    )
