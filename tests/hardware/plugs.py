"""Outputs that are plugged and pulled: real QScreens of Qt's offscreen platform.

Qt lets its own tests change that platform's outputs while a program runs, by a function of its
native interface (qtbase, qoffscreenintegration.cpp). Python has no name for it: ctypes has.
"""

import ctypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import PySide6
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

_NATIVE_RESOURCE_FOR_INTEGRATION = 12
"""Where it stands in the table of virtual functions: the first after QObject's twelve."""
_ALWAYS = {"": QRect(5000, 0, 800, 800)}
"""The output that windows of other tests lie on."""


class _Array(ctypes.Structure):
    """QByteArray and QString: an owner (none), the first element, how many."""

    _fields_ = [("owner", ctypes.c_void_p), ("data", ctypes.c_void_p), ("size", ctypes.c_ssize_t)]


_kept: list[object] = []
"""Qt refers to these words for as long as it runs."""


@contextmanager
def no_outputs_but_those_plugged() -> Iterator[None]:
    """Afterwards everything is pulled that was plugged."""
    try:
        yield
    finally:
        plug({})


def plug(outputs: Mapping[str, QRect]) -> None:
    """From now on exactly these outputs are there, by name, as pixels of the desktop."""
    core, gui = _library("Core"), _library("Gui")
    screens = _new(core, "_ZN10QJsonArrayC1Ev")
    for name, at in {**_ALWAYS, **outputs}.items():
        screen = _new(core, "_ZN11QJsonObjectC1Ev")
        _insert(core, screen, "name", _value(core, "RK7QString", ctypes.byref(_string(name))))
        place = {"x": at.x(), "y": at.y(), "width": at.width(), "height": at.height()}
        for key, number in place.items():
            _insert(core, screen, key, _value(core, "i", ctypes.c_int(number)))
        value = _value(core, "RK11QJsonObject", screen)
        core._ZN10QJsonArray6appendERK10QJsonValue(screens, value)
    configuration = _new(core, "_ZN11QJsonObjectC1Ev")
    _insert(core, configuration, "screens", _value(core, "RK10QJsonArray", screens))
    interface = gui._ZN15QGuiApplication23platformNativeInterfaceEv
    interface.restype = ctypes.c_void_p
    here = ctypes.c_void_p(interface())
    ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)(_configure(here))(configuration, here)
    QGuiApplication.processEvents()


def _configure(interface: ctypes.c_void_p) -> int:
    table = ctypes.cast(interface, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
    asks = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    word = b"setConfiguration"
    name = _Array(None, ctypes.cast(ctypes.c_char_p(word), ctypes.c_void_p), len(word))
    found = asks(table[_NATIVE_RESOURCE_FOR_INTEGRATION])(interface, ctypes.addressof(name))
    assert found, "Qt's platform is offscreen"
    return int(found)


def _insert(core: ctypes.CDLL, into: ctypes.c_void_p, key: str, value: ctypes.c_void_p) -> None:
    core._ZN11QJsonObject6insertERK7QStringRK10QJsonValue(into, ctypes.byref(_string(key)), value)


def _value(core: ctypes.CDLL, kind: str, of: object) -> ctypes.c_void_p:
    return _new(core, f"_ZN10QJsonValueC1E{kind}", of)


def _new(core: ctypes.CDLL, constructor: str, *arguments: object) -> ctypes.c_void_p:
    room = ctypes.create_string_buffer(64)
    _kept.append(room)
    here = ctypes.cast(room, ctypes.c_void_p)
    core[constructor](here, *arguments)
    return here


def _string(text: str) -> _Array:
    letters = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
    made = _Array(None, ctypes.cast(letters, ctypes.c_void_p), len(text))
    _kept.extend((letters, made))
    return made


def _library(part: str) -> ctypes.CDLL:
    file = Path(PySide6.__file__).parent / "Qt" / "lib" / f"libQt6{part}.so.6"
    return ctypes.CDLL(str(file))
