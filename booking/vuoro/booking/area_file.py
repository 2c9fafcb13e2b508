"""The file that describes an employment area; every error told at once."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

import msgspec

from vuoro.booking.area import (
    Area,
    HoursEntry,
    OfficeEntry,
    ServiceEntry,
    SpecialistEntry,
)
from vuoro.booking.area_clashes import clashes
from vuoro.booking.domain.questions import KINDS
from vuoro.core.languages import ENDONYMS
from vuoro.core.opening_hours import DAYS, BadHours, parse_span, parse_week
from vuoro.core.shape import complaints
from vuoro.core.wire.desk import Channel

CHANNELS = tuple(channel.value for channel in Channel)
AUDIENCES = ("public", "staff")
IDENTITY_CODE = ("no", "optional", "required")
NOT_A_SLUG = frozenset(
    {"api", "b", "device", "find", "health", "metrics", "staff", "static", "t", "v"}
)
"""First parts of addresses that mean something else; an area is found by its slug."""
_OFF_THE_GRID = re.compile(r":\d[^05]")


class BadArea(ValueError):
    """The description can't be used; ``errors`` holds every reason, a sentence each."""

    def __init__(self, errors: Iterable[str]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(self.errors))


def read_area(text: str) -> Area:
    """The area of a file's text. Raises BadArea."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadArea([f"This is not TOML ({error})."]) from None
    if misshapen := tuple(complaints(tree, Area)):
        raise BadArea(misshapen)
    area = msgspec.convert(tree, Area)
    if contradictions := tuple(_contradictions(area)):
        raise BadArea(contradictions)
    return area


def _contradictions(area: Area) -> Iterator[str]:
    """What doesn't agree in a description of the right shape."""
    yield from _ids(area)
    yield from _named(area.name, "name")
    if area.slug in NOT_A_SLUG:
        yield f'slug = "{area.slug}": is an address of the pages themselves. Choose another.'
    offices, services = {each.slug for each in area.offices}, {each.slug for each in area.services}
    for office in area.offices:
        yield from _office(office, services)
    for service in area.services:
        yield from _service(service)
    for who in area.specialists:
        wrong = tuple(_specialist(who, offices, services))
        yield from wrong or (f"[[specialists]] {who.name} {each}" for each in clashes(who))


def _ids(area: Area) -> Iterator[str]:
    ids = [office.id for office in area.offices]
    ids += [service.id for service in area.services]
    ids += [who.id for who in area.specialists]
    for key in (area.id, *ids):
        if not _is_uuid(key):
            yield f'id = "{key}": must be a UUID in small letters.'
    for what, keys in (
        ("id", ids),
        ("site", [str(office.site) for office in area.offices]),
        ("slug of an office", [office.slug for office in area.offices]),
        ("slug of a service", [service.slug for service in area.services]),
    ):
        for key, count in Counter(keys).items():
            if count > 1:
                yield f'{what} "{key}": is there twice.'


def _office(office: OfficeEntry, services: set[str]) -> Iterator[str]:
    place = f"[[offices]] {office.slug}"
    yield from _named(office.name, f"{place} name")
    yield from _named(office.address, f"{place} address")
    try:
        parse_week(office.hours)
    except BadHours as error:
        yield f"{place} hours: {error}."
    for day, span in office.exceptions.items():
        try:
            date.fromisoformat(day)
            parse_span(span)
        except ValueError as error:
            yield f"{place} exceptions {day}: {error}."
    for days, span in (*office.hours.items(), *office.exceptions.items()):
        if _OFF_THE_GRID.search(span):
            yield f"{place} {days}: {span} is not in steps of five minutes."
    yield from _among(f"{place} languages", office.languages, ENDONYMS)
    yield from _among(f"{place} services", office.services, services)
    yield from _among(f"{place} walk_in_leases", office.walk_in_leases, services)


def _service(service: ServiceEntry) -> Iterator[str]:
    place = f"[[services]] {service.slug}"
    yield from _named(service.name, f"{place} name")
    yield from _among(f"{place} channels", service.channels, CHANNELS)
    yield from _among(f"{place} identity_code", [service.identity_code], IDENTITY_CODE)
    for question in service.questions:
        own = f"{place} question {question.id}"
        yield from _named(question.label, f"{own} label")
        yield from _among(f"{own} kind", [question.kind], KINDS)
        if question.kind == "choice" and len(question.choices) < 2:
            yield f"{own}: a choice needs at least two choices."
    for key, count in Counter(question.id for question in service.questions).items():
        if count > 1:
            yield f'{place} question "{key}": is there twice.'
    for reminder in service.reminders:
        yield from _among(f"{place} reminders by", reminder.by, ("sms", "email"))
        yield from _among(f"{place} reminders channels", reminder.channels, CHANNELS)


def _specialist(who: SpecialistEntry, offices: set[str], services: set[str]) -> Iterator[str]:
    place = f"[[specialists]] {who.name}"
    yield from _among(f"{place} office", [who.office], offices)
    yield from _among(f"{place} services", who.services, services)
    yield from _among(f"{place} channels", who.channels, CHANNELS)
    for block in who.hours:
        yield from _hours(block, f"{place} hours", offices, services)


def _hours(block: HoursEntry, place: str, offices: set[str], services: set[str]) -> Iterator[str]:
    yield from _among(f"{place} days", block.days, DAYS)
    yield from _among(f"{place} office", [block.office] if block.office else [], offices)
    yield from _among(f"{place} services", block.services, services)
    yield from _among(f"{place} channels", block.channels, CHANNELS)
    yield from _among(f"{place} audience", [block.audience], AUDIENCES)
    if block.starts >= block.ends:
        yield f"{place}: {block.starts}-{block.ends} ends before it begins."
    for day in filter(None, (block.valid_from, block.valid_until)):
        try:
            date.fromisoformat(day)
        except ValueError:
            yield f'{place}: "{day}" is not a day like 2026-11-23.'


def _named(texts: dict[str, str], place: str) -> Iterator[str]:
    """Every page must be able to say it; a language that is missing falls back to Finnish."""
    if not texts.get("fi", "").strip():
        yield f"{place}: must be there in Finnish (fi)."


def _among(place: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    for each in named:
        if each not in known:
            yield f'{place}: "{each}" is none of {", ".join(sorted(known))}.'


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
