"""Who and where, as choices of a form: value and words."""

from vuoro.booking.domain.values import OfficeView, ServiceView, SpecialistView
from vuoro.booking.service import directory
from vuoro.booking.web.staff.here import Here

Options = list[tuple[str, str]]


def specialists(here: Here) -> list[SpecialistView]:
    """The active specialists of the area, by name."""
    return directory.specialists(here.backend, here.tenant)


def offices(here: Here) -> list[OfficeView]:
    """The offices of the area."""
    return directory.offices(here.backend, here.tenant)


def services(here: Here) -> list[ServiceView]:
    """All services, those for staff only too."""
    return directory.services(here.backend, here.tenant, public_only=False)


def specialist_options(here: Here) -> Options:
    return [(each.id, each.name) for each in specialists(here)]


def office_options(here: Here) -> Options:
    return [(each.id, here.says.name(each.name)) for each in offices(here)]


def service_options(here: Here) -> Options:
    return [(each.id, here.says.name(each.name)) for each in services(here)]
