"""The pages of the desk and of the phone, added to the lobby's web application."""

import orjson
from fastapi import FastAPI

from vuoro.core import phone as phone_pages
from vuoro.core.look import Look
from vuoro.core.pages.assets import Assets
from vuoro.core.pages.files import file_routes
from vuoro.core.pages.language import PAGE_LANGUAGES
from vuoro.core.pages.shell import Shell
from vuoro.core.phone.pages import PhonePages
from vuoro.desk import own_phone, phone, staff
from vuoro.desk.words import PACKAGE, page_words, words_of


def mount(app: FastAPI, look: Look) -> Shell:
    """Add the pages: ``/``, ``/desk…``, ``/t/{token}``, ``/k/…``, ``/static/…``, ``/look.css``.

    Reads all static files once; they don't change while the lobby runs. Returns what makes pages
    of staff.
    """
    texts = {f"texts/{tag}.json": orjson.dumps(words_of(tag)) for tag in PAGE_LANGUAGES}
    assets = Assets.gather(look, PACKAGE, phone_pages.PACKAGE, made=texts)
    shell = Shell(assets, page_words, PACKAGE)
    pages = PhonePages(assets)
    parts = (staff.routes(shell), phone.routes(pages), own_phone.routes(pages))
    for router in (file_routes(assets), *parts):
        app.include_router(router, include_in_schema=False)
    return shell
