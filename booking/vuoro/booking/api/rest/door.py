"""Who asks: a municipal system, by its key, for what the key may do, at a decent pace."""

from typing import Any

from fastapi import Depends, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from vuoro.booking.api.rest.pace import Pace
from vuoro.booking.backend import Backend, Refused
from vuoro.booking.service.api_keys import ApiKey, Scope, key_of

_BEARER = HTTPBearer(
    scheme_name="ApiKey",
    bearerFormat="vuoro_…",
    description="A key made with `vuoro booking key add`. What it may do is listed as its scopes.",
    auto_error=False,
)


def backend_of(request: Request) -> Backend:
    """The backend that this application stands on."""
    backend: Backend = request.app.state.backend
    return backend


def _caller(
    request: Request,
    response: Response,
    scopes: SecurityScopes,
    credentials: HTTPAuthorizationCredentials | None = Depends(_BEARER),  # noqa: B008
) -> ApiKey:
    response.headers["Cache-Control"] = "no-store"
    backend = backend_of(request)
    key = key_of(backend, credentials.credentials) if credentials is not None else None
    if key is None:
        raise Refused("bad_key", "Send Authorization: Bearer and a key that is in use.", 401)
    pace: Pace = request.app.state.pace
    if seconds := pace.wait_for(key.id, backend.clock.mono()):
        raise Refused("too_fast", f"Wait {seconds} s, then go on more slowly.", 429, seconds)
    if missing := set(scopes.scopes) - key.scopes:
        words = f"The key lacks {', '.join(sorted(missing))}. Ask whoever made it for another."
        raise Refused("scope_missing", words, 403)
    return key


def needs(*scopes: Scope) -> Any:
    """The key that asks, where it has these scopes; as a parameter's default."""
    return Security(_caller, scopes=[scope.value for scope in scopes])
