"""Becoming a device of an area: a code on this screen, typed by an administrator (§3.16).

The code is bound to this computer's key: whoever reads it over a shoulder can do nothing with it.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from vuoro.core.wire.codec import encode
from vuoro.core.wire.sync import PROTOCOL, Enrolled, EnrolPending, EnrolRequest
from vuoro.sync.answers import Turned, understood
from vuoro.sync.device_key import DeviceKey
from vuoro.sync.talk import Talk, hold, said
from vuoro.sync.transport import Ask, NoAnswer, Transport

CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so that no code is a word (RFC 8628 §6.1); no Y, which is a vowel in Finnish."""
CODE_LENGTH = 8
CODE_TAKEN = "code_taken"
_APPROVED = 200
_SLOW_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Computer:
    """What the administrator sees of the computer that wants to become a device."""

    model: str = ""
    serial: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask: a new code, showing it, and waiting so many seconds between questions."""

    show: Callable[[str], None]
    wait: Callable[[float], None]
    trouble: Callable[[str], None]
    """Told why the backend does not answer, each time; "" when it does again."""
    new_code: Callable[[], str]
    mono: Callable[[], float]


def pairing_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """A new code: one of 20⁸, about 35 bits."""
    return "".join(choose(CONSONANTS) for _ in range(CODE_LENGTH))


def as_shown(code: str) -> str:
    """A code as people read it, in two halves."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def ask_once(key: DeviceKey, code: str, computer: Computer) -> Talk[Enrolled | EnrolPending]:
    """Ask whether somebody has approved this key. Raises Turned, NoAnswer."""
    asked = EnrolRequest(
        PROTOCOL, key.public, code, computer.model, computer.serial, computer.version
    )
    headers = {"Content-Type": "application/json"}
    reply = yield from said(Ask("POST", "/enrol", headers, encode(asked)))
    if reply.status == _APPROVED:
        return understood(reply, Enrolled)
    return understood(reply, EnrolPending)


def seek_approval(
    transport: Transport, key: DeviceKey, computer: Computer, asking: Asking
) -> Enrolled:
    """Ask until somebody has approved this key; a code that is over is replaced by a new one.

    Raises Turned where the backend will not have this key whatever anybody approves.
    """
    code, ends = "", 0.0
    while True:
        if not code or asking.mono() >= ends:
            code, ends = asking.new_code(), float("inf")
            asking.show(code)
        try:
            answer = hold(ask_once(key, code, computer), transport)
        except NoAnswer as error:
            asking.trouble(str(error))
            asking.wait(error.retry_after or _SLOW_SECONDS)
        except Turned as turned:
            if turned.refusal.code != CODE_TAKEN:
                raise
            code = ""
        else:
            asking.trouble("")
            if isinstance(answer, Enrolled):
                return answer
            ends = min(ends, asking.mono() + answer.expires_in)
            asking.wait(answer.interval)
