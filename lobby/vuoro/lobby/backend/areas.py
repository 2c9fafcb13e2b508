"""The description of an area, from its file into the database."""

from vuoro.booking.area_file import BadArea, read_area
from vuoro.booking.backend import Backend
from vuoro.booking.service.furnishing import NotOfThisArea, furnish
from vuoro.lobby.complaint import Complaint


def bring(backend: Backend, text: str) -> str:
    """Bring an area in; what came, in a sentence. Raises Complaint with every error of the text."""
    try:
        area = read_area(text)
    except BadArea as error:
        raise Complaint(*error.errors) from None
    try:
        furnish(backend, area)
    except NotOfThisArea as error:
        raise Complaint(str(error)) from None
    return (
        f"{area.name.get('fi') or area.slug}: {len(area.offices)} offices, "
        f"{len(area.services)} services, {len(area.specialists)} specialists."
    )
