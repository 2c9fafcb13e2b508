"""Whether an HTTP API keeps to its OpenAPI document, whatever is sent to it (Schemathesis)."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Documented:
    """An API and who asks it. ``known``: ids that exist, by path parameter."""

    url: str
    """Of the document."""
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    left_out: str = "^$"
    """A pattern of paths: streams never end."""

    def sends_a_few(self, examples: int = 2) -> int:
        """Send each operation some valid and some invalid requests, always the same ones.

        Answers how many operations there are.
        """
        schema = schemathesis.openapi.from_url(self.url).exclude(path_regex=self.left_out)
        count = 0
        for found in schema.get_all_operations():
            assert isinstance(found, Ok), found
            operation = found.ok()
            named = {
                each: self.known[each] for each in _names(operation.path) if each in self.known
            }
            for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:
                fixed = named if mode is GenerationMode.POSITIVE else None
                cases = operation.as_strategy(mode, path_parameters=fixed)
                with suppress(Unsatisfiable):  # without parameters nothing can be wrong with them
                    self._send(cases, examples)
            count += 1
        return count

    def sends_many(self, examples: int) -> None:
        """Let the tool itself send whatever it can think of, and see that it finds no fault."""
        program = "import schemathesis.cli; schemathesis.cli.schemathesis()"
        headers = [word for each in self.headers.items() for word in ("-H", ": ".join(each))]
        done = subprocess.run(
            [
                sys.executable, "-c", program, "run", self.url, *headers,
                "--max-examples", str(examples), "--continue-on-failure", "--no-color",
                "--phases", "examples,coverage,fuzzing", "--warnings", "off",
                "--exclude-path-regex", self.left_out,
                "--exclude-checks", "positive_data_acceptance", "--suppress-health-check", "all",
            ],
            check=False, capture_output=True, text=True, cwd=ROOT,
            env={
                **os.environ, "PYTHONPATH": str(ROOT),
                "SCHEMATHESIS_HOOKS": "tests.documented_hooks",
                "DOCUMENTED_COOKIES": json.dumps(dict(self.cookies)),
            },
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]

    def _send(self, cases: Any, examples: int) -> None:
        @given(cases)
        @settings(
            max_examples=examples, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def send(case: Case[Any]) -> None:
            completed(case, self.cookies)
            # What is refused for its meaning (a day that an identity code can't have) may be valid
            # by the document; what is refused for its form may not.
            answer = case.call_and_validate(
                headers=dict(self.headers), excluded_checks=[positive_data_acceptance]
            )
            if _is_valid(case) and answer.status_code == 422:
                assert answer.json()["code"] not in ("not_valid", "malformed"), answer.text

        send()


def completed(case: Case[Any], cookies: Mapping[str, str]) -> None:
    """Give a request what a document can't: a session, and a new key for each command.

    What is broken on purpose stays broken.
    """
    if _is_valid(case) and "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    meant = case.meta.components.get(ParameterLocation.COOKIE) if case.meta is not None else None
    if cookies and (meant is None or meant.mode.is_positive):
        case.cookies = {**(case.cookies or {}), **cookies}


def _is_valid(case: Case[Any]) -> bool:
    return case.meta is None or case.meta.generation.mode.is_positive


def _names(path: str) -> list[str]:
    return [step[1:-1] for step in path.split("/") if step.startswith("{")]
