"""What a setup is to write and to do: from answers, from what is set, from what is plugged in."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vuoro.hardware.printers.discover import Lead
from vuoro.hardware.usb_identity import UsbName, UsbNode
from vuoro.lobby.appliance.setup.answers import Answers, BadAnswers, answers_of
from vuoro.lobby.appliance.setup.checking import check
from vuoro.lobby.appliance.setup.plan import Plan, plan
from vuoro.lobby.appliance.setup.present import Present
from vuoro.lobby.appliance.setup.seen import Seen
from vuoro.lobby.appliance.setup.touch_map import touch_map_of

TOUCH = "ILITEK ILITEK-TP"
LOBBY = Seen(("HDMI-A-1", "HDMI-A-2"), (TOUCH,), address="10.0.0.5/24")
TOKENS = {"kiosk": "k" * 32, "display": "d" * 32}


def asked(**tree: Any) -> Answers:
    return answers_of(tree, "answers")


def tree(made: Plan, name: str) -> dict[str, Any]:
    """The settings of a program, as its file would be read."""
    (file,) = (each for each in made.files if each.name == f"{name}.toml")
    return tomllib.loads(file.text)


def text(made: Plan, name: str) -> str:
    return next((file.text for file in made.files if file.name == name), "")


def set_up(made: Plan, seen: Seen = LOBBY) -> Present:
    """What a device has on which a plan was carried out."""
    settings = {name: tree(made, name) for name in made.programs}
    touch = touch_map_of(text(made, "touch.xml"))
    tokens = frozenset(token.kind for token in made.tokens)
    allowed = frozenset(text(made, "usb-allowed").split())
    return Present(made.programs, settings, True, False, tokens, touch, allowed)


def usb(vendor: str, product: str = "0001") -> UsbNode:
    return UsbNode(Path("/dev/x"), UsbName(vendor, product, "77"), "Some device", Path("event3"))


def test_a_device_with_two_screens_is_everything_at_once() -> None:
    made = plan(Answers(), Present(), LOBBY)

    assert made.programs == ("lobby", "kiosk", "display")
    assert made.starter
    assert [(token.kind, token.name) for token in made.tokens] == [
        ("kiosk", "Kiosk 1"),
        ("display", "Display 1"),
    ]


@pytest.mark.parametrize(
    ("outputs", "touches", "programs"),
    [
        (("HDMI-A-1",), (TOUCH,), ("lobby", "kiosk")),
        (("HDMI-A-1",), (), ("lobby", "display")),
        ((), (), ("lobby", "kiosk")),
    ],
)
def test_what_is_plugged_in_says_what_a_device_is_for(
    outputs: tuple[str, ...], touches: tuple[str, ...], programs: tuple[str, ...]
) -> None:
    assert plan(Answers(), Present(), Seen(outputs, touches)).programs == programs


def test_the_lobby_is_reached_from_the_network_of_its_own_address() -> None:
    lobby = tree(plan(Answers(), Present(), LOBBY), "lobby")["lobby"]

    assert lobby["public_url"] == "http://10.0.0.5"
    assert lobby["office_networks"] == ["10.0.0.0/24"]
    assert "host" not in lobby


def test_a_fixed_address_counts_before_the_one_it_has_now() -> None:
    fixed = asked(network={"address": "10.9.0.7/16", "gateway": "10.9.0.1"})

    lobby = tree(plan(fixed, Present(), LOBBY), "lobby")["lobby"]

    assert (lobby["public_url"], lobby["office_networks"]) == ("http://10.9.0.7", ["10.9.0.0/16"])


def test_what_is_set_stays_unless_somebody_asks_for_something_else() -> None:
    before = set_up(plan(asked(kiosk={"pin": "2580", "name": "Ovi"}), Present(), LOBBY))

    made = plan(asked(kiosk={"name": "Sisäänkäynti"}), before, LOBBY)

    kiosk = tree(made, "kiosk")["kiosk"]
    assert (kiosk["pin"], kiosk["name"]) == ("2580", "Sisäänkäynti")


def test_a_program_that_is_not_wanted_any_more_goes() -> None:
    before = set_up(plan(Answers(), Present(), LOBBY))

    made = plan(asked(programs=["lobby", "kiosk"]), before, LOBBY)

    assert made.unused == ("display",)
    assert [file.name for file in made.files] == ["lobby.toml", "kiosk.toml", "touch.xml"]


def test_another_kind_of_printer_keeps_nothing_of_the_one_before() -> None:
    usb_printer = {"kind": "file", "device": "usb:04b8:0e28", "profile": "epson-tm-t20iii"}
    before = set_up(plan(asked(kiosk={"printer": usb_printer}), Present(), LOBBY))

    network = {"kind": "network", "host": "10.0.0.9"}
    made = plan(asked(kiosk={"printer": network}), before, LOBBY)

    assert tree(made, "kiosk")["kiosk"]["printer"] == network


def test_the_printer_that_is_plugged_in_is_found() -> None:
    seen = Seen(LOBBY.outputs, LOBBY.touches, (Lead("file", "usb:04b8:0e28:ABC", words="EPSON"),))

    made = plan(asked(kiosk={"printer": {"kind": "auto", "paper_mm": 58}}), Present(), seen)

    assert tree(made, "kiosk")["kiosk"]["printer"] == {
        "kind": "file",
        "paper_mm": 58,
        "device": "usb:04b8:0e28",
        "profile": "epson-tm-t20iii",
    }


@pytest.mark.parametrize(
    ("serial", "typing", "found"),
    [
        (["0c2e"], [], {"kind": "serial", "source": "usb:0c2e:0001", "profile": "honeywell"}),
        ([], ["1eab"], {"kind": "wedge", "source": "usb:1eab:0001", "profile": "generic"}),
        # A scanner with two faces is one: without a keyboard layout it reads better.
        (["05e0"], ["05e0"], {"kind": "serial", "source": "usb:05e0:0001", "profile": "generic"}),
        # An ordinary keyboard is no scanner.
        (["05f9"], ["046d"], {"kind": "serial", "source": "usb:05f9:0001", "profile": "datalogic"}),
    ],
)
def test_the_scanner_that_is_plugged_in_is_found(
    serial: list[str], typing: list[str], found: dict[str, str]
) -> None:
    nodes = tuple(map(usb, serial)), tuple(map(usb, typing))
    seen = Seen(("HDMI-A-1",), (TOUCH,), serial=nodes[0], typing=nodes[1])

    made = plan(asked(kiosk={"scanner": {"kind": "auto"}}), Present(), seen)

    assert tree(made, "kiosk")["kiosk"]["scanner"] == found


def test_without_its_printer_everything_else_is_set_up_and_the_printer_is_told() -> None:
    made = plan(asked(kiosk={"printer": {"kind": "auto"}}), Present(), LOBBY)

    assert "printer" not in tree(made, "kiosk")["kiosk"]
    assert any("kiosk.printer.kind" in sentence for sentence in made.lacking)


def test_a_printer_that_was_found_before_stays_while_it_is_switched_off() -> None:
    auto = asked(kiosk={"printer": {"kind": "auto"}})
    there = Seen(LOBBY.outputs, LOBBY.touches, (Lead("file", "usb:04b8:0e28"),))
    before = set_up(plan(auto, Present(), there))

    made = plan(auto, before, LOBBY)

    assert tree(made, "kiosk")["kiosk"]["printer"]["device"] == "usb:04b8:0e28"
    assert made.lacking


def test_only_a_scanner_and_a_keypad_that_are_set_may_type() -> None:
    kiosk = {
        "scanner": {"kind": "wedge", "source": "usb:1234:5678:9"},
        "speech": {"keypad": "usb:2047:0ad1"},
    }

    made = plan(asked(kiosk=kiosk), Present(usb_allowed=frozenset({"aaaa:bbbb"})), LOBBY)

    assert text(made, "usb-allowed").split() == ["1234:5678", "2047:0ad1", "aaaa:bbbb"]


def test_two_screens_have_to_be_told_apart_and_are_used_meanwhile() -> None:
    made = plan(Answers(), Present(), LOBBY)

    assert made.ask_screens
    assert tree(made, "kiosk")["kiosk"]["output"] == "HDMI-A-1"
    assert tree(made, "display")["display"]["output"] == "HDMI-A-2"


def test_a_guess_which_screen_is_which_is_asked_about_again() -> None:
    once = plan(Answers(), Present(), LOBBY)

    again = plan(Answers(), set_up(once), LOBBY)
    told = plan(asked(kiosk={"output": "HDMI-A-1"}), set_up(once), LOBBY)
    touched = plan(Answers(), set_up(told), LOBBY)

    assert "A guess" in text(again, "touch.xml")
    assert again.ask_screens
    assert not told.ask_screens
    assert "A guess" not in text(told, "touch.xml")
    assert not touched.ask_screens


def test_a_lobby_service_that_goes_elsewhere_takes_its_address_and_tokens_along() -> None:
    before = set_up(plan(Answers(), Present(), LOBBY))

    with pytest.raises(BadAnswers, match=r"kiosk.lobby_url[^$]*\[tokens\] kiosk"):
        plan(asked(programs=["kiosk"]), before, LOBBY)


def test_a_lobby_service_that_comes_to_a_screen_is_used_by_it() -> None:
    far = {"lobby_url": "https://10.0.0.9:8443", "lobby_authority": "/etc/vuoro/x.pem", "name": "A"}
    before = Present(("kiosk",), {"kiosk": {"kiosk": far}}, tokens=frozenset({"kiosk"}))

    kiosk = tree(plan(asked(programs=["lobby", "kiosk"]), before, LOBBY), "kiosk")["kiosk"]

    assert (kiosk["lobby_url"], kiosk["name"]) == ("http://127.0.0.1:8480", "A")
    assert "lobby_authority" not in kiosk


def test_a_new_address_is_where_phones_go() -> None:
    before = set_up(plan(Answers(), Present(), LOBBY))
    moved = asked(network={"address": "10.9.0.7/16", "gateway": "10.9.0.1"})

    assert tree(plan(moved, before, LOBBY), "lobby")["lobby"]["public_url"] == "http://10.9.0.7"


@pytest.mark.parametrize("kiosk", [{"scanner": 1}, {"output": 1}, {"printer": "x", "name": 2}])
def test_settings_of_the_wrong_kind_are_told_and_break_nothing(kiosk: dict[str, Any]) -> None:
    made = plan(asked(kiosk=kiosk), Present(), LOBBY)

    with pytest.raises(BadAnswers):
        check(made, Path())


def test_one_named_screen_leaves_the_other_for_the_other() -> None:
    made = plan(asked(kiosk={"output": "HDMI-A-2"}), Present(), LOBBY)

    assert not made.ask_screens
    assert tree(made, "display")["display"]["output"] == "HDMI-A-1"
    assert text(made, "touch.xml") == f'<touch deviceName="{TOUCH}" mapToOutput="HDMI-A-2" />\n'


def test_several_touchscreens_have_to_be_told_apart() -> None:
    seen = Seen(("HDMI-A-1",), (TOUCH, "Goodix"))

    made = plan(Answers(), Present(), seen)

    assert made.ask_touch
    assert not text(made, "touch.xml")


def test_a_named_touchscreen_need_not_be_plugged_in() -> None:
    made = plan(asked(touch="A & B", kiosk={"output": "DP-1"}), Present(), Seen())

    assert text(made, "touch.xml") == '<touch deviceName="A &amp; B" mapToOutput="DP-1" />\n'
    assert not made.ask_touch


def test_a_screen_without_a_lobby_service_needs_to_know_one() -> None:
    with pytest.raises(BadAnswers) as error:
        plan(asked(programs=["kiosk", "display"]), Present(), LOBBY)

    assert [sentence.split(":")[0] for sentence in error.value.errors] == [
        "kiosk.lobby_url",
        "[tokens] kiosk",
        "display.lobby_url",
        "[tokens] display",
    ]


def test_a_screen_takes_the_token_that_another_lobby_service_gave() -> None:
    display = {"lobby_url": "https://10.0.0.5:8443"}
    answers = asked(
        programs=["display"], display=display, authority="lobby.pem",
        tokens={"display": TOKENS["display"]},
    )  # fmt: skip

    made = plan(answers, Present(), LOBBY)

    assert [(token.kind, token.given) for token in made.tokens] == [("display", "d" * 32)]
    assert tree(made, "display")["display"]["lobby_authority"] == "/etc/vuoro/lobby-authority.pem"
    again = plan(asked(programs=["display"]), set_up(made), LOBBY)
    assert tree(again, "display") == tree(made, "display")


def test_a_second_kiosk_with_its_own_lobby_service_needs_the_first_ones_token() -> None:
    sync = {"leader_url": "https://10.0.0.5:8443"}

    with pytest.raises(BadAnswers, match="device add companion"):
        plan(asked(programs=["lobby", "kiosk"], sync=sync), Present(), LOBBY)

    given = asked(programs=["lobby", "kiosk"], sync=sync, tokens={"leader": "l" * 32})
    made = plan(given, Present(), LOBBY)
    assert [token.kind for token in made.tokens] == ["kiosk", "leader"]
    assert tree(made, "lobby")["sync"]["leader_token_file"] == "/var/lib/vuoro/lobby/leader.token"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"program": ["kiosk"]}, "Did you mean programs?"),
        ({"programs": ["kitchen"]}, "programs"),
        ({"language": "de"}, "language"),
        ({"network": {"address": "10.0.0.5"}}, "10.0.0.5/24"),
        ({"network": {"address": "10.0.0.5/24"}}, "gateway"),
        ({"network": {"address": "", "dns": ["ns.example"]}}, "'ns.example'"),
    ],
)
def test_bad_answers_say_what_is_wrong(words: dict[str, Any], said: str) -> None:
    with pytest.raises(BadAnswers, match=said.replace("[", "\\[").replace("?", "\\?")):
        answers_of(words, "vuoro-setup.toml")


def test_secrets_are_in_no_repr() -> None:
    answers = asked(kiosk={"pin": "2580"}, tokens=TOKENS, programs=["kiosk"])
    made = plan(asked(kiosk={"pin": "2580"}), Present(), LOBBY)

    for shown in (repr(answers), repr(made), repr(set_up(made))):
        assert "2580" not in shown
        assert TOKENS["kiosk"] not in shown


PROGRAMS = some.lists(
    some.sampled_from(["lobby", "kiosk", "display"]), min_size=1, unique=True
).map(lambda some_programs: ["lobby", *some_programs] if some_programs else [])
OUTPUTS = some.sampled_from([(), ("HDMI-A-1",), LOBBY.outputs])
TOUCHES = some.sampled_from([(), (TOUCH,), (TOUCH, "Goodix")])
KIOSKS = some.fixed_dictionaries(
    {},
    optional={
        "output": some.sampled_from(["HDMI-A-1", "HDMI-A-2"]),
        "name": some.text("abcÅ\\\"'\n\t", min_size=1, max_size=9),
        "printer": some.sampled_from([{"kind": "auto"}, {"kind": "network", "host": "10.0.0.9"}]),
    },
)


@given(PROGRAMS, OUTPUTS, TOUCHES, KIOSKS)
def test_a_plan_carried_out_changes_nothing_the_next_time(
    programs: list[str],
    outputs: tuple[str, ...],
    touches: tuple[str, ...],
    kiosk: dict[str, Any],
) -> None:
    seen = Seen(outputs, touches, address="10.0.0.5/24")
    answers = asked(programs=[*dict.fromkeys(programs)], kiosk=kiosk)

    once = plan(answers, Present(), seen)
    again = plan(answers, set_up(once, seen), seen)
    without_answers = plan(Answers(), set_up(once, seen), seen)

    assert again.files == once.files
    assert without_answers.files == once.files
    assert again.unused == ()
