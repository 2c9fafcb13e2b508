"""No identity code in clear: not in a database file, a log, an answer, a page or a message."""

import logging
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.booking.api.conftest import reached
from tests.booking.conftest import AREA_FILE, MONDAY, furnished
from tests.booking.messages.conftest import mail_settings
from tests.booking.web.visitor import Visitor, review_opened
from tests.queue.leaks import Secrets
from tests.sync.pair import Pair
from vuoro.booking.area import area_of
from vuoro.booking.backend import Backend
from vuoro.booking.messages.email_smtp import SmtpMail
from vuoro.booking.messages.job import tend
from vuoro.booking.messages.senders import Sender, Senders
from vuoro.booking.messages.simulators.mail_server import MailServer
from vuoro.booking.messages.simulators.sms_gateway import SmsGateway
from vuoro.booking.messages.sms_http import SmsHttp
from vuoro.booking.messages.values import By
from vuoro.booking.store import Database
from vuoro.booking.store.tables import metadata
from vuoro.core.clock import SteppingClock
from vuoro.core.look import load
from vuoro.core.settings.schema import SmsSettings

SECRET = Secrets(identity_code="010594Y9032", phone="+358401112223")
CLIENT = {
    "name": SECRET.name, "phone": SECRET.phone, "email": "eufemia@example.fi",
    "identity_code": SECRET.identity_code,
}  # fmt: skip
WISH: dict[str, object] = {
    "service": "tyonhakukeskustelu", "start": "2026-11-24T08:00:00Z", "office": "keskusta",
    "specialist": "00000000-0000-4000-8000-000000000003", "channel": "in_person",
    "client": CLIENT,
    "answers": [{"question": "tulkki", "answer": "no"},
                {"question": "toive", "answer": SECRET.matter}],
}  # fmt: skip


def holds_code(content: bytes) -> bool:
    """The code as it is typed, or without its sign."""
    code = SECRET.identity_code.encode()
    return any(w in content.upper() for w in (code, code[:6] + code[7:]))


@dataclass
class Out:
    """What came out of the backend while a client booked twice and came."""

    answers: dict[str, bytes] = field(default_factory=dict)
    messages: dict[str, bytes] = field(default_factory=dict)
    wire: dict[str, bytes] = field(default_factory=dict)
    log: str = ""
    files: dict[str, bytes] = field(default_factory=dict)


class _Listening(logging.Handler):
    """Everything of a record, also what a formatter would leave out."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(str(vars(record)))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Out:
    folder, found, listening = tmp_path_factory.mktemp("leaks"), Out(), _Listening()
    area = area_of(tomllib.loads(AREA_FILE.read_text(encoding="utf-8")))
    clock = SteppingClock(MONDAY)
    db = Database(f"sqlite:///{folder}/booking.db")
    metadata.create_all(db.engine)
    ours = logging.getLogger("vuoro")
    ours.addHandler(listening)
    before, ours.level = ours.level, logging.DEBUG
    try:
        backend = furnished(db, clock, area)
        _book(backend, found)
        _send(backend, found, folder / "messages")
        _come(backend, clock, found, folder)
    finally:
        ours.removeHandler(listening)
        ours.level = before
        db.close()
    found.log = "\n".join(listening.heard)
    for file in folder.rglob("*.*"):
        if file.is_file() and "messages" not in file.parts:
            found.files[file.name] = file.read_bytes()
    return found


def _send(backend: Backend, found: Out, folder: Path) -> None:
    with MailServer(folder / "mail") as server, SmsGateway(folder / "sms", token="t") as gateway:
        mail = SmtpMail(mail_settings(server.port), timeout=5)
        sms = SmsHttp(SmsSettings(url=gateway.url, token="t"), timeout=5)
        both: dict[By, Sender] = {By.EMAIL: mail, By.SMS: sms}
        senders = Senders(both, load(), lambda: 1.0, "ajanvaraus@example.fi")
        while tend(backend, senders):
            pass
        senders.close()
    for file in folder.rglob("*.*"):
        found.messages[file.name] = file.read_bytes()


def _book(backend: Backend, found: Out) -> None:
    """One booking by another system, one on the web; searches and mistakes beside them."""
    with reached(backend) as calls:
        api = calls()
        made = api.post("/bookings", WISH, command="command-1")
        assert made.status_code == 201, made.text
        wrong = {**WISH, "client": {**CLIENT, "identity_code": "010594Y9033"}}
        found.answers["made"] = made.content
        found.answers["wrong"] = api.post("/bookings", wrong, command="command-2").content
        found.answers["list"] = api.get("/bookings").content
        search = api.post("/search/clients", {"text": SECRET.identity_code})
        assert SECRET.name in search.text
        found.answers["search"] = search.content
        visitor = Visitor(str(api.http.base_url))
        review = review_opened(
            visitor, name=SECRET.name, phone=SECRET.phone, identity_code=SECRET.identity_code
        )
        found.answers["review"] = review.answer.content
        booked = visitor.send(f"{review.path.removesuffix('/review')}/confirm")
        assert booked.path.startswith("/b/"), booked.words
        found.answers["booked"] = booked.answer.content
        for name in ("pass.pdf", "pass.png", "appointment.ics"):
            found.answers[name] = visitor.browser.get(f"{booked.path}/{name}").content
        visitor.close()


def _come(backend: Backend, clock: SteppingClock, found: Out, folder: Path) -> None:
    """A lobby pulls the bookings; the client types the code there, and the event is told."""
    pair = Pair(backend, clock, folder / "lobby.db")
    real = pair.inner.send

    def listened(ask: object) -> object:
        reply = real(ask)  # type: ignore[arg-type]
        found.wire[f"{len(found.wire)} asked"] = ask.body  # type: ignore[attr-defined]
        found.wire[f"{len(found.wire)} told"] = reply.body
        return reply

    pair.inner.send = listened  # type: ignore[method-assign, assignment]
    pair.settle()
    assert len(pair.mirrored) == 2
    pair.wait(3600)
    pair.world.type_identity_code(SECRET.identity_code)
    pair.settle()
    pair.close()


def test_no_identity_code_is_in_any_file(out: Out) -> None:
    assert {"booking.db", "lobby.db"} <= out.files.keys()
    for name, content in out.files.items():
        assert not holds_code(content), name


def test_names_numbers_and_matters_are_sealed_in_the_backends_file(out: Out) -> None:
    for name, content in out.files.items():
        if name.startswith("booking.db"):
            assert SECRET.found_in(content, staff_may_read=True) == [], name
            assert SECRET.matter.encode() not in content, name


def test_no_identity_code_is_in_an_answer_a_page_or_a_paper(out: Out) -> None:
    for name, content in out.answers.items():
        assert not holds_code(content), name


def test_no_identity_code_is_in_a_message(out: Out) -> None:
    assert len(out.messages) >= 2
    for name, content in out.messages.items():
        assert not holds_code(content), name


def test_a_lobby_is_told_neither_who_somebody_is_nor_their_code(out: Out) -> None:
    assert len(out.wire) > 6
    for name, content in out.wire.items():
        assert SECRET.found_in(content, staff_may_read=True) == [], name


def test_nothing_personal_is_logged(out: Out) -> None:
    assert SECRET.found_in(out.log, staff_may_read=True) == []
    assert SECRET.matter not in out.log
