"""Lines of the journal that may leave the device: only what is known to hold nothing personal.

Our programs log constant sentences with values beside them. A sentence may go if it stands in our
own source; a value may go by its name, if it is a number or a word of that source. Of everybody
else's lines only a few of the kernel's and systemd's may go, and of those only the part that was
looked for.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

OTHER_WORDS = "(other words)"
_METHODS = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
_UNIT = re.compile(r"vuoro-[a-z-]{1,40}\.(service|path|timer|target)")
_LOGGER = re.compile(r"vuoro(\.[a-z0-9_]{1,40}){0,8}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}Z")
_WORD = re.compile(r"[a-z][a-z_.-]{0,30}")
_TYPE = re.compile(r"\A([A-Za-z_.]{1,80}(?:Error|Exception|Broken|Full|Interrupt|Exit))\b")
_FRAME = re.compile(r'File "[^"]*/(vuoro/[a-z0-9_/]{1,120}\.py)", line ([0-9]{1,6}), in (\w{1,80})')
_NUMBERS = frozenset({"count", "line", "status", "seconds", "ms", "bytes", "size", "tries", "rows"})
_WORDS = frozenset({"way", "level", "kind", "code", "order", "program", "state", "port", "printer"})
_PRETENDED = frozenset({"demo", "tour", "a11y", "bench", "gallery", "samples"})
"""Parts of ours with names of people in them."""
_KERNEL = tuple(map(re.compile, (
    r"Under-?voltage detected!?", r"Voltage normalised",
    r"EXT4-fs (error|warning) \(device [a-z0-9]{1,12}\)",
    r"EXT4-fs \([a-z0-9]{1,12}\): recovery complete",
    r"mmc[0-9]: (error|timeout|tuning)[a-z -]{0,40}", r"I/O error, dev [a-z0-9]{1,12}",
    r"Out of memory: Killed process [0-9]+", r"usb [0-9.-]{1,16}: USB disconnect",
    r"usb [0-9.-]{1,16}: new (low|full|high|super)-speed USB device", r"Kernel panic",
    r"watchdog[a-z0-9: ]{0,20}: (hard|soft) LOCKUP", r"\[drm[a-z:_ ]{0,30}\] \*ERROR\*",
    r"thermal [a-z0-9_]{1,20}: critical temperature reached",
)))  # fmt: skip


def kept(entries: Iterable[Mapping[str, Any]], known: "Known") -> Iterator[dict[str, Any]]:
    """What may go of lines as ``journalctl -o json`` writes them; what may not is not there."""
    for entry in entries:
        at = _microseconds(entry.get("__REALTIME_TIMESTAMP"))
        line = _ours(entry, known) or _of_systemd(entry) or _of_kernel(entry)
        if line is not None:
            yield {"us": at, **line}


def _ours(entry: Mapping[str, Any], known: "Known") -> dict[str, Any] | None:
    unit = entry.get("_SYSTEMD_UNIT")
    if not isinstance(unit, str) or not _UNIT.fullmatch(unit):
        return None
    try:
        told = json.loads(str(entry.get("MESSAGE")))
    except ValueError:
        return {"unit": unit, "message": OTHER_WORDS}
    if not isinstance(told, dict):
        return {"unit": unit, "message": OTHER_WORDS}
    message = told.get("message")
    line: dict[str, Any] = {"unit": unit, "message": _said(message, known.messages)}
    for name, form in (("at", _MOMENT), ("level", _WORD), ("logger", _LOGGER)):
        if isinstance(value := told.get(name), str) and form.fullmatch(value):
            line[name] = value
    return line | _values(told, known.words) | _trace(told.get("trace"))


def _said(message: object, known: frozenset[str]) -> str:
    """The sentence as it stands in our source, without what was put into it."""
    if not isinstance(message, str):
        return OTHER_WORDS
    if message in known:
        return message
    fits = (each for each in _templates(known) if each[1].fullmatch(message))
    return next((template for template, _ in fits), OTHER_WORDS)


@cache
def _templates(known: frozenset[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Sentences with places in them, the longest first."""
    return tuple(
        (each, re.compile(".*".join(map(re.escape, re.split("%[sdr]", each))), re.DOTALL))
        for each in sorted(known, key=len, reverse=True)
        if "%" in each
    )


def _values(told: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    numbers = {
        name: value for name in _NUMBERS
        if isinstance(value := told.get(name), int | float)
    }  # fmt: skip
    words = {
        name: value for name in _WORDS
        if isinstance(value := told.get(name), str) and value in known
    }  # fmt: skip
    return {**numbers, **words}


def _trace(trace: object) -> dict[str, Any]:
    """Where it broke and the kind of error: its message may hold anything."""
    if not isinstance(trace, str):
        return {}
    frames = [f"{file}:{line} {name}" for file, line, name in _FRAME.findall(trace)]
    last = _TYPE.match(trace.strip().splitlines()[-1]) if trace.strip() else None
    return {"frames": frames[-20:], "error_type": last[1] if last else ""}


def _of_systemd(entry: Mapping[str, Any]) -> dict[str, Any] | None:
    unit = entry.get("UNIT")
    if entry.get("_PID") != "1" or not isinstance(unit, str) or not _UNIT.fullmatch(unit):
        return None
    line = {"unit": unit, "by": "systemd"}
    for name, form in (("JOB_RESULT", _WORD), ("UNIT_RESULT", _WORD), ("EXIT_CODE", _WORD)):
        if isinstance(value := entry.get(name), str) and form.fullmatch(value):
            line[name.lower()] = value
    if str(entry.get("EXIT_STATUS", "")).isdecimal():
        line["exit_status"] = str(entry["EXIT_STATUS"])[:4]
    return line


def _of_kernel(entry: Mapping[str, Any]) -> dict[str, Any] | None:
    if entry.get("_TRANSPORT") != "kernel":
        return None
    found = next((m for each in _KERNEL if (m := each.search(str(entry.get("MESSAGE"))))), None)
    return None if found is None else {"by": "kernel", "message": found[0]}


def _microseconds(value: object) -> int:
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 20 else 0


@dataclass(frozen=True, slots=True)
class Known:
    """What our programs can say: whole sentences of logs, and single words."""

    messages: frozenset[str]
    words: frozenset[str]


@cache
def known() -> Known:
    """Read from the source of our programs."""
    messages: set[str] = set()
    words: set[str] = set()
    for file in _our_files():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                messages |= _logged(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                words |= {node.value} if _WORD.fullmatch(node.value) else set()
    return Known(frozenset(messages), frozenset(words))


def _our_files() -> Iterator[Path]:
    import vuoro.core

    here = Path(vuoro.core.__file__).parents[1]
    # In a checkout each part has a root of its own.
    roots = (here,) if (here / "lobby").exists() else tuple(here.parents[1].glob("*/vuoro"))
    for root in roots:
        for file in root.rglob("*.py"):
            if not _PRETENDED.intersection(file.parts) and file.stem not in _PRETENDED:
                yield file


def _logged(node: ast.Call) -> set[str]:
    """The constant sentence of a call of ``log``, if it is one."""
    method, first = node.func, node.args[0] if node.args else None
    if (
        isinstance(method, ast.Attribute)
        and method.attr in _METHODS
        and isinstance(method.value, ast.Name)
        and method.value.id == "log"
        and isinstance(first, ast.Constant)
        and isinstance(first.value, str)
    ):
        return {first.value}
    return set()
