"""What Schemathesis, as a program, must know of our APIs: each command has a key of its own."""

import uuid
from typing import Any

import schemathesis


@schemathesis.hook
def before_call(_: Any, case: "schemathesis.Case[Any]", __: dict[str, Any]) -> None:
    """A new key for what is to be made; what is broken on purpose stays broken."""
    valid = case.meta is None or case.meta.generation.mode.is_positive
    if valid and "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
