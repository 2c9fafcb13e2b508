"""The application as its settings want it, in this process or in each of several workers."""

from email.utils import parseaddr

from fastapi import FastAPI

from vuoro.booking.api.app import create_app
from vuoro.booking.api.jobs import jobs_of
from vuoro.booking.api.options import Options
from vuoro.booking.backend import Backend
from vuoro.booking.messages.senders import senders_of
from vuoro.booking.opening import open_backend
from vuoro.booking.web.options import PageOptions
from vuoro.booking.webhooks.posting import HttpPost
from vuoro.core import look
from vuoro.core.clock import SystemClock
from vuoro.core.settings.schema import BookingSettings


def booking_app(settings: BookingSettings, backend: Backend) -> FastAPI:
    """The application over an open backend, its jobs with it. Raises BadTheme."""
    pages = PageOptions(
        hold_minutes=settings.hold_minutes,
        session_hours=settings.session_hours,
        secure_cookies=settings.secure_cookies,
        organizer=parseaddr(settings.mail.sender)[1],
        unchecked_translations=settings.unchecked_translations,
        release_keys=settings.release_keys,
    )
    jobs = jobs_of(backend, senders_of(settings), HttpPost(allow_private=settings.private_webhooks))
    return create_app(backend, Options(look.load(settings.theme), pages, jobs))


def worker_app(settings: BookingSettings) -> FastAPI:
    """The application of one worker of several, with a backend of its own."""
    from vuoro.core.log import set_up_logging

    set_up_logging()
    return booking_app(settings, open_backend(settings, SystemClock()))
