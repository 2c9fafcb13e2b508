"""What the drivers tell of a try, over real SMTP and HTTP to servers that fail when told to."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.booking.certificates import certificate_in
from tests.booking.messages.conftest import mail_settings
from tests.booking.messages.given import EMAIL, LINK, PHONE
from vuoro.booking.messages.email_smtp import SmtpMail
from vuoro.booking.messages.senders import Sender, Senders
from vuoro.booking.messages.simulators.mail_server import MailFault, MailServer
from vuoro.booking.messages.simulators.sms_gateway import SmsFault, SmsGateway
from vuoro.booking.messages.sms_http import SmsHttp
from vuoro.booking.messages.values import Answer, By, Content, Outgoing
from vuoro.core.settings.schema import MailSettings, SmsSettings

WRITTEN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"
LETTER = Content(
    EMAIL, f"Hyvää päivää.\n.\n..yksin\n{LINK}", "Työnhaku: äö", "<p>Hyvää päivää.</p>", CALENDAR,
)  # fmt: skip
TEXT = Content(PHONE, "Soitamme sinulle ti 24.11. klo 9.00. Vastaathan.")


def message(by: By, id: str = "m-1") -> Outgoing:  # noqa: A002
    return Outgoing(id, LETTER if by is By.EMAIL else TEXT, WRITTEN)


@pytest.mark.parametrize("by", By)
def test_a_message_is_handed_over_whole(
    by: By, senders: Senders, mail_server: MailServer, gateway: SmsGateway
) -> None:
    assert senders.by[by].send(message(by)).answer is Answer.SENT
    assert senders.by[by].send(message(by, "m-2")).answer is Answer.SENT

    if by is By.SMS:
        assert gateway.messages()[0] == {
            "id": "m-1", "to": PHONE, "from": "Ajanvaraus", "text": TEXT.text,
        }  # fmt: skip
        return
    mail = mail_server.messages()[0]
    assert mail["To"] == EMAIL
    assert mail["From"] == "Ajanvaraus <ajanvaraus@example.fi>"
    assert mail["Subject"] == "Työnhaku: äö"
    assert mail["Message-ID"] == "<m-1@example.fi>"
    assert mail["Date"] == "Mon, 23 Nov 2026 06:00:00 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "fi"
    plain, page, calendar = (part for part in mail.walk() if not part.is_multipart())
    assert plain.get_content().splitlines() == LETTER.text.splitlines()
    assert page.get_content_type() == "text/html"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == "CANCEL"
    assert calendar.get_filename() == "appointment.ics"
    assert "METHOD:CANCEL" in calendar.get_content()


def test_a_letter_can_be_read_without_eight_bits_and_by_lines_of_998(
    senders: Senders, mail_server: MailServer
) -> None:
    senders.by[By.EMAIL].send(message(By.EMAIL))

    octets = mail_server.files()[0].read_bytes()
    assert octets.isascii()
    assert all(len(line) <= 998 for line in octets.split(b"\r\n"))


@pytest.mark.parametrize(
    ("fault", "answer", "reason", "kept"),
    [
        (MailFault.RECIPIENT_UNKNOWN, Answer.NEVER, "SMTP 550 5.1.1", 0),
        (MailFault.RECIPIENT_BUSY, Answer.LATER, "SMTP 450 4.2.1", 0),
        (MailFault.SENDER_REFUSED, Answer.AWAY, "SMTP 550 5.7.1", 0),
        (MailFault.TEXT_REFUSED, Answer.NEVER, "SMTP 554 5.6.0", 0),
        (MailFault.TRY_LATER, Answer.LATER, "SMTP 451 4.3.0", 0),
        (MailFault.DROPPED_BEFORE, Answer.LATER, "broke", 0),
        (MailFault.KEPT_THEN_DROPPED, Answer.UNKNOWN, "broke before the answer", 1),
        (MailFault.LOST_THEN_DROPPED, Answer.UNKNOWN, "broke before the answer", 0),
    ],
)
def test_how_a_mail_came_to_grief_is_told_exactly(
    fault: MailFault, answer: Answer, reason: str, kept: int,
    senders: Senders, mail_server: MailServer,
) -> None:  # fmt: skip
    mail_server.fail(fault)
    mail = senders.by[By.EMAIL]

    outcome = mail.send(message(By.EMAIL))

    assert outcome.answer is answer
    assert reason in outcome.reason
    assert EMAIL not in outcome.reason
    assert len(mail_server.files()) == kept
    assert mail.send(message(By.EMAIL, "m-2")).answer is Answer.SENT


@pytest.mark.parametrize(
    ("fault", "answer", "kept"),
    [
        (SmsFault.REFUSED, Answer.NEVER, 0),
        (SmsFault.NO_ACCOUNT, Answer.AWAY, 0),
        (SmsFault.BUSY, Answer.LATER, 0),
        (SmsFault.BROKEN, Answer.LATER, 0),
        (SmsFault.DROPPED_BEFORE, Answer.AWAY, 0),
        (SmsFault.KEPT_THEN_DROPPED, Answer.AWAY, 1),
    ],
)
def test_how_a_text_message_came_to_grief_is_told_and_trying_again_never_doubles_it(
    fault: SmsFault, answer: Answer, kept: int, senders: Senders, gateway: SmsGateway
) -> None:
    gateway.fail(fault)
    sms = senders.by[By.SMS]

    assert sms.send(message(By.SMS)).answer is answer
    assert len(gateway.messages()) == kept
    assert sms.send(message(By.SMS)).answer is Answer.SENT
    assert len(gateway.messages()) == 1


@pytest.mark.parametrize("by", By)
def test_where_nobody_listens_the_server_is_away(by: By) -> None:
    port = 1  # Nobody may listen there without being root, and nobody does.
    mail = SmtpMail(mail_settings(port), timeout=2)
    sms = SmsHttp(SmsSettings(url=f"http://127.0.0.1:{port}/"), timeout=2)
    sender: Sender = mail if by is By.EMAIL else sms

    outcome = sender.send(message(by))

    assert outcome.answer is Answer.AWAY
    sender.close()


@pytest.mark.parametrize(
    "address", ["a@example.fi\r\nBcc: b@example.fi", "@example.fi", "name@", "name", ""]
)
def test_an_address_that_is_none_or_breaks_out_of_its_header_goes_nowhere(
    address: str, senders: Senders, mail_server: MailServer
) -> None:
    evil = Content(address, "x", "s", "<p>x")

    assert senders.by[By.EMAIL].send(Outgoing("m", evil, WRITTEN)).answer is Answer.NEVER
    assert mail_server.files() == ()


@pytest.mark.parametrize("at_once", [False, True])
def test_mail_goes_over_tls_after_signing_in_to_whom_we_trust_only(
    at_once: bool, tmp_path: Path
) -> None:
    certificate, key = certificate_in(tmp_path, "127.0.0.1")
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate, key)
    ours = ssl.create_default_context(cafile=str(certificate))
    login = ("vuoro", "a-password")
    with MailServer(tmp_path / "mail", tls=server_side, at_once=at_once, login=login) as server:
        settings = MailSettings(
            host="127.0.0.1", port=server.port, security="tls" if at_once else "starttls",
            username="vuoro", password="a-password",
        )  # fmt: skip
        wrong = MailSettings(
            host="127.0.0.1", port=server.port, security=settings.security,
            username="vuoro", password="guessed",
        )  # fmt: skip
        answers = [
            sent_by(SmtpMail(settings, tls=ours, timeout=5)),
            sent_by(SmtpMail(settings, timeout=5)),
            sent_by(SmtpMail(wrong, tls=ours, timeout=5)),
        ]
        assert answers == [Answer.SENT, Answer.AWAY, Answer.AWAY]
        assert len(server.files()) == 1


def sent_by(mail: SmtpMail) -> Answer:
    answer = mail.send(message(By.EMAIL)).answer
    mail.close()
    return answer
