"""Real servers for messages: SMTP and HTTP on this computer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vuoro.booking.messages.email_smtp import SmtpMail
from vuoro.booking.messages.senders import Senders
from vuoro.booking.messages.simulators.mail_server import MailServer
from vuoro.booking.messages.simulators.sms_gateway import SmsGateway
from vuoro.booking.messages.sms_http import SmsHttp
from vuoro.booking.messages.values import By
from vuoro.core.look import load
from vuoro.core.settings.schema import MailSettings, SmsSettings


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path / "mail") as server:
        yield server


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[SmsGateway]:
    with SmsGateway(tmp_path / "sms", token="a-token") as server:
        yield server


@pytest.fixture
def senders(mail_server: MailServer, gateway: SmsGateway) -> Iterator[Senders]:
    """The real drivers, on those servers; retries without chance."""
    mail = SmtpMail(mail_settings(mail_server.port), timeout=5)
    sms = SmsHttp(SmsSettings(url=gateway.url, token="a-token"), timeout=5)
    made = Senders({By.EMAIL: mail, By.SMS: sms}, load(), lambda: 1.0, "ajanvaraus@example.fi")
    yield made
    made.close()


def mail_settings(port: int) -> MailSettings:
    return MailSettings(host="127.0.0.1", port=port, security="none")
