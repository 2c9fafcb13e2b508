"""Which template is used: the most specific one that fits. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from vuoro.booking.messages.shipped import Source
from vuoro.booking.messages.values import By, Kind
from vuoro.core.wire.desk import Channel


@dataclass(frozen=True, slots=True)
class Template:
    """An area's own words. ``office``, ``service``, ``channel``: None fits every one."""

    kind: Kind
    by: By
    language: str
    source: Source
    office: str | None = None
    service: str | None = None
    channel: Channel | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What a template is looked for."""

    kind: Kind
    by: By
    language: str
    office: str
    service: str
    channel: Channel


def choose(templates: Iterable[Template], case: Case) -> Template | None:
    """The template with most in common; a service counts more than an office, that than a channel.

    The language must be the same: words nobody reads help nobody.
    """
    fitting = [template for template in templates if _fits(template, case)]
    return max(fitting, key=_how_special, default=None)


def _fits(template: Template, case: Case) -> bool:
    return (
        (template.kind, template.by, template.language) == (case.kind, case.by, case.language)
        and template.office in (None, case.office)
        and template.service in (None, case.service)
        and template.channel in (None, case.channel)
    )


def _how_special(template: Template) -> tuple[int, bool, bool, bool, str]:
    service, office, channel = (
        part is not None for part in (template.service, template.office, template.channel)
    )
    return (service + office + channel, service, office, channel, template.id)
