"""Our keyboards beside those of libxkbcommon, which no one here has written."""

import ctypes
import ctypes.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from vuoro.hardware.scanners.profile import Layout
from vuoro.hardware.scanners.wedge_layout import LEVELS, Level, key_map

LAYOUTS: list[Layout] = ["us", "fi", "de", "fr"]
CODES = [*range(2, 14), *range(16, 28), *range(30, 42), 43, *range(44, 54), 86]
OF_WINDOWS: dict[tuple[Layout, Level, int], str] = {
    ("fi", "altgr", 6): "€",
    ("fr", "altgr", 3): "~ dead",
    ("fr", "altgr", 8): "` dead",
    ("fr", "shift", 41): "",
}
"""Where Windows, which scanners are made for, differs from Linux."""
DEAD = {
    "dead_acute": "\u00b4",
    "dead_grave": "`",
    "dead_diaeresis": "¨",
    "dead_circumflex": "^",
    "dead_tilde": "~",
}
LIBRARY = ctypes.util.find_library("xkbcommon")
DATA = Path("/usr/share/X11/xkb/symbols")


class Names(ctypes.Structure):
    """struct xkb_rule_names."""

    _fields_ = [
        (name, ctypes.c_char_p) for name in ("rules", "model", "layout", "variant", "options")
    ]


class Xkb:
    """The keyboard of a layout, as libxkbcommon knows it."""

    def __init__(self, layout: str) -> None:
        self._xkb = ctypes.CDLL(str(LIBRARY))
        self._xkb.xkb_context_new.restype = ctypes.c_void_p
        self._xkb.xkb_keymap_new_from_names.restype = ctypes.c_void_p
        self._context = ctypes.c_void_p(self._xkb.xkb_context_new(0))
        names = Names(b"evdev", b"pc105", layout.encode(), b"", b"")
        keymap = self._xkb.xkb_keymap_new_from_names(self._context, ctypes.byref(names), 0)
        self._keymap = ctypes.c_void_p(keymap)

    def types(self, level: int, code: int) -> str:
        """What a key types, with "dead" behind it where it waits for a letter."""
        symbols = ctypes.POINTER(ctypes.c_uint32)()
        found = self._xkb.xkb_keymap_key_get_syms_by_level(
            self._keymap, code + 8, 0, level, ctypes.byref(symbols)
        )
        if found < 1:
            return ""
        name = ctypes.create_string_buffer(64)
        self._xkb.xkb_keysym_get_name(symbols[0], name, 64)
        if (dead := DEAD.get(name.value.decode())) is not None:
            return f"{dead} dead"
        return chr(self._xkb.xkb_keysym_to_utf32(symbols[0])).strip("\0")

    def close(self) -> None:
        self._xkb.xkb_keymap_unref(self._keymap)
        self._xkb.xkb_context_unref(self._context)


@pytest.fixture(params=LAYOUTS)
def both(request: pytest.FixtureRequest) -> Iterator[tuple[Layout, Xkb]]:
    xkb = Xkb(request.param)
    yield request.param, xkb
    xkb.close()


@pytest.mark.skipif(
    LIBRARY is None or not DATA.is_dir(), reason="libxkbcommon or its keyboards are not installed"
)
def test_every_key_types_what_it_types_on_linux_or_else_on_windows(
    both: tuple[Layout, Xkb],
) -> None:
    layout, xkb = both
    ours = key_map(layout)
    different: dict[tuple[Layout, Level, int], str] = {}
    for number, level in enumerate(LEVELS):
        for code in CODES:
            dead = " dead" if (level, code) in ours.dead else ""
            mine = ours.keys.get((level, code), "") + dead
            # Third letters that no scanner types are left out of ours.
            if mine != xkb.types(number, code) and (mine or level != "altgr"):
                different[layout, level, code] = mine

    assert different == {key: typed for key, typed in OF_WINDOWS.items() if key[0] == layout}
