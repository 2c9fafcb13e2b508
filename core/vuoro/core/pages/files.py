"""Static files over HTTP: kept for a year under their stamp, else asked for anew."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from vuoro.core.pages.assets import Asset, Assets

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


def file_routes(assets: Assets) -> APIRouter:
    """``/static/<stamp>/<path>`` and ``/look.css``."""
    router = APIRouter()

    @router.get("/static/{stamp}/{path:path}")
    async def static(request: Request, stamp: str, path: str) -> Response:
        asset = assets.files.get(path)
        if asset is None:
            return Response("There is no such file.", 404, media_type="text/plain")
        # A page of an earlier version still gets a file, but must not keep it under the old stamp.
        return _reply(request, asset, _FOR_EVER if stamp == assets.stamp else _ASK_AGAIN)

    @router.get("/look.css")
    async def look_css(request: Request) -> Response:
        return _reply(request, assets.files["look.css"], _ASK_AGAIN)

    return router


def _reply(request: Request, asset: Asset, keep: str) -> Response:
    headers = {"Cache-Control": keep, "ETag": asset.etag, "X-Content-Type-Options": "nosniff"}
    if asset.media_type == "image/svg+xml":
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    known = request.headers.get("if-none-match", "")
    if asset.etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(asset.body, headers=headers, media_type=asset.media_type)
