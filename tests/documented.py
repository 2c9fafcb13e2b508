"""Whether an HTTP API keeps to its OpenAPI document, whatever is sent to it (Schemathesis)."""

import subprocess
import sys
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

HOOKS = Path(__file__).with_name("documented_hooks.py")


def sends_a_few(
    document: str, headers: Mapping[str, str], known: Mapping[str, str], examples: int = 2
) -> int:
    """Send each operation some valid and some invalid requests, always the same ones.

    ``known``: ids that exist, by path parameter. Answers how many operations there are.
    """
    schema = schemathesis.openapi.from_url(document)
    count = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        named = {each: known[each] for each in _parameters(operation.path) if each in known}
        for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:
            fixed = named if mode is GenerationMode.POSITIVE else None
            cases = operation.as_strategy(mode, path_parameters=fixed)
            with suppress(Unsatisfiable):  # without parameters nothing can be wrong with them
                _send(cases, headers, examples)
        count += 1
    return count


def sends_many(document: str, headers: Mapping[str, str], examples: int) -> None:
    """Let the tool itself send whatever it can think of, and see that it finds no fault."""
    program = "import schemathesis.cli; schemathesis.cli.schemathesis()"
    wanted = [
        argument for name, value in headers.items() for argument in ("-H", f"{name}: {value}")
    ]
    done = subprocess.run(
        [
            sys.executable, "-c", program, "run", document, *wanted,
            "--max-examples", str(examples), "--continue-on-failure", "--no-color",
            "--phases", "examples,coverage,fuzzing", "--warnings", "off",
            "--exclude-checks", "positive_data_acceptance", "--suppress-health-check", "all",
        ],
        check=False, capture_output=True, text=True, env={"SCHEMATHESIS_HOOKS": str(HOOKS)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:]


def _send(cases: Any, headers: Mapping[str, str], examples: int) -> None:
    @given(cases)
    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def send(case: Case[Any]) -> None:
        valid = case.meta is None or case.meta.generation.mode.is_positive
        if valid and "Idempotency-Key" in (case.headers or {}):
            case.headers["Idempotency-Key"] = str(uuid.uuid4())
        # What is refused for its meaning (a day that an identity code can't have) may be valid by
        # the document; what is refused for its form may not.
        answer = case.call_and_validate(
            headers=dict(headers), excluded_checks=[positive_data_acceptance]
        )
        if valid and answer.status_code == 422:
            assert answer.json()["code"] not in ("not_valid", "malformed"), answer.text

    send()


def _parameters(path: str) -> list[str]:
    return [step[1:-1] for step in path.split("/") if step.startswith("{")]
