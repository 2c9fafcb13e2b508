"""Names of keys as the kernel has them (linux/input-event-codes.h), as far as keypads send them."""

from collections.abc import Mapping

_DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")
_KEYPAD = {"7": 71, "8": 72, "9": 73, "4": 75, "5": 76, "6": 77, "1": 79, "2": 80, "3": 81, "0": 82}
_LETTERS = (("QWERTYUIOP", 16), ("ASDFGHJKL", 30), ("ZXCVBNM", 44))

KEY_CODES: Mapping[str, int] = {
    **{f"KEY_{digit}": place for place, digit in enumerate(_DIGITS, 2)},
    **{f"KEY_KP{digit}": code for digit, code in _KEYPAD.items()},
    **{f"KEY_{key}": first + n for row, first in _LETTERS for n, key in enumerate(row)},
    **{f"KEY_F{n}": 58 + n for n in range(1, 11)},
    "KEY_F11": 87,
    "KEY_F12": 88,
    **{f"KEY_F{n}": 170 + n for n in range(13, 25)},
    "KEY_ESC": 1,
    "KEY_BACKSPACE": 14,
    "KEY_TAB": 15,
    "KEY_ENTER": 28,
    "KEY_SPACE": 57,
    "KEY_KPASTERISK": 55,
    "KEY_KPMINUS": 74,
    "KEY_KPPLUS": 78,
    "KEY_KPDOT": 83,
    "KEY_KPENTER": 96,
    "KEY_KPSLASH": 98,
    "KEY_SYSRQ": 99,
    "KEY_SCROLLLOCK": 70,
    "KEY_PAUSE": 119,
    "KEY_HOME": 102,
    "KEY_UP": 103,
    "KEY_PAGEUP": 104,
    "KEY_LEFT": 105,
    "KEY_RIGHT": 106,
    "KEY_END": 107,
    "KEY_DOWN": 108,
    "KEY_PAGEDOWN": 109,
    "KEY_INSERT": 110,
    "KEY_DELETE": 111,
    "KEY_MUTE": 113,
    "KEY_VOLUMEDOWN": 114,
    "KEY_VOLUMEUP": 115,
    "KEY_HELP": 138,
    "KEY_PLAYPAUSE": 164,
}
