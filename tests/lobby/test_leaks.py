"""Nothing personal gets out: somebody with a rare name comes, is called, and is found nowhere."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import urllib3

from tests.kiosk.listener import Listener
from tests.lobby.conftest import MONDAY
from tests.lobby.given_keys import GivenKeys
from tests.queue.leaks import Secrets
from tests.served import served
from vuoro.core import identity_code
from vuoro.core.catalogue import catalogue
from vuoro.core.clock import SteppingClock
from vuoro.core.day_key import blind_index
from vuoro.core.log import JsonLines
from vuoro.core.passes import Pass, sign
from vuoro.core.settings import LobbySettings
from vuoro.core.wire.board import BoardFrame
from vuoro.core.wire.codec import decode, encode
from vuoro.core.wire.desk import DeskCommand
from vuoro.core.wire.kiosk import ArrivalResult, CheckInBy, CheckInRequest, Outcome, Slip
from vuoro.core.wire.sync import ChangeTold, Op, Pulled
from vuoro.display import link, stage
from vuoro.display.spoken import utterances
from vuoro.display.view import picture
from vuoro.hardware.keypads.keys import NavKey
from vuoro.kiosk.flow.buttons import Button
from vuoro.kiosk.flow.events import Answered
from vuoro.kiosk.flow.screens import Numbered, Paper
from vuoro.kiosk.flow.state import State
from vuoro.kiosk.view.present import Now, present
from vuoro.lobby.demo.office_text import shipped
from vuoro.lobby.service import lobby_app
from vuoro.printer.slip import compose
from vuoro.queue.client import KioskClient, StaffClient
from vuoro.queue.service import LobbyService, people
from vuoro.queue.service.mirror import take_page
from vuoro.queue.service.mirror_rows import BOOKING

SECRETS = Secrets()
BACKEND = GivenKeys(signing=b"s" * 32, site_key=b"k" * 32)
PASS_ID = UUID("6f1e6f43-6d0f-4b7e-9a7f-2f0b4c1d2e3f")
STARTS = MONDAY + timedelta(minutes=10)
COUNTER, LABEL, PASSWORD = "palvelupiste-3", "3", "kolme-hevosta-42"
LANGUAGES = ("fi", "sv", "en")
PATIENCE = 20.0


@dataclass(frozen=True)
class Visit:
    """What came out of the lobby service while the client was there, as bytes on the wire."""

    answers: tuple[ArrivalResult, ...]
    slip: Slip
    kiosk_stream: bytes
    board_stream: bytes
    box_stream: bytes
    phone: tuple[bytes, ...]
    log: str
    folder: Path


def office_text() -> str:
    """The demo's office, one of its services a matter nobody may hear of."""
    text = shipped().replace('"tyonhakukeskustelu"', f'"{SECRETS.service}"')
    for name in ("Työnhakukeskustelu", "Jobbsökningssamtal", "Job search discussion"):
        text = text.replace(name, SECRETS.service_name)
    return text


def furnish(lobby: LobbyService, clock: SteppingClock) -> None:
    """The specialist, the devices, and a booking of which the backend sent far too much."""
    BACKEND.hand_over(lobby, clock.now().date())
    people.add_staff(
        lobby, "topias", SECRETS.specialist, PASSWORD, people.ROLES, SECRETS.specialist_id
    )
    people.add_device(lobby, "kiosk", "Aula", "kiosk-token")
    people.add_device(lobby, "display", "TV", "display-token")
    people.add_device(lobby, "counter", "Piste 3", "counter-token")
    code = identity_code.parse(SECRETS.identity_code)
    assert isinstance(code, identity_code.IdentityCode)
    key = BACKEND.day_key(clock.now().date(), lobby.office.site)
    row = {
        "pass_id": str(PASS_ID), "site": lobby.office.site, "service": SECRETS.service,
        "start": STARTS.isoformat(), "minutes": 30, "specialist": SECRETS.specialist_id,
        "specialist_name": SECRETS.specialist, "code": SECRETS.booking_code,
        "identity_index": blind_index(key, code).hex(), "note": SECRETS.matter,
        "answers": [["Asia", SECRETS.matter]], "name": SECRETS.name, "phone": SECRETS.phone,
        "identity_code": SECRETS.identity_code,
    }  # fmt: skip
    changes = (ChangeTold(1, BOOKING, "varaus-1", 1, Op.PUT, row),)
    page = Pulled("e", changes, 1, more=False, floor=0, server_ms=0)
    take_page(lobby, page)


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """The client shows the pass, then types the identity code, is called twice and served."""
    folder = tmp_path_factory.mktemp("leaks")
    office = folder / "office.toml"
    office.write_text(office_text(), encoding="utf-8")
    clock = SteppingClock(MONDAY)
    settings = LobbySettings(data=folder / "data", office=office)
    app = lobby_app(settings, clock, lambda lobby: furnish(lobby, clock))
    with logged() as log, served(app) as url:
        streams = [stream(url, "kiosk"), stream(url, "board"), stream(url, "counter")]
        answers = arrive(url)
        slip = answers[0].slip
        assert slip is not None
        phone = follow(url, slip)
        serve_client(url)
        kiosk = read_until(streams[0], rb'"waiting":1.*"waiting":0')
        board = read_until(streams[1], rb'"times":2')
        box = read_until(streams[2], rb'"called".*"serving"')
    return Visit(answers, slip, kiosk, board, box, phone, log.getvalue(), settings.data)


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Every line that the lobby service logs, as its log keeps it."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def stream(url: str, whose: str) -> urllib3.BaseHTTPResponse:
    token = {"kiosk": "kiosk-token", "board": "display-token", "counter": "counter-token"}[whose]
    headers = {"Authorization": f"Bearer {token}"}
    address = f"{url}/v1/{whose}/stream?counter={LABEL}"
    return urllib3.request("GET", address, headers=headers, preload_content=False, timeout=PATIENCE)


def read_until(answer: urllib3.BaseHTTPResponse, mark: bytes) -> bytes:
    """What a stream said until this came, which the test's own acts bring about."""
    said = b""
    while re.search(mark, said, re.DOTALL) is None:
        said += answer.read1(65536)
    answer.close()
    return said


def arrive(url: str) -> tuple[ArrivalResult, ...]:
    claims = Pass(1, 17, PASS_ID, 1, MONDAY.replace(microsecond=0), 600)
    tenant = UUID("7b0c8f2e-5f0f-4c8e-9d57-0d3f6a1e2b44")
    text = sign(claims, BACKEND.signing_key, tenant)
    kiosk = KioskClient(url, "kiosk-token", timeout=PATIENCE)
    shown = ((CheckInBy.PASS, text), (CheckInBy.IDENTITY_CODE, SECRETS.identity_code))
    answers = tuple(
        kiosk.check_in(CheckInRequest(by, what), UUID(int=number, version=4))
        for number, (by, what) in enumerate(shown)
    )
    kiosk.close()
    return answers


def follow(url: str, slip: Slip) -> tuple[bytes, ...]:
    token = slip.follow_url.rpartition("/")[2]
    pages = (f"{url}/t/{token}", f"{url}/v1/follow/{token}")
    return tuple(urllib3.request("GET", page, timeout=PATIENCE).data for page in pages)


def serve_client(url: str) -> None:
    topias = StaffClient(url, timeout=PATIENCE)
    topias.sign_in("topias", PASSWORD)
    topias.press("counter", DeskCommand(counter=COUNTER))
    called = topias.press("next", DeskCommand(counter=COUNTER)).ticket
    assert called is not None
    for move in ("again", "serve", "done"):
        topias.press(move, DeskCommand(counter=COUNTER, ticket=called.id))
    topias.close()


def frames(said: bytes) -> list[BoardFrame]:
    lines = (line for line in said.split(b"\n") if line.startswith(b"data: "))
    return [decode(line[6:], BoardFrame) for line in lines]


def test_the_client_was_there_and_was_called(visit: Visit) -> None:
    outcomes = [answer.outcome for answer in visit.answers]

    assert outcomes == [Outcome.ADMITTED, Outcome.RECEIVED]
    assert visit.slip.number.encode() in visit.board_stream
    assert all(visit.slip.number.encode() in page for page in visit.phone)


def test_the_check_would_find_what_it_looks_for() -> None:
    assert SECRETS.found_in(f"{SECRETS.name} {SECRETS.identity_code} {SECRETS.service}")


def test_nothing_is_in_the_answers_to_the_kiosk(visit: Visit) -> None:
    for answer in visit.answers:
        assert SECRETS.found_in(encode(answer)) == []
        assert SECRETS.found_in(repr(answer)) == []


def test_nothing_is_in_the_streams_to_kiosk_and_board(visit: Visit) -> None:
    # The kiosk's stream names services, but never a client's.
    assert SECRETS.found_in(visit.kiosk_stream, staff_may_read=True) == []
    assert SECRETS.found_in(visit.board_stream) == []


def test_the_box_at_the_counter_is_not_even_told_the_number(visit: Visit) -> None:
    assert SECRETS.found_in(visit.box_stream) == []
    assert visit.slip.number.encode() not in visit.box_stream


def test_nothing_is_on_the_phone_page(visit: Visit) -> None:
    for page in visit.phone:
        assert SECRETS.found_in(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_on_the_glass_of_the_kiosk(visit: Visit, language: str) -> None:
    for answer in visit.answers:
        assert answer.slip is not None
        screen = Numbered(answer.outcome, answer.slip, answer.start, Paper.FAILED, 30.0, 30.0)
        shown = present(State(screen=screen), Now(0.0, MONDAY), catalogue("vuoro.kiosk", language))

        assert visit.slip.number in repr(shown)
        assert SECRETS.found_in(repr(shown)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("headset", [False, True])
def test_nothing_is_said_by_the_kiosk(visit: Visit, language: str, headset: bool) -> None:
    """Typed by a listener, answered, read from end to end; characters alone go to the headset."""
    listener = Listener()
    if headset:
        listener.plugs_in()
    else:
        listener.keys(NavKey.HELP)
    for choice in (f"language-{language}", "appointment", "identity-code"):
        listener.chooses(choice)
    for character in SECRETS.identity_code:
        listener.touches(Button.KEY, character)
    listener.touches(Button.CONFIRM)
    listener.happens(Answered(listener.press, visit.answers[1]))
    listener.keys(*[NavKey.NEXT] * len(listener.teller.stops), NavKey.REPEAT, NavKey.HELP)

    assert visit.slip.receipt.replace("-", "")[-1] in listener.aloud
    assert SECRETS.found_in("|".join(listener.heard)) == []
    assert SECRETS.found_in(listener.aloud) == []
    private = [each for say in listener.says for each in say.utterances if each.private]
    assert all(len(each.text) < 20 for each in private)
    assert headset or not private


def test_nothing_is_in_what_a_kiosk_that_speaks_shows_of_itself(visit: Visit) -> None:
    listener = Listener()
    listener.plugs_in()
    for choice in ("language-fi", "appointment", "identity-code"):
        listener.chooses(choice)
    for character in SECRETS.identity_code:
        listener.touches(Button.KEY, character)

    assert SECRETS.found_in(repr(listener.state)) == []
    assert SECRETS.found_in(repr(listener.says)) == []
    assert SECRETS.found_in(repr(listener.teller.reading)) == []


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_nothing_is_on_the_slip(visit: Visit, paper_mm: int) -> None:
    sheet = repr(compose(visit.slip, paper_mm))

    assert visit.slip.number in sheet
    assert SECRETS.found_in(sheet) == []


def test_nothing_is_on_the_board_or_said_aloud(visit: Visit) -> None:
    now = stage.Stage(link.Link(0.0, MONDAY))
    said = []
    for at, frame in enumerate(frames(visit.board_stream)):
        told = stage.Framed(frame)
        now = stage.step(now, told, now=MONDAY, mono=60.0 * at, speaking=False)
        view = picture(now, ("fi", "sv"), now=MONDAY, mono=60.0 * at)
        said += [
            repr(view),
            *(repr(utterances(call, LANGUAGES, lambda language: True)) for call in frame.calls),
        ]

    assert any(visit.slip.number in each for each in said)
    assert SECRETS.found_in("\n".join(said)) == []


def test_nothing_is_in_the_log(visit: Visit) -> None:
    assert SECRETS.found_in(visit.log) == []


def test_name_telephone_and_identity_code_are_in_no_file_of_the_lobby(visit: Visit) -> None:
    files = [file for file in visit.folder.rglob("*") if file.is_file()]

    assert any(file.name == "lobby.db" for file in files)
    for file in files:
        assert SECRETS.found_in(file.read_bytes(), staff_may_read=True) == [], file.name
