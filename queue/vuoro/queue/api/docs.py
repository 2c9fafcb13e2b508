"""What OpenAPI says of a route: bodies and answers from the wire's own types."""

from typing import Any

from pydantic import TypeAdapter

from vuoro.core.wire.common import Problem


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
        for status in refusals
    }
    return {"openapi_extra": extra, "responses": responses}


def answers(kind: Any, description: str = "Done") -> dict[int | str, dict[str, Any]]:
    """The 200 answer of a route."""
    schema = _inlined(TypeAdapter(kind).json_schema(mode="serialization"))
    return {200: {"description": description, "content": {"application/json": {"schema": schema}}}}


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
            return {key: walk(value) for key, value in node.items()}
        return [walk(item) for item in node] if isinstance(node, list) else node

    inlined: dict[str, Any] = walk(schema)
    return inlined
