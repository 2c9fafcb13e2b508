"""What assistive technology is told: a desktop with an accessibility bus, and a walk over it.

AT-SPI 2 is D-Bus all the way: each thing on a screen is an object with a name, a role and states
(gitlab.gnome.org/GNOME/at-spi2-core, xml/Accessible.xml).
"""

import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ACTION = "org.a11y.atspi.Action"
_ROOT = "/org/a11y/atspi/accessible/root"
_SECONDS = 10.0
_STATES = {
    4: "checked", 8: "enabled", 11: "focusable", 12: "focused", 24: "sensitive", 25: "showing",
    30: "visible", 41: "checkable",
}  # fmt: skip
"""Of atspi-constants.h, those that matter here."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as a screen reader gets it. ``at`` is where to press it."""

    name: str
    role: str
    states: frozenset[str]
    description: str
    at: tuple[str, str]
    depth: int

    @property
    def shows(self) -> bool:
        return "showing" in self.states and "visible" in self.states


class Desktop:
    """Xvfb, a session bus and the accessibility bus on it. Enter it."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self.environment: dict[str, str] = {}
        self._bus: DBusConnection | None = None

    @staticmethod
    def missing() -> str:
        """The program that is not installed; empty where all are."""
        wanted = ("Xvfb", "dbus-daemon", _LAUNCHER)
        return next((name for name in wanted if shutil.which(name) is None), "")

    def __enter__(self) -> "Desktop":
        self.environment = {**os.environ, "DISPLAY": self._screen()}
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = session = self._session()
        self.environment |= {
            "QT_QPA_PLATFORM": "xcb",
            "QT_QUICK_BACKEND": "software",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        self._run((_LAUNCHER, "--launch-immediately"))
        with open_dbus_connection(bus=session) as bus:
            bus.send_and_get_reply(
                new_method_call(
                    DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus",
                                "org.freedesktop.DBus"),
                    "StartServiceByName", "su", ("org.a11y.Bus", 0),
                ), timeout=_SECONDS,
            )  # fmt: skip
            at = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            reply = bus.send_and_get_reply(new_method_call(at, "GetAddress"), timeout=_SECONDS)
            (address,) = unwrap_msg(reply)
        self._bus = open_dbus_connection(bus=str(address))
        self._stack.callback(self._bus.close)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def applications(self) -> list[tuple[str, str]]:
        """Whoever has told the bus of itself."""
        return [(str(name), str(path)) for name, path in self._children(
            "org.a11y.atspi.Registry", _ROOT)]  # fmt: skip

    def walk(self, name: str, path: str, depth: int = 0) -> Iterator[Thing]:
        """A thing and everything in it, as a screen reader goes through it."""
        thing = self.look(name, path, depth)
        if thing is None:
            return
        yield thing
        for child_name, child_path in self._children(name, path):
            yield from self.walk(child_name, child_path, depth + 1)

    def look(self, name: str, path: str, depth: int = 0) -> Thing | None:
        """One thing; None where it has just gone."""
        try:
            states = self._call(name, path, _ACCESSIBLE, "GetState")
            return Thing(
                str(self._property(name, path, "Name")),
                str(self._call(name, path, _ACCESSIBLE, "GetRoleName")),
                _state_names(states),
                str(self._property(name, path, "Description")),
                (name, path),
                depth,
            )
        except DBusErrorResponse:
            return None

    def press(self, thing: Thing) -> None:
        """Press a button as assistive technology does."""
        self._call(*thing.at, _ACTION, "DoAction", "i", (0,))

    def _children(self, name: str, path: str) -> list[tuple[str, str]]:
        try:
            return [tuple(each) for each in self._call(name, path, _ACCESSIBLE, "GetChildren")]
        except DBusErrorResponse:
            return []

    def _property(self, name: str, path: str, which: str) -> Any:
        body = (_ACCESSIBLE, which)
        answer = self._call(name, path, "org.freedesktop.DBus.Properties", "Get", "ss", body)
        return answer[1]

    def _call(
        self, name: str, path: str, interface: str, method: str,
        signature: str | None = None, body: tuple[object, ...] = (),
    ) -> Any:  # fmt: skip
        assert self._bus is not None
        message = new_method_call(DBusAddress(path, name, interface), method, signature, body)
        answer = unwrap_msg(self._bus.send_and_get_reply(message, timeout=_SECONDS))
        return answer[0] if len(answer) == 1 else answer

    def _screen(self) -> str:
        return ":" + self._told_by("Xvfb", "-displayfd", "{}", "-screen", "0", "1200x2000x24",
                                   "-nolisten", "tcp", "-noreset")  # fmt: skip

    def _session(self) -> str:
        return self._told_by("dbus-daemon", "--session", "--nofork", "--print-address={}")

    def _told_by(self, *command: str) -> str:
        """The first line that a program writes to the descriptor it is given."""
        told, tells = os.pipe()
        self._run(tuple(part.format(tells) for part in command), tells)
        os.close(tells)
        with os.fdopen(told, "rb") as answers:
            ready, _, _ = select.select((answers,), (), (), _SECONDS)
            assert ready, f"{command[0]} does not start"
            return answers.readline().decode("ascii").strip()

    def _run(self, command: tuple[str, ...], *descriptors: int) -> None:
        process = subprocess.Popen(
            command, env=self.environment or None, pass_fds=descriptors,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

        def end() -> None:
            process.terminate()
            process.wait(_SECONDS)

        self._stack.callback(end)


def _state_names(words: list[int]) -> frozenset[str]:
    bits = words[0] | words[1] << 32
    return frozenset(name for bit, name in _STATES.items() if bits >> bit & 1)
