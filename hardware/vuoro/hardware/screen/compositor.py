"""What the compositor says of its outputs: wlr-randr(1) and wlopm(1), each within its time."""

import json
import subprocess
from collections.abc import Sequence

ANSWER_SECONDS = 10.0
"""A compositor on a busy card answers within a second."""


class NoAnswer(Exception):
    """The compositor hangs or is not there; the message says which."""


def lit_outputs(command: Sequence[str] = ("wlr-randr", "--json")) -> frozenset[str]:
    """Names of the outputs that it shows something on; one put to sleep counts. Raises NoAnswer."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=ANSWER_SECONDS)
        if done.returncode:
            raise NoAnswer(done.stderr.strip() or f"{command[0]} failed")
        return lit(done.stdout)
    except subprocess.TimeoutExpired:
        raise NoAnswer(f"no answer within {ANSWER_SECONDS:.0f} s") from None
    except (OSError, ValueError) as error:
        raise NoAnswer(str(error)) from None


def lit(told: str) -> frozenset[str]:
    """The same from what wlr-randr printed. Raises ValueError."""
    match json.loads(told):
        case list(outputs):
            return frozenset(
                str(each["name"])
                for each in outputs
                if isinstance(each, dict) and "name" in each and each.get("enabled") is True
            )
        case _:
            raise ValueError("wlr-randr told of no outputs")
