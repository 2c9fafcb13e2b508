"""The file that describes an office: services, counters, opening hours; every error told at once."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from vuoro.queue.domain.office import Counter, Office, Service
from vuoro.queue.domain.opening import BadHours, Hours


class BadOffice(ValueError):
    """The office file can't be used. ``errors`` holds every one, each a sentence that names the place."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def load_office(path: Path) -> Office:
    """The office of a file. Raises BadOffice."""
    try:
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadOffice(
            (f"{path}: can't be read ({error.strerror}). Check [lobby] office.",)
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadOffice((f"{path}: is not TOML ({error}).",)) from None
    return office_of(tree, str(path))


def office_of(tree: dict[str, Any], name: str) -> Office:
    """The office of a parsed file. Raises BadOffice."""
    errors = [*_errors(tree, name, "services", Service), *_errors(tree, name, "counters", Counter)]
    try:
        office = msgspec.convert(tree, Office, strict=False)
    except msgspec.ValidationError as error:
        raise BadOffice((*errors, *(() if errors else (f"{name}: {error}.",)))) from None
    errors += [f"{name}: {sentence}" for sentence in _contradictions(office)]
    if errors:
        raise BadOffice(tuple(errors))
    return office


def _errors(tree: dict[str, Any], name: str, key: str, kind: type) -> list[str]:
    found = []
    for index, entry in enumerate(tree.get(key, [])):
        try:
            msgspec.convert(entry, kind, strict=False)
        except msgspec.ValidationError as error:
            label = entry.get("id", index + 1) if isinstance(entry, dict) else index + 1
            found.append(f"{name}: [[{key}]] {label}: {error}.")
    return found


def _contradictions(office: Office) -> list[str]:
    services = [service.id for service in office.services]
    counters = [counter.id for counter in office.counters]
    found = [f'service "{key}" is there twice.' for key in _twice(services)]
    found += [f'counter "{key}" is there twice.' for key in _twice(counters)]
    if not services:
        found.append("there is no service. Add a [[services]] table.")
    if office.info_service not in services:
        found.append(f'info_service = "{office.info_service}" is none of the services.')
    for counter in office.counters:
        unknown = sorted(set(counter.services) - set(services))
        if unknown:
            found.append(
                f'counter "{counter.id}" serves {", ".join(unknown)}, which is no service.'
            )
    try:
        Hours(office)
    except BadHours as error:
        found.append(f"{error}.")
    return found


def _twice(keys: list[str]) -> list[str]:
    return sorted({key for key in keys if keys.count(key) > 1})
