"""Which words tell of a trouble."""

_BY_CODE = {
    "hold_over": "hold_over",
    "draft_over": "hold_over",
    "too_late": "too_late",
    "not_booked": "not_booked",
    "locked_out": "slow_down",
    "too_many_holds": "too_many_holds",
}
_BY_STATUS = {
    403: "forbidden",
    404: "not_found",
    405: "not_found",
    410: "hold_over",
    429: "slow_down",
}


def trouble_key(status: int, code: str = "") -> str:
    """The middle of the keys ``trouble.<key>.title`` and ``.detail``."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    return _BY_STATUS.get(status, "failed" if status >= 500 else "not_possible")
