"""Which screen was touched, when nobody knows yet which touchscreen lies on which screen.

Each screen has its cross at a place of its own: in the middle, in a corner, at the middle of a
side. However the touchscreen is turned or mirrored, a touch tells these apart.
"""

from collections.abc import Mapping, Sequence

from vuoro.lobby.appliance.setup.orientation import NEAR, Point

PLACES: tuple[Point, ...] = ((0.5, 0.5), (0.16, 0.16), (0.5, 0.16))


def stations(outputs: Sequence[str]) -> dict[str, Point]:
    """The cross of each output; of more screens than there are places the last ones have none."""
    return dict(zip(outputs, PLACES, strict=False))


def touched(at: Point, crosses: Mapping[str, Point]) -> str | None:
    """The output whose cross was meant; None for a touch beside all of them."""
    signs = {name: _sign(place) for name, place in crosses.items()}
    mine = _sign(at)
    close = (
        name for name, sign in signs.items()
        if all(abs(a - b) <= NEAR for a, b in zip(mine, sign, strict=True))
    )  # fmt: skip
    return next(close, None)


def _sign(point: Point) -> tuple[float, float]:
    """What no turn and no mirror changes: how far from the middle, along the longer and the
    shorter way."""
    far = sorted(abs(each - 0.5) for each in point)
    return far[0], far[1]
