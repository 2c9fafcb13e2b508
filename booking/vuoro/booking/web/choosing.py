"""The first pages: which area, which matter, how and where."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.booking.domain.values import OfficeView, ServiceView
from vuoro.booking.service import finding
from vuoro.booking.service.refusals import no_such
from vuoro.booking.web.pages import Pages, go
from vuoro.core.wire.desk import Channel

REMOTE = (Channel.PHONE, Channel.VIDEO)


@dataclass(frozen=True, slots=True)
class Ways:
    """How a service can be had: the offices to visit, and the channels without one."""

    offices: tuple[OfficeView, ...]
    remote: tuple[Channel, ...]

    @property
    def only(self) -> tuple[Channel, str] | None:
        """The channel and office when there is nothing to choose."""
        if len(self.offices) + len(self.remote) != 1:
            return None
        return (Channel.IN_PERSON, self.offices[0].slug) if self.offices else (self.remote[0], "")


def ways(pages: Pages, service: ServiceView) -> Ways:
    """How a service is offered now."""
    offered = finding.offered(pages.backend, service.tenant, service.id)
    every = {channel for _, channels in offered for channel in channels}
    return Ways(
        offices=tuple(office for office, channels in offered if Channel.IN_PERSON in channels),
        remote=tuple(channel for channel in REMOTE if channel in every),
    )


def public_service(pages: Pages, tenant: str, slug: str) -> ServiceView:
    """A service that clients may book. Refused: no_such_service."""
    service = finding.service(pages.backend, tenant, slug)
    if not service.public:
        raise no_such("service")
    return service


def routes(pages: Pages) -> APIRouter:
    """``/``, ``/{area}`` and ``/{area}/{service}``; ``draft`` goes along while one is changed."""
    router = pages.router()

    @router.get("/")
    def front(request: Request) -> Response:
        every = finding.areas(pages.backend)
        if len(every) == 1:
            return go(f"/{every[0].slug}", **request.query_params)
        return pages.show(request, "areas.html", public=True, areas=every)

    @router.get("/{area_slug}")
    def matters(request: Request, area_slug: str, draft: str = "") -> Response:
        area = finding.area(pages.backend, area_slug)
        services = finding.services(pages.backend, area.id)
        return pages.show(
            request, "services.html", area, public=not draft, services=services, draft=draft
        )

    @router.get("/{area_slug}/{service_slug}")
    def how(request: Request, area_slug: str, service_slug: str, draft: str = "") -> Response:
        area = finding.area(pages.backend, area_slug)
        service = public_service(pages, area.id, service_slug)
        offered = ways(pages, service)
        if offered.only is not None:
            channel, office = offered.only
            times = f"/{area.slug}/{service.slug}/times"
            return go(times, channel=channel, office=office, draft=draft)
        return pages.show(request, "how.html", area, service=service, ways=offered, draft=draft)

    return router
