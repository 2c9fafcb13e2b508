"""A mail server that keeps what it gets as .eml files, and fails when told to."""

import asyncio
import enum
import ssl
from collections import deque
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class MailFault(enum.StrEnum):
    """What can go wrong at the next message."""

    RECIPIENT_UNKNOWN = "550 at RCPT"
    RECIPIENT_BUSY = "450 at RCPT"
    SENDER_REFUSED = "550 at MAIL"
    TEXT_REFUSED = "554 after the text"
    TRY_LATER = "451 after the text"
    DROPPED_BEFORE = "the connection breaks at DATA; nothing is kept"
    KEPT_THEN_DROPPED = "the message is kept, and the connection breaks before the answer"
    LOST_THEN_DROPPED = "the text arrives, nothing is kept, the connection breaks"


class MailServer:
    """SMTP on 127.0.0.1. Messages are kept in ``folder``, numbered in the order they came."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        at_once: bool = False,
        login: tuple[str, str] | None = None,
    ) -> None:
        """``port`` 0 finds a free one. ``tls``: STARTTLS is asked for, or TLS ``at_once``.

        ``login``: the user name and password that are asked for.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._handler = _Handler(folder, sign_in=login is not None)
        more: dict[str, Any] = {"auth_require_tls": False}
        if tls is not None and at_once:
            more["ssl_context"] = tls
        elif tls is not None:
            more |= {"tls_context": tls, "require_starttls": True}
        if login is not None:
            more["authenticator"] = _check(*login)
        self._controller = _Listening(
            self._handler, hostname="127.0.0.1", port=port, **more, ident="Vuoro simulator"
        )

    @property
    def port(self) -> int:
        """Where it listens, once started."""
        listening: int = self._controller.port
        return listening

    def start(self) -> Self:
        self._controller.start()
        return self

    def stop(self) -> None:
        self._controller.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.stop()

    def fail(self, *faults: MailFault) -> None:
        """Let the next messages meet these, one each."""
        self._handler.faults.extend(faults)

    def files(self) -> tuple[Path, ...]:
        """Every message kept, oldest first."""
        return tuple(sorted(self.folder.glob("*.eml")))

    def messages(self) -> tuple[EmailMessage, ...]:
        """The same, read."""
        return tuple(_read(file.read_bytes()) for file in self.files())


class _Listening(Controller):
    """A controller that finds a free port by itself."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server), "it has just been started"
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class _Handler:
    """The answers to SMTP commands; faults are met by whoever comes next."""

    def __init__(self, folder: Path, *, sign_in: bool) -> None:
        self._folder, self._sign_in = folder, sign_in
        self.faults: deque[MailFault] = deque()

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._sign_in and not session.authenticated:
            return "530 5.7.0 Sign in first"
        if self._meet(MailFault.SENDER_REFUSED):
            return "550 5.7.1 Sender refused"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._meet(MailFault.RECIPIENT_UNKNOWN):
            return f"550 5.1.1 <{address}> is unknown here"
        if self._meet(MailFault.RECIPIENT_BUSY):
            return f"450 4.2.1 <{address}> is busy"
        if self._meet(MailFault.DROPPED_BEFORE):
            _break_off(server)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self._meet(MailFault.TEXT_REFUSED):
            return "554 5.6.0 Refused"
        if self._meet(MailFault.TRY_LATER):
            return "451 4.3.0 Try later"
        if self._meet(MailFault.LOST_THEN_DROPPED):
            _break_off(server)
            return "250 OK"
        self._keep(envelope)
        if self._meet(MailFault.KEPT_THEN_DROPPED):
            _break_off(server)
        return "250 OK"

    def _meet(self, fault: MailFault) -> bool:
        if self.faults and self.faults[0] is fault:
            self.faults.popleft()
            return True
        return False

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.original_content or b""
        number = sum(1 for _ in self._folder.glob("*.eml")) + 1
        file = self._folder / f"{number:05}.eml"
        with suppress(FileNotFoundError):
            file.with_suffix(".part").write_bytes(content)
            file.with_suffix(".part").rename(file)


def _break_off(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport), "a client is connected"
    server.transport.abort()


def _check(username: str, password: str) -> Any:
    wanted = (username.encode(), password.encode())

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        fits = isinstance(given, LoginPassword) and (given.login, given.password) == wanted
        return AuthResult(success=fits, handled=False)

    return authenticate


def _read(octets: bytes) -> EmailMessage:
    message = message_from_bytes(octets, policy=default)
    assert isinstance(message, EmailMessage), "the policy says so"
    return message
