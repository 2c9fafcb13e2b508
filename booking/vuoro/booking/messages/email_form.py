"""A message in the form of Internet e-mail (RFC 5322, MIME)."""

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from vuoro.booking.messages.values import Outgoing

_POLICY = SMTP.clone(cte_type="7bit")
_METHOD = re.compile(r"^METHOD:(\w+)\s*$", re.MULTILINE)


def email_of(message: Outgoing, sender: str) -> EmailMessage:
    """Text and HTML beside each other, the calendar file attached.

    ``sender`` as ``Name <address>``. The Message-ID is the same at each try, so that a mailbox can
    tell a duplicate. Raises ValueError if an address can't be written in a header.
    """
    content = message.content
    name, address = parseaddr(sender)
    form = EmailMessage(policy=_POLICY)
    form["From"] = Address(content.sender_name or name, addr_spec=address)
    form["To"] = _addressee(content.to)
    form["Subject"] = content.subject
    form["Date"] = format_datetime(message.written)
    form["Message-ID"] = f"<{message.id}@{domain_of(sender)}>"
    # RFC 3834: no vacation notes come back. The second is what Exchange understands.
    form["Auto-Submitted"] = "auto-generated"
    form["X-Auto-Response-Suppress"] = "All"
    form.set_content(content.text)
    form.add_alternative(content.html, subtype="html")
    if content.calendar:
        found = _METHOD.search(content.calendar)
        method = found[1] if found else "PUBLISH"
        form.add_attachment(
            content.calendar, subtype="calendar", filename="appointment.ics",
            params={"method": method},
        )  # fmt: skip
    form["Content-Language"] = content.language  # Last: parts take along what is there before.
    return form


def _addressee(address: str) -> Address:
    try:
        return Address(addr_spec=address)
    except (MessageError, IndexError):  # So its parser takes leave of "@example.fi" and "name@".
        raise ValueError("not an address") from None


def domain_of(sender: str) -> str:
    """The domain of ``Name <address>``."""
    return parseaddr(sender)[1].rpartition("@")[2]
