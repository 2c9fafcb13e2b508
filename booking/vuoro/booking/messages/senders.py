"""What carries messages: one way each for e-mail and SMS."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from email.utils import parseaddr
from typing import Protocol, Self

from vuoro.booking.messages.email_smtp import SmtpMail
from vuoro.booking.messages.sms_http import SmsHttp
from vuoro.booking.messages.values import By, Outcome, Outgoing
from vuoro.core.look import Look, load
from vuoro.core.settings.schema import BookingSettings


class Sender(Protocol):
    """Hands messages to a server. Never raises for what a server or network does."""

    def send(self, message: Outgoing) -> Outcome:
        """Try once, in seconds rather than minutes."""
        ...

    def close(self) -> None:
        """Let go of connections; the next ``send`` makes new ones."""
        ...


@dataclass(frozen=True, slots=True)
class Senders:
    """The senders there are. Messages of a way without one wait in the outbox."""

    by: Mapping[By, Sender]
    look: Look = field(default_factory=load)
    random: Callable[[], float] = random.random
    """From 0 to 1: spreads retries."""
    organizer: str = ""
    """The address that calendar entries name; programs want one in entries that come by mail."""

    def apart(self) -> tuple[Self, ...]:
        """One for each way, each to be tended by itself: a dead one holds up no other."""
        return tuple(replace(self, by={by: one}) for by, one in self.by.items()) or (self,)

    def close(self) -> None:
        for sender in self.by.values():
            sender.close()


def senders_of(settings: BookingSettings) -> Senders:
    """The senders of the settings; a server without an address is none. Raises BadTheme."""
    found: dict[By, Sender] = {}
    if settings.mail.host:
        found[By.EMAIL] = SmtpMail(settings.mail)
    if settings.sms.url:
        found[By.SMS] = SmsHttp(settings.sms)
    organizer = parseaddr(settings.mail.sender)[1]
    return Senders(found, load(settings.theme), organizer=organizer)
