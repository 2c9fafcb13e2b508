"""E-mail over SMTP (RFC 5321), with TLS or STARTTLS, telling exactly how far a try came.

A message may have been taken only if the connection broke after the server said "go on" to DATA and
before it answered the last line. All else is certain.
"""

import re
import smtplib
import ssl
from contextlib import suppress
from email.generator import BytesGenerator
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import parseaddr
from io import BytesIO

from vuoro.booking.messages.email_form import domain_of, email_of
from vuoro.booking.messages.values import SENT, Answer, Outcome, Outgoing
from vuoro.core.settings.schema import MailSettings

TIMEOUT = 30.0
_ENHANCED = re.compile(rb"^[245]\.\d{1,3}\.\d{1,3}\b")
_BROKEN = (OSError, smtplib.SMTPException)


class SmtpMail:
    """A mail server. Keeps its connection from one message to the next, until ``close``."""

    def __init__(
        self,
        settings: MailSettings,
        *,
        tls: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        """``tls``: whom to trust; by default whom the computer trusts. ``timeout``: seconds."""
        self._settings, self._timeout = settings, timeout
        self._tls = tls
        self._open: smtplib.SMTP | None = None

    def send(self, message: Outgoing) -> Outcome:
        """Try once."""
        try:
            form = email_of(message, self._settings.sender)
        except ValueError:
            return Outcome(Answer.NEVER, "The address can't be written in an e-mail.")
        try:
            smtp = self._connection()
        except smtplib.SMTPResponseException as error:
            self._break_off()
            return Outcome(Answer.AWAY, _said("The mail server refuses us", error))
        except _BROKEN as error:
            self._break_off()
            return Outcome(Answer.AWAY, f"No mail server ({type(error).__name__}).")
        outcome = self._hand_over(smtp, form, message.content.to)
        if outcome.answer is not Answer.SENT:
            self.close()
        return outcome

    def close(self) -> None:
        if self._open is not None:
            with suppress(*_BROKEN):
                self._open.quit()
            self._break_off()

    def _break_off(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connection(self) -> smtplib.SMTP:
        if self._open is not None:
            with suppress(*_BROKEN):
                if self._open.noop()[0] == 250:
                    return self._open
            self._break_off()
        settings = self._settings
        me = domain_of(settings.sender)
        if settings.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, me, timeout=self._timeout, context=self._trust()
            )
        else:
            smtp = smtplib.SMTP(settings.host, settings.port, me, timeout=self._timeout)
        self._open = smtp
        smtp.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            smtp.starttls(context=self._trust())
            smtp.ehlo_or_helo_if_needed()
        if settings.username:
            smtp.login(settings.username, settings.password)
        return smtp

    def _trust(self) -> ssl.SSLContext:
        return self._tls or ssl.create_default_context()

    def _hand_over(self, smtp: smtplib.SMTP, form: EmailMessage, to: str) -> Outcome:
        utf8 = not to.isascii()
        if utf8 and not smtp.has_extn("smtputf8"):
            return Outcome(Answer.NEVER, "The mail server can't send to such an address.")
        octets = _octets(form, utf8)
        try:
            refusal = self._envelope(smtp, to, utf8)
        except _BROKEN as error:
            return Outcome(Answer.LATER, f"The connection broke ({type(error).__name__}).")
        if refusal is not None:
            return refusal
        try:
            smtp.send(octets)
            code, answer = smtp.getreply()
        except _BROKEN as error:
            why = f"The connection broke before the answer ({type(error).__name__})."
            return Outcome(Answer.UNKNOWN, why)
        if code == 250:
            return SENT
        return Outcome(_kind(code), f"The message was refused ({_code(code, answer)}).")

    def _envelope(self, smtp: smtplib.SMTP, to: str, utf8: bool) -> Outcome | None:
        """All that comes before the text; None if the server waits for it.

        What it says to our own address or to DATA is no fault of this message: it is tried later,
        when somebody has repaired the settings.
        """
        options = ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []
        code, answer = smtp.mail(parseaddr(self._settings.sender)[1], options)
        if code != 250:
            why = f"The mail server does not accept our address ({_code(code, answer)})."
            return Outcome(Answer.AWAY, why)
        code, answer = smtp.rcpt(to)
        if code not in (250, 251):
            return Outcome(_kind(code), f"The recipient was refused ({_code(code, answer)}).")
        code, answer = smtp.docmd("data")
        if code != 354:
            return Outcome(Answer.LATER, f"The text was not asked for ({_code(code, answer)}).")
        return None


def _octets(form: EmailMessage, utf8: bool) -> bytes:
    """The message as DATA takes it: CRLF, leading dots doubled, a dot at the end."""
    buffer = BytesIO()
    BytesGenerator(buffer, policy=SMTPUTF8 if utf8 else SMTP).flatten(form)
    lines = buffer.getvalue().removesuffix(b"\r\n")
    return re.sub(rb"(?m)^\.", b"..", lines) + b"\r\n.\r\n"


def _kind(code: int) -> Answer:
    return Answer.NEVER if 500 <= code < 600 else Answer.LATER


def _said(what: str, error: smtplib.SMTPResponseException) -> str:
    answer = error.smtp_error
    octets = answer if isinstance(answer, bytes) else str(answer).encode()
    return f"{what} ({_code(error.smtp_code, octets)})."


def _code(code: int, answer: bytes) -> str:
    """The codes only: what a server says in words may hold the address."""
    enhanced = _ENHANCED.match(answer)
    return f"SMTP {code} {enhanced[0].decode()}" if enhanced else f"SMTP {code}"
