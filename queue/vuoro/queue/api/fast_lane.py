"""A short way in for presses: straight from the server to the endpoint.

FastAPI's routing, body limits and exit stacks cost twice as much as a command itself (measured:
`make bench`), and commands use none of them. Routes, documents and everything else stay FastAPI's.
"""

from collections.abc import Awaitable, Callable
from inspect import signature
from typing import cast

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

Endpoint = Callable[[Request], Awaitable[Response]]
Handler = Callable[[Request, Exception], Awaitable[Response]]


class FastLane:
    """The application, with its POST routes of fixed path answered directly."""

    def __init__(self, app: FastAPI) -> None:
        self._app: ASGIApp = app
        self._endpoints = {
            route.path: route.endpoint
            for route in app.router.routes
            if isinstance(route, APIRoute) and _is_plain(route)
        }
        self._handlers = app.exception_handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint: Endpoint | None = None
        if scope["type"] == "http" and scope["method"] == "POST":
            endpoint = self._endpoints.get(scope["path"])
        if endpoint is None:
            await self._app(scope, receive, send)
            return
        scope["app"] = self._app
        response = await self._answer(endpoint, Request(scope, receive, send))
        await response(scope, receive, send)

    async def _answer(self, endpoint: Endpoint, request: Request) -> Response:
        try:
            return await endpoint(request)
        except Exception as error:  # each has its handler, as in the application
            for kind in type(error).__mro__:
                if kind in self._handlers:
                    return await cast(Handler, self._handlers[kind])(request, error)
            raise


def _is_plain(route: APIRoute) -> bool:
    """Whether an endpoint wants nothing but the request and gives a finished response."""
    return (
        route.methods == {"POST"}
        and "{" not in route.path
        and list(signature(route.endpoint).parameters) == ["request"]
    )
