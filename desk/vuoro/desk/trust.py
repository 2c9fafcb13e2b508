"""How staff trust a lobby service that made its certificate itself: a page, and the file for it.

The page comes without TLS as well, so it shows words to compare with what the device says itself.
"""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.languages import in_language
from vuoro.core.pages.language import wanted_language
from vuoro.core.pages.shell import SAFE_HEADERS, Shell
from vuoro.queue.api.context import context

PAGE = "/trust"
FILES = {
    # RFC 2585: what a browser or a desktop offers to install; then PEM, for programs.
    "/trust/vuoro.crt": "application/x-x509-ca-cert",
    "/trust/vuoro.pem": "application/x-pem-file",
}


@dataclass(frozen=True, slots=True)
class Authority:
    """What is trusted: the certificate as DER and PEM, SHA-256 of it as browsers show it, words
    for people."""

    der: bytes
    pem: bytes
    print: str
    words: tuple[str, ...]


def routes(shell: Shell, authority: Authority) -> APIRouter:
    """``/trust`` and its two files."""
    router = APIRouter()

    @router.get(PAGE)
    async def trust(request: Request) -> Response:
        language = wanted_language(request)
        office = in_language(context(request).view.office.name, language)
        return shell.page(
            request, "trust.html", language,
            office=office, words=authority.words, print=authority.print,
        )  # fmt: skip

    @router.get("/trust/vuoro.{kind}")
    async def file(kind: str) -> Response:
        body = {"crt": authority.der, "pem": authority.pem}.get(kind)
        if body is None:
            return Response("There is no such file.", 404, SAFE_HEADERS, "text/plain")
        return Response(body, 200, SAFE_HEADERS, FILES[f"/trust/vuoro.{kind}"])

    return router
