"""How staff trust the certificate of a lobby service: a page, and the file for it.

The page comes without TLS as well, so it shows words to compare with what the device says itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.languages import in_language
from vuoro.core.pages.language import wanted_language
from vuoro.core.pages.shell import SAFE_HEADERS, Shell
from vuoro.queue.api.context import context

PAGE = "/trust"
KINDS = {
    # RFC 2585: what a browser or a desktop offers to install; then PEM, for programs.
    "crt": "application/x-x509-ca-cert",
    "pem": "application/x-pem-file",
}


@dataclass(frozen=True, slots=True)
class Authority:
    """What is trusted: the certificate as DER and PEM, SHA-256 of it as browsers show it, words
    for people."""

    der: bytes
    pem: bytes
    print: str
    words: tuple[str, ...]


def routes(
    shell: Shell, own: Authority, of_area: Callable[[], Authority | None] = lambda: None
) -> APIRouter:
    """``/trust`` and its files: ``vuoro`` of this service, for other devices, and ``area`` for
    browsers, where the backend's authority vouches for all lobbies now.
    """
    router = APIRouter()

    @router.get(PAGE)
    async def trust(request: Request) -> Response:
        language = wanted_language(request)
        office = in_language(context(request).view.office.name, language)
        area = of_area()
        shown = area or own
        return shell.page(
            request, "trust.html", language, office=office, words=shown.words, print=shown.print,
            file="area" if area else "vuoro",
        )  # fmt: skip

    @router.get("/trust/{whose}.{kind}")
    async def file(whose: str, kind: str) -> Response:
        authority = {"vuoro": own, "area": of_area()}.get(whose)
        if authority is None or kind not in KINDS:
            return Response("There is no such file.", 404, SAFE_HEADERS, "text/plain")
        body = authority.der if kind == "crt" else authority.pem
        return Response(body, 200, SAFE_HEADERS, KINDS[kind])

    return router
