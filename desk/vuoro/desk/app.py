"""The pages of the desk and of the phone, added to the lobby's web application."""

from fastapi import FastAPI

from vuoro.core.look import Look
from vuoro.desk import phone, staff
from vuoro.desk.assets import Assets
from vuoro.desk.files import file_routes
from vuoro.desk.shell import Shell


def mount(app: FastAPI, look: Look) -> None:
    """Add the pages: ``/``, ``/desk…``, ``/t/{token}``, ``/static/…`` and ``/look.css``.

    Reads all static files once; they don't change while the lobby runs.
    """
    assets = Assets.gather(look)
    shell = Shell(assets)
    for router in (file_routes(assets), staff.routes(shell), phone.routes(shell)):
        app.include_router(router, include_in_schema=False)
