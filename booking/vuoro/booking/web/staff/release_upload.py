"""A release comes in by the browser: a form with one large file, never whole in memory."""

import hmac
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from vuoro.booking.backend import Refused
from vuoro.booking.fleet import releases
from vuoro.booking.service.accounts import Role
from vuoro.booking.web.pages import go
from vuoro.booking.web.staff.door import Door
from vuoro.booking.web.staff.here import Here
from vuoro.booking.web.staff.multipart import FileForm
from vuoro.core.wire.upkeep import BLOCK

UPLOAD = "/staff/releases/upload"
LARGEST_RELEASE = 1024 * 1024 * 1024


def pages(door: Door) -> None:
    """``/staff/releases/upload``."""

    @door.stream(UPLOAD, Role.DEVICES)
    async def upload(here: Here) -> Response:
        release = await _taken(here, door.options.release_keys)
        keys = await run_in_threadpool(releases.release_keys, door.options.release_keys)
        await run_in_threadpool(
            releases.finish, here.backend, here.actor, here.tenant, release, keys
        )
        return go("/staff/releases", done="release_added")


async def _taken(here: Here, keys: Path) -> str:
    """The id of what was sent; what breaks off is deleted.

    Refused: foreign_form, no_release_keys, no_file.
    """
    form, release, left, n = FileForm(), "", b"", 0
    try:
        async for piece in form.file(here.request):
            if not release:
                _check_form(here, form)
                await run_in_threadpool(releases.release_keys, keys)
                release = await run_in_threadpool(
                    releases.begin, here.backend, here.actor, here.tenant
                )
            left += piece
            while len(left) >= BLOCK:
                await run_in_threadpool(releases.put_block, here.backend, release, n, left[:BLOCK])
                left, n = left[BLOCK:], n + 1
        if left:
            await run_in_threadpool(releases.put_block, here.backend, release, n, left)
    except (Refused, ClientDisconnect):
        if release:
            await run_in_threadpool(releases.drop, here.backend, release)
        raise
    if not release:
        _check_form(here, form)
        raise Refused("no_file", "Choose a file.", 422)
    return release


def _check_form(here: Here, form: FileForm) -> None:
    csrf = form.fields.get("csrf", "")
    if not hmac.compare_digest(csrf.encode(), here.signed.csrf.encode()):
        raise Refused("foreign_form", "Open the page again and send the form once more.", 403)
