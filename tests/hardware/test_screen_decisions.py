"""What a window decides about its output and its pulse, without a window."""

import pytest

from vuoro.hardware.screen.outputs import output_for
from vuoro.hardware.screen.pulse import Pulse


@pytest.mark.parametrize(
    ("wanted", "there", "output"),
    [
        ("HDMI-A-2", ["HDMI-A-2", "HDMI-A-1"], "HDMI-A-2"),
        ("HDMI-A-2", ["HDMI-A-1"], None),
        ("HDMI-A-2", [], None),
        ("", ["HDMI-A-2", "HDMI-A-1"], "HDMI-A-1"),
        ("", ["HDMI-A-2"], "HDMI-A-2"),
        ("", [], None),
    ],
)
def test_a_window_belongs_on_its_output_by_name_and_on_no_other(
    wanted: str, there: list[str], output: str | None
) -> None:
    assert output_for(wanted, there) == output


@pytest.mark.parametrize(
    ("happens", "signs"),
    [
        # b: a beat that could be painted, h: one while nothing can be seen, f: a frame.
        ("bfbfbf", [True, True, True]),
        ("bb", [True, False]),
        ("bbfb", [True, False, True]),
        ("hhh", [True, True, True]),
        ("bhb", [True, True, True]),
        ("hbb", [True, True, False]),
        ("bbbb", [True, False, False, False]),
    ],
)
def test_a_beat_is_a_sign_of_life_when_the_frame_asked_for_before_was_painted(
    happens: str, signs: list[bool]
) -> None:
    pulse, told = Pulse(), []
    for what in happens:
        if what == "f":
            pulse = pulse.seen()
        else:
            pulse, alive = pulse.beat(paintable=what == "b")
            told.append(alive)

    assert told == signs
