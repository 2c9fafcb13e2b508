"""The firewall of the device: what its settings open, knocked at from a neighbour's network."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lobby.conftest import Vuoro
from tests.lobby.sealed.two_networks import DEVICE, NEIGHBOUR, Knock, Pair, possible, two_networks
from vuoro.core.settings.schema import LobbySettings
from vuoro.lobby.appliance.firewall import BadNetworks, commands, openings

CLOSED = Path(__file__).parents[3] / "deploy/raspberrypi/package/usr/lib/vuoro/nftables/closed.nft"
OFFICE = LobbySettings(
    tls_port=8443, door_port=8481, office_networks=("10.77.0.0/24", "fd77::/64"),
    visitor_networks=("10.78.0.0/24",),
)  # fmt: skip
LISTENING = (8480, 8443, 8481, 22)
PORTS = (*LISTENING, 443, 80)
"""Nothing listens at the last two: who gets in there was led on."""


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    if not possible():
        pytest.skip("network namespaces and nft(8) take root")
    with two_networks() as pair, pair.listening(LISTENING):
        yield pair


def everything() -> list[Knock]:
    return [
        (f"{source} {port}", source, target, port)
        for source, target in zip(NEIGHBOUR, DEVICE, strict=True)
        for port in PORTS
    ]


def let_in(pair: Pair, text: str) -> set[str]:
    """Load the rules anew, then the text, and knock everywhere."""
    pair.on_device("nft", "-f", str(CLOSED))
    pair.on_device("nft", "-f", "-", told=text)
    answers = pair.knock(*everything())
    assert set(answers.values()) <= {"in", "silence"}, "a closed port must not even say that it is"
    return {name for name, answer in answers.items() if answer == "in"}


def test_without_rules_everybody_is_let_in(pair: Pair) -> None:
    """Or the tests below would say nothing."""
    pair.on_device("nft", "flush", "ruleset")

    answers = pair.knock(*everything())

    listened = {name for name, _, _, port in everything() if port in LISTENING}
    assert {name for name, answer in answers.items() if answer == "in"} == listened


def test_before_settings_are_known_nobody_is_let_in(pair: Pair) -> None:
    assert let_in(pair, "") == set()


def test_no_networks_in_the_settings_let_nobody_in(pair: Pair) -> None:
    assert let_in(pair, commands(openings(LobbySettings(tls_port=8443, door_port=8481)))) == set()


def test_the_office_has_the_desk_and_visitors_have_the_door(pair: Pair) -> None:
    # The port without TLS for own programs stays closed, whatever address it listens on.
    assert let_in(pair, commands(openings(OFFICE))) == {
        "10.77.0.9 8443", "10.77.0.9 8481", "10.77.0.9 443", "10.77.0.9 80",
        "fd77::9 8443", "fd77::9 8481", "fd77::9 443", "fd77::9 80",
        "10.78.0.9 8481", "10.78.0.9 80",
    }  # fmt: skip


def test_upkeep_is_let_in_where_its_file_says_so(pair: Pair) -> None:
    upkeep = "# the IT department\n10.78.0.9/32  # Kaisa\n\n"

    assert let_in(pair, commands(openings(LobbySettings(), upkeep))) == {"10.78.0.9 22"}


def test_settings_that_change_close_what_they_had_opened(pair: Pair) -> None:
    assert let_in(pair, commands(openings(OFFICE)))
    pair.on_device("nft", "-f", "-", told=commands(openings(LobbySettings())))

    assert set(pair.knock(*everything()).values()) == {"silence"}


def test_a_flood_of_connections_is_cut(pair: Pair) -> None:
    pair.on_device("nft", "-f", str(CLOSED))
    pair.on_device("nft", "-f", "-", told=commands(openings(OFFICE)))
    flood = [(str(number), "10.77.0.9", "10.77.0.1", 8443) for number in range(400)]

    answers = list(pair.knock(*flood).values())

    assert 200 <= answers.count("in") < 390


def test_a_line_that_is_no_network_is_named() -> None:
    with pytest.raises(BadNetworks, match="Line 2 holds 'toimisto'"):
        openings(LobbySettings(), "10.0.0.0/8\ntoimisto\n")


def test_the_command_shows_what_it_would_load(tmp_path: Path, vuoro: Vuoro) -> None:
    settings = tmp_path / "lobby.toml"
    settings.write_text('[lobby]\ntls_port = 8443\noffice_networks = ["10.20.30.0/24"]\n')

    said = vuoro("appliance", "firewall", "--show", "--settings", str(settings))

    assert said.status == 0
    assert "add element inet vuoro office4 { 10.20.30.0/24 }\n" in said.out
    assert "add element inet vuoro leads_to { 443 : 8443 }\n" in said.out


def test_a_fault_in_the_file_for_upkeep_closes_only_that(tmp_path: Path, vuoro: Vuoro) -> None:
    settings, upkeep = tmp_path / "lobby.toml", tmp_path / "ssh-from"
    settings.write_text('[lobby]\noffice_networks = ["10.20.30.0/24"]\n')
    upkeep.write_text("everywhere")
    told = ("--settings", str(settings), "--upkeep", str(upkeep))

    said = vuoro("appliance", "firewall", "--show", *told)

    assert said.status == 2
    assert "Line 1 holds 'everywhere'" in said.err
    assert "office4 { 10.20.30.0/24 }" in said.out
    assert "add element inet vuoro upkeep4" not in said.out
