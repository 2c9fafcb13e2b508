"""The staff pages, added to the backend's web application."""

from fastapi import FastAPI

from vuoro.booking.backend import Backend
from vuoro.booking.web.staff import (
    account_pages,
    api_pages,
    attention_pages,
    audit_page,
    booking_pages,
    calendar_page,
    client_pages,
    device_pages,
    hours_pages,
    ill,
    making,
    message_pages,
    release_pages,
    release_upload,
    start_page,
    webhook_pages,
)  # fmt: skip
from vuoro.booking.web.staff.door import Door, Rule, StaffOptions
from vuoro.booking.web.staff.grid import grid_css
from vuoro.booking.web.staff.sign_in_page import leaving, sign_in_routes
from vuoro.booking.web.staff.words import PACKAGE, staff_words
from vuoro.core.booking_code import grouped
from vuoro.core.clock import local
from vuoro.core.pages.assets import Assets
from vuoro.core.pages.shell import Shell

_PARTS = (
    start_page, calendar_page, client_pages, making, booking_pages, ill, hours_pages,
    message_pages, attention_pages, device_pages, release_pages, release_upload,
    account_pages, api_pages, webhook_pages, audit_page,
)  # fmt: skip


def mount_staff(
    app: FastAPI, backend: Backend, assets: Assets, options: StaffOptions
) -> tuple[Rule, ...]:
    """Add everything below ``/staff``; gives who may ask for what.

    ``assets`` hold the static files of ``PACKAGE`` and ``staff_made()``.
    """
    shell = Shell(assets, staff_words, PACKAGE)
    shell.templates.filters.update(grouped=grouped, local_day=lambda moment: local(moment).date())
    door = Door(backend, shell, options)
    leaving(door)
    for part in _PARTS:
        part.pages(door)
    app.include_router(sign_in_routes(backend, shell, options), include_in_schema=False)
    app.include_router(door.router, include_in_schema=False)
    return tuple(door.rules)


def staff_made() -> dict[str, bytes]:
    """Static files that are made, by path."""
    return {"staff/grid.css": grid_css().encode()}
