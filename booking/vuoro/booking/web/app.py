"""The pages of clients and staff, added to the backend's web application."""

from fastapi import FastAPI

from vuoro.booking.backend import Backend
from vuoro.booking.web import booked, changing, choosing, confirming, filling, find, follow, times
from vuoro.booking.web.options import PageOptions
from vuoro.booking.web.pages import PACKAGE, Pages
from vuoro.booking.web.readers import languages_anywhere
from vuoro.core import phone
from vuoro.core.look import Look
from vuoro.core.pages.assets import Assets
from vuoro.core.pages.files import file_routes

__all__ = ["PageOptions", "Pages", "mount"]


def mount(app: FastAPI, backend: Backend, look: Look, options: PageOptions) -> Pages:
    """Add ``/static/…``, ``/look.css``, everything below ``/staff``, and the clients' pages.

    To be called last: ``/{area}`` would take what comes after. The answer makes pages of what goes
    wrong outside of them (``Pages.trouble``).
    """
    from vuoro.booking.web import staff

    made = staff.staff_made()
    assets = Assets.gather(look, PACKAGE, staff.PACKAGE, phone.PACKAGE, made=made)
    rules = staff.StaffOptions(
        options.session_hours, options.secure_cookies, release_keys=options.release_keys
    )
    app.include_router(file_routes(assets), include_in_schema=False)
    staff.mount_staff(app, backend, assets, rules)
    languages = languages_anywhere(options.unchecked_translations)
    app.include_router(follow.routes(backend, assets, languages), include_in_schema=False)
    pages = Pages.over(backend, assets, options)
    for part in (find, booked, changing, filling, confirming, times, choosing):
        app.include_router(part.routes(pages), include_in_schema=False)
    return pages
