"""What is wrong with a request, one sentence a field, without anything of what was sent."""

from collections.abc import Iterable, Mapping
from typing import Any

MOST = 20
_SAFE = "abcdefghijklmnopqrstuvwxyz_-"


def faults(errors: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Pydantic's errors as ``body.contact.name: must …``; at most 20."""
    sentences = [
        f"{_place(error)}: {_words(error)}" for error in errors if error["loc"][-1:] != ("none",)
    ]
    return tuple(dict.fromkeys(sentences))[:MOST]


def _place(error: Mapping[str, Any]) -> str:
    steps = list(error["loc"])
    if error["type"] == "extra_forbidden" and steps:
        # The name of an unknown field is the sender's own words.
        steps.pop()
    return ".".join(str(step) if _is_ours(step) else "?" for step in steps if not _is_kind(step))


def _is_kind(step: Any) -> bool:
    """Whether it is not of the request but Pydantic's name of a kind of value."""
    return isinstance(step, str) and step.startswith(("constrained-", "function-"))


def _is_ours(step: Any) -> bool:
    """Whether it is a number, or looks like a name of the document."""
    return isinstance(step, int) or (len(step) <= 40 and set(step.lower()) <= set(_SAFE))


def _words(error: Mapping[str, Any]) -> str:
    match error["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "has a field that is not known here"
        case "json_invalid":
            return "is not JSON"
        case "value_error":
            return str(error["ctx"]["error"])
        case "string_pattern_mismatch":
            return "is not of the form described"
        case "enum" | "literal_error":
            return f"must be one of {error['ctx']['expected']}"
        case _:
            return _lower(str(error["msg"]))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].replace("Input should", "must").replace(
        "input should", "must"
    )
