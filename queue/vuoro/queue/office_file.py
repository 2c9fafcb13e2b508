"""The file that describes an office: services, counters, hours; every error told at once."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from vuoro.core.offering import offered
from vuoro.core.shape import complaints
from vuoro.queue.domain.office import Office
from vuoro.queue.office_rules import contradictions


class BadOffice(ValueError):
    """The office file can't be used.

    ``errors`` holds every reason, each a sentence that names the place.
    """

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def load_office(path: Path) -> Office:
    """The office of a file. Raises BadOffice."""
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        complaint = f"{path}: can't be read ({error.strerror}). Check [lobby] office."
        raise BadOffice((complaint,)) from None
    except UnicodeDecodeError:
        raise BadOffice((f"{path}: is not UTF-8 text. Save it as UTF-8.",)) from None
    except tomllib.TOMLDecodeError as error:
        raise BadOffice((f"{path}: is not TOML ({error}).",)) from None
    return office_of(tree, str(path))


def office_of(tree: dict[str, Any], name: str) -> Office:
    """The office of a parsed file, with the languages that it may offer. Raises BadOffice."""
    errors = [*complaints(tree, Office), *contradictions(tree)]
    if errors:
        raise BadOffice(tuple(f"{name}: {sentence}" for sentence in errors))
    office = msgspec.convert(tree, Office)
    return replace(office, languages=offered(office.languages, office.unchecked_translations))
