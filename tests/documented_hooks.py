"""What Schemathesis, as a program, must know of our APIs."""

import json
import os
from typing import Any

import schemathesis

from tests.documented import completed


@schemathesis.hook
def before_call(_: Any, case: "schemathesis.Case[Any]", __: dict[str, Any]) -> None:
    completed(case, json.loads(os.environ["DOCUMENTED_COOKIES"]))
