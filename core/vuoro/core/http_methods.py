"""Which methods there are at an address, over all its routes."""

from starlette.requests import Request
from starlette.routing import Match


def allowed_methods(request: Request) -> str:
    """What ``Allow`` says in an answer 405 (RFC 9110 §15.5.6): not the first's only."""
    found: set[str] = set()
    for route in request.app.router.routes:
        match, _ = route.matches(request.scope)
        if match is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return ", ".join(sorted(found))
