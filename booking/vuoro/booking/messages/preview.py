"""What a template looks like with an example in it, before anybody gets it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from vuoro.booking.backend import Backend
from vuoro.booking.domain.values import (
    BookingStatus,
    BookingView,
    Contact,
    OfficeView,
    ServiceView,
)
from vuoro.booking.messages.choosing import Template
from vuoro.booking.messages.gsm import Size, size
from vuoro.booking.messages.letter import Occasion, write
from vuoro.booking.messages.own_words import check
from vuoro.booking.messages.values import By, Kind
from vuoro.booking.service.directory import offices, services
from vuoro.booking.service.refusals import no_such
from vuoro.core.clock import HELSINKI, local
from vuoro.core.look import Look, load
from vuoro.core.wire.desk import Channel

_TOKEN = "example" * 3 + "01234"


@dataclass(frozen=True, slots=True)
class Preview:
    """A message about a meeting that there isn't. ``size``: the parts of a text message."""

    subject: str
    text: str
    html: str
    size: Size | None


def preview(backend: Backend, tenant: str, template: Template, look: Look | None = None) -> Preview:
    """The template with a meeting of tomorrow at 9, where and what it is for, or any.

    Raises BadTemplate. Refused: no_such_office, no_such_service.
    """
    check(template)
    every = services(backend, tenant, public_only=False)
    office = next((o for o in offices(backend, tenant) if template.office in (None, o.id)), None)
    service = next((s for s in every if template.service in (None, s.id)), None)
    if office is None or service is None:
        raise no_such("office" if office is None else "service")
    example = _example(template, office, service, backend.now)
    before = example.start - timedelta(days=1) if template.kind is Kind.CHANGE else None
    link = f"{backend.public_url}/b/{_TOKEN}"
    occasion = Occasion(example, template.kind, template.by, link, before)
    content = write(occasion, template.source, template.language, look or load())
    parts = size(content.text) if template.by is By.SMS else None
    return Preview(content.subject, content.text, content.html, parts)


def _example(
    template: Template, office: OfficeView, service: ServiceView, now: datetime
) -> BookingView:
    tomorrow = local(now).date() + timedelta(days=1)
    channel = template.channel or next(iter(service.channels), Channel.IN_PERSON)
    return BookingView(
        id="", tenant=office.tenant, office=office, service=service, specialist="",
        specialist_name="N. N.", stand_in=None, client=None, contact=Contact("N. N."),
        has_identity_code=False, protected=False,
        start=datetime.combine(tomorrow, time(9), HELSINKI).astimezone(now.tzinfo),
        minutes=service.minutes, channel=channel, status=BookingStatus.BOOKED, cancelled_by="",
        rev=1, pass_id="", code="7K4MQ2XB", manage_token=_TOKEN, language=template.language,
        answers=(), note="",
    )  # fmt: skip
