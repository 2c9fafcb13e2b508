"""What OpenAPI says of a route: bodies and answers from the wire's own types."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from vuoro.core.wire.common import Problem

COOKIE = "vuoro_session"
_OF_A_BODY = (413, 415, 422)


def describe(
    *,
    body: type | None = None,
    press: bool = False,
    since: bool = False,
    refusals: tuple[int, ...] = (),
) -> dict[str, Any]:
    """Keyword arguments of a FastAPI route: its request body, headers and refusals."""
    extra: dict[str, Any] = {}
    if body is not None:
        schema = TypeAdapter(body).json_schema()
        extra["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _inlined(schema)}},
        }
    parameters = []
    if press:
        parameters.append(
            _header("Idempotency-Key", "8–80 characters, new for each press of a button", True)
        )
    if since:
        parameters.append(_header("Last-Event-ID", "The version the client has", False))
    if parameters:
        extra["parameters"] = parameters
    responses = {
        status: {
            "description": "Refused",
            "content": {"application/problem+json": {"schema": TypeAdapter(Problem).json_schema()}},
        }
        for status in sorted({*refusals, *(_OF_A_BODY if body is not None else ()), 503})
    }
    return {"openapi_extra": extra, "responses": responses}


def answers(kind: Any, description: str = "Done") -> dict[int | str, dict[str, Any]]:
    """The 200 answer of a route."""
    schema = _inlined(TypeAdapter(kind).json_schema(mode="serialization"))
    return {200: {"description": description, "content": {"application/json": {"schema": schema}}}}


SCHEMES = {
    "Device": {"type": "http", "scheme": "bearer", "description": "From `vuoro device add`"},
    "Session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
    "Csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
}
_STAFF: dict[str, list[str]] = {"Session": [], "Csrf": []}
_DEVICE: dict[str, list[str]] = {"Device": []}


def document(app: FastAPI) -> dict[str, Any]:
    """The application's OpenAPI document with who may ask what; made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes
        )
        made.setdefault("components", {})["securitySchemes"] = SCHEMES
        for path, operations in made["paths"].items():
            for method, operation in operations.items():
                operation["security"] = _security(path, method)
        app.openapi_schema = made
    return app.openapi_schema


def _security(path: str, method: str) -> list[dict[str, list[str]]]:
    """Who may ask: a device by its token, staff by their session, and for commands by our page."""
    if path.startswith(("/v1/kiosk", "/v1/board", "/v1/counter", "/v1/lan")):
        return [_DEVICE]
    if path.startswith("/v1/desk") or (path == "/v1/session" and method != "post"):
        return [_STAFF if method != "get" else {"Session": []}]
    return []


STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events; `id` is the version, `data` a frame",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


def _header(name: str, description: str, required: bool) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 8, "maxLength": 80} if required else {"type": "string"}
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": description,
        "schema": schema,
    }


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with its ``$defs`` put where they are named: an operation stands by itself."""
    definitions = schema.pop("$defs", {})

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix("#/$defs/")
            if name in definitions:
                return walk({**definitions[name], **{k: v for k, v in node.items() if k != "$ref"}})
            if node.get("prefixItems"):
                node = _pair(node)
            return {key: walk(value) for key, value in node.items()}
        return [walk(item) for item in node] if isinstance(node, list) else node

    inlined: dict[str, Any] = walk(schema)
    return inlined


def _pair(node: dict[str, Any]) -> dict[str, Any]:
    """An array of so many values of one kind, said so that every tool understands it."""
    kinds = node["prefixItems"]
    if any(kind != kinds[0] for kind in kinds):
        return node
    rest = {key: value for key, value in node.items() if key != "prefixItems"}
    return {**rest, "items": kinds[0]}
