"""The figures that Prometheus reads: what they say, to whom, and of whom never."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import urllib3
from prometheus_client.parser import text_string_to_metric_families

from tests.lobby.test_leaks import COUNTER, SECRETS, arrive, furnish, office_text, serve_client
from tests.served import served
from vuoro.core.clock import SteppingClock
from vuoro.core.settings import LobbySettings
from vuoro.core.settings.schema import Settings
from vuoro.core.wire.kiosk import DeviceReport, TicketRequest
from vuoro.hardware.health import HealthWatch, probe
from vuoro.hardware.health.simulated import SimulatedComputer
from vuoro.lobby.metrics.families import states
from vuoro.lobby.service import lobby_app
from vuoro.queue.client import KioskClient
from vuoro.queue.service import LobbyService, people

TOKEN = "kioskin-tunnus"
TARGET_MINUTES = 15
"""Of the demo's service "neuvonta"."""
Serve = Callable[..., str]
Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


def prepare(lobby: LobbyService) -> None:
    people.add_device(lobby, "kiosk", 'Aula "1"', TOKEN)
    people.add_device(lobby, "display", "Odotustila", "toinen")


@pytest.fixture
def pi(tmp_path: Path) -> SimulatedComputer:
    return SimulatedComputer(tmp_path / "pi")


@pytest.fixture
def serve(settings: Settings, clock: SteppingClock, pi: SimulatedComputer) -> Iterator[Serve]:
    """Starts a lobby service, with a kiosk and a computer that it watches; gives its address."""
    with ExitStack() as stack:

        def start(**more: object) -> str:
            watch = HealthWatch(lambda: probe(clock, pi.root, pi.root, pi.usage), clock)
            asked = replace(settings.lobby, **more)  # type: ignore[arg-type]
            app = lobby_app(asked, clock, prepare, watch=watch)
            return stack.enter_context(served(app))

        yield start


def read(url: str, **headers: str) -> urllib3.BaseHTTPResponse:
    return urllib3.request("GET", f"{url}/metrics", headers=headers, timeout=20.0)


def figures(answer: urllib3.BaseHTTPResponse) -> Figures:
    """Each sample, as Prometheus' own library reads it."""
    assert answer.status == 200
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.data.decode())
        for sample in family.samples
    }


def one(found: Figures, name: str, **labels: str) -> float:
    return found[name, frozenset(labels.items())]


def test_the_line_is_counted(serve: Serve, clock: SteppingClock) -> None:
    url = serve()
    kiosk = KioskClient(url, TOKEN)
    for press in range(3):
        kiosk.issue(TicketRequest("neuvonta"), UUID(int=press))
    kiosk.close()
    clock.advance(timedelta(minutes=7))
    early = figures(read(url))
    assert one(early, "vuoro_longest_overdue_seconds") == 0
    clock.advance(timedelta(minutes=30))

    answer = read(url)
    found = figures(answer)

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert one(found, "vuoro_tickets", state="waiting") == 3
    assert one(found, "vuoro_tickets", state="serving") == 0
    assert one(found, "vuoro_tickets_today") == 3
    assert one(found, "vuoro_longest_overdue_seconds") == (37 - TARGET_MINUTES) * 60
    assert one(found, "vuoro_lobby", state="open") == 1
    assert one(found, "vuoro_lobby", state="locked") == 0
    assert one(found, "vuoro_clock_state", state="sync") == 1
    assert one(found, "vuoro_commit_seconds_count") >= 3
    assert one(found, "vuoro_commit_seconds_bucket", le="+Inf") == one(
        found, "vuoro_commit_seconds_count"
    )
    assert one(found, "process_resident_memory_bytes") > 0


def test_devices_and_computers_are_told_by_name(serve: Serve, pi: SimulatedComputer) -> None:
    pi.power(undervoltage=True)
    url = serve()
    kiosk = KioskClient(url, TOKEN)
    kiosk.report_device(
        DeviceReport("paper_low", "covered", paper_left_mm=2500, host=("hot", "undervoltage"))
    )
    kiosk.close()

    found = figures(read(url))
    here = {"device": 'Aula "1"', "kind": "kiosk"}

    assert one(found, "vuoro_device_connected", **here) == 0
    assert one(found, "vuoro_printer_state", state="paper_low", **here) == 1
    assert one(found, "vuoro_printer_state", state="ok", **here) == 0
    assert one(found, "vuoro_scanner_state", state="covered", **here) == 1
    assert one(found, "vuoro_printer_paper_left_meters", **here) == 2.5
    assert one(found, "vuoro_host_trouble", trouble="hot", **here) == 1
    assert one(found, "vuoro_host_trouble", trouble="disk_low", **here) == 0
    assert one(found, "vuoro_host_temperature_celsius") == 48.3
    assert one(found, "vuoro_host_undervoltage") == 1
    assert one(found, "vuoro_host_disk_free_bytes") == pi.free
    shared = {"device": "lobby", "kind": "lobby", "trouble": "undervoltage"}
    assert one(found, "vuoro_host_trouble", **shared) == 1


def test_what_a_device_makes_up_adds_no_series(serve: Serve) -> None:
    url = serve()
    before = figures(read(url)).keys()
    kiosk = KioskClient(url, TOKEN)
    kiosk.report_device(
        DeviceReport("on_fire" * 20, "odd", host=("strange",) * 40, parts=(("leg", "broken"),))
    )
    kiosk.close()

    found = figures(read(url))

    assert found.keys() == before
    where = {"device": 'Aula "1"', "kind": "kiosk", "state": "other"}
    assert one(found, "vuoro_printer_state", **where) == 1
    assert one(found, "vuoro_scanner_state", **where) == 1


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_what_comes_through_a_proxy_is_not_from_this_computer(serve: Serve, name: str) -> None:
    url = serve()

    assert read(url).status == 200
    refused = read(url, **{name: "10.0.0.7"})
    assert refused.status == 403
    assert b"metrics_token" in refused.data


def test_with_a_token_everybody_needs_it(serve: Serve) -> None:
    url = serve(metrics_token="salainen")

    assert read(url).status == 401
    assert read(url, Authorization="Bearer väärä").status == 401
    assert read(url, Authorization="Bearer salaine").status == 401
    assert read(url, Authorization="salainen").status == 401
    assert read(url, Authorization="Bearer salainen").status == 200
    assert b"salainen" not in read(url, Authorization="Bearer salainen").data


def test_nothing_of_a_client_is_in_the_figures(tmp_path: Path, clock: SteppingClock) -> None:
    office = tmp_path / "office.toml"
    office.write_text(office_text(), encoding="utf-8")
    settings = LobbySettings(data=tmp_path / "data", office=office)
    with served(lobby_app(settings, clock, lambda lobby: furnish(lobby, clock))) as url:
        answers = arrive(url)
        waiting = read(url).data
        serve_client(url)
        served_ = read(url).data

    slip = answers[0].slip
    assert slip is not None
    for told in (waiting, served_):
        assert b"vuoro_tickets" in told
        assert SECRETS.found_in(told) == []
        text = told.decode()
        for secret in (slip.number, slip.ticket, slip.receipt, COUNTER, "topias"):
            assert secret not in text


def test_the_figures_are_no_part_of_the_document(serve: Serve) -> None:
    document = urllib3.request("GET", f"{serve()}/openapi.json").json()

    assert "/v1/health" in document["paths"]
    assert "/metrics" not in document["paths"]


def test_a_state_is_one_of_those_that_are_known() -> None:
    family = states("x", "words", ("ok", "ill"), {("a",): "ill", ("b",): "dead"}, ("device",))
    said = {(s.labels["device"], s.labels["state"]): s.value for s in family.samples}

    assert said == {
        ("a", "ok"): 0, ("a", "ill"): 1, ("a", "other"): 0,
        ("b", "ok"): 0, ("b", "ill"): 0, ("b", "other"): 1,
    }  # fmt: skip
