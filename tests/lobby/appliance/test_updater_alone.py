"""One updater at a time, and only where the lobby service has been down for a while."""

from pathlib import Path

import pytest

from tests.lobby.conftest import Vuoro
from vuoro.lobby.appliance.units import DOWN_SECONDS, Units
from vuoro.lobby.commands.appliance_parts import alone


def test_only_one_changes_releases_at_a_time(tmp_path: Path, vuoro: Vuoro) -> None:
    file = tmp_path / "vuoro-1.1.0-amd64.tar.xz"
    places = ("--work", str(tmp_path / "work"), "--lobby-settings", str(tmp_path / "none.toml"))
    with alone(tmp_path / "work") as first, alone(tmp_path / "work") as second:
        assert (first, second) == (True, False)
        said = vuoro("appliance", "update", str(file), *places)
        assert (said.status, "Another update" in said.err) == (1, True)
        assert vuoro("appliance", "update", "--waiting", *places).status == 0
    assert vuoro("appliance", "update", "--waiting", *places).status == 0
    assert vuoro("appliance", "update", *places).status == 2


@pytest.mark.parametrize(
    ("states", "is_down"),
    [
        (["active"], False),
        (["activating", "failed", "active"], False),
        (["failed"], True),
        (["activating"], True),
    ],
)
def test_a_service_that_is_restarted_is_not_down(
    monkeypatch: pytest.MonkeyPatch, states: list[str], is_down: bool
) -> None:
    clock = [0.0]
    told = iter(states)
    last = states[-1]
    monkeypatch.setattr(Units, "_state", lambda self, unit: next(told, last))
    units = Units(mono=lambda: clock[0], pause=lambda seconds: clock.__setitem__(0, clock[0] + 2))

    assert units.is_down("vuoro-lobby.service") is is_down
    assert (clock[0] >= DOWN_SECONDS) is is_down
