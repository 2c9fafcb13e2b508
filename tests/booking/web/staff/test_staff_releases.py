"""The staff pages of releases: a file comes in by the browser, is rolled out, paused, ended."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.booking.booking_world import AREA, CENTRE
from tests.booking.fleet.lobbies import ADMIN, Lobby, enrol
from tests.booking.fleet.test_fleet_releases import KEY, bundle, taken
from tests.booking.web.staff.staff_world import Colleague, Read, StaffSite, staff_site
from vuoro.booking.backend import Backend
from vuoro.booking.fleet import commands, offering, releases, rollouts, support
from vuoro.booking.service.accounts import Role
from vuoro.booking.web.staff.door import StaffOptions
from vuoro.booking.web.staff.release_upload import UPLOAD
from vuoro.core.wire.sync import CommandKind
from vuoro.core.wire.upkeep import MediaType, ReleaseAsk, SupportAnswer, UpdateState, UpdateTold

PATH = "/staff/releases"


@pytest.fixture(scope="module")
def file() -> bytes:
    return bundle()


@pytest.fixture
def keyed(sqlite_backend: Backend, tmp_path: Path) -> Iterator[StaffSite]:
    """The pages of a backend that trusts the key of the tests."""
    folder = tmp_path / "keys"
    folder.mkdir()
    public = base64.b64encode(KEY.public_key().public_bytes_raw())
    (folder / "test.pub").write_bytes(public + b"\n")
    with staff_site(sqlite_backend, StaffOptions(release_keys=folder)) as site:
        yield site


def sent(who: Colleague, file: bytes, csrf: str | None = None) -> Read:
    fields = {"csrf": who.csrf() if csrf is None else csrf}
    return Read(who.browser.post(UPLOAD, data=fields, files={"file": ("v.tar.xz", file)}))


def test_a_file_sent_by_the_browser_is_rolled_out_paused_and_ended(
    keyed: StaffSite, file: bytes
) -> None:
    lobby = Lobby(keyed.backend, enrol(keyed.backend))
    who = keyed.colleague(Role.DEVICES)

    page = sent(who, file)
    assert (page.status, page.path) == (200, PATH)
    assert "1.1.0" in page.words
    assert [each.version for each in releases.releases(keyed.backend, AREA)] == ["1.1.0"]

    page = who.send(page, "/start", office=[CENTRE], percent="10")
    (view,) = rollouts.views(keyed.backend, AREA)
    assert (view.rollout.offices, view.rollout.percent) == ((CENTRE,), 10)
    page = who.send(page, "/widen", office=[], percent="100")
    assert rollouts.views(keyed.backend, AREA)[0].rollout.percent == 100

    told = UpdateTold("1.1.0", 1, UpdateState.ROLLED_BACK, 100, "trial")
    for each in (None, told):
        offering.ask(keyed.backend, lobby.id, ReleaseAsk("1.0.0", "arm64", "3.13", each))
    page = who.open(PATH)
    assert "Koe kopiolla ei onnistunut." in page.words
    page = who.send(page, "/again")
    assert rollouts.views(keyed.backend, AREA)[0].failed == 0
    page = who.send(page, "/state", to="resume")
    page = who.send(page, "/state", to="pause")
    page = who.send(page, "/state", to="end")
    page = who.send(page, "/delete")
    assert releases.releases(keyed.backend, AREA) == []


@pytest.mark.parametrize(("cut", "csrf"), [(900_000, None), (None, "wrong"), (0, None)])
def test_a_bad_file_a_foreign_form_and_no_file_are_refused_in_words(
    keyed: StaffSite, file: bytes, cut: int | None, csrf: str | None
) -> None:
    page = sent(keyed.colleague(Role.DEVICES), file[:cut], csrf)

    assert page.status in (403, 422)
    assert releases.releases(keyed.backend, AREA) == []


def test_without_a_key_nothing_is_taken_and_the_page_says_what_to_do(
    site: StaffSite, file: bytes
) -> None:
    page = sent(site.colleague(Role.DEVICES), file)
    assert page.status == 409
    assert "release_keys" in page.words


def test_only_administrators_of_devices_send_releases(keyed: StaffSite, file: bytes) -> None:
    assert sent(keyed.colleague(Role.BOOK), file).status == 403
    assert sent(keyed.visitor(), file, "none").path == "/staff/sign-in"
    assert releases.releases(keyed.backend, AREA) == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/start", [("version", "9.9.9"), ("percent", "10")]),
        ("/start", [("version", "1.1.0"), ("percent", "0")]),
        ("/start", [("version", "1.1.0"), ("percent", "101")]),
        ("/start", [("version", "1.1.0"), ("office", "another")]),
        ("/rollouts/none/state", [("to", "pause")]),
        ("/rollouts/none/state", [("to", "explode")]),
        ("/rollouts/none/again", [("device", "x")]),
        ("/none/delete", []),
    ],
)
def test_what_makes_no_sense_is_refused(
    keyed: StaffSite, file: bytes, path: str, fields: list[tuple[str, str]]
) -> None:
    taken(keyed.backend, file)
    who = keyed.colleague(Role.DEVICES)
    page = who.post(PATH + path, [("csrf", who.csrf()), *fields])
    assert page.status in (404, 422)
    assert rollouts.views(keyed.backend, AREA) == []


def test_support_asks_a_device_and_keeps_what_it_answers(keyed: StaffSite) -> None:
    lobby = Lobby(keyed.backend, enrol(keyed.backend))
    who, path = keyed.colleague(Role.DEVICES), f"/staff/devices/{lobby.id}"

    page = who.post(f"{path}/command", [("csrf", who.csrf()), ("kind", "doctor")])
    assert page.path == path
    asked = commands.command(keyed.backend, ADMIN, lobby.id, CommandKind.SCREENSHOT)
    evil = SupportAnswer(asked, MediaType.PNG, '../a"\r\nb.png', "aGVsbG8=", "coarse")
    support.take(keyed.backend, lobby.id, evil)

    page = who.open(path)
    assert "Karkea kuva" in page.words
    answer = who.browser.get(page.link("/answers/"))
    assert (answer.content, answer.headers["content-type"]) == (b"hello", "image/png")
    assert answer.headers["content-disposition"] == 'attachment; filename="a___b.png"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert who.open(f"{path}/answers/none").status == 404
