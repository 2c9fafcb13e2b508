"""Which clients a search may show: those under non-disclosure only to who knows them already.

They appear when asked for by exact identity code, phone number or e-mail address, or when they have
a booking with the one who asks (rules_and_market §3.3).
"""

from collections.abc import Collection

from sqlalchemy import or_, select

from vuoro.booking.backend import Backend
from vuoro.booking.domain.contact import phone_key
from vuoro.booking.domain.values import ClientView
from vuoro.booking.service.accounts import Account
from vuoro.booking.store.tables.bookings import booking
from vuoro.core.identity_code import IdentityCode, parse


def shown(
    backend: Backend, account: Account, text: str, found: Collection[ClientView]
) -> list[ClientView]:
    """Those of the clients found whom this account may see in a list."""
    if is_exact(text):
        return list(found)
    hidden = [each.id for each in found if each.contact.protected]
    own = own_clients(backend, account, hidden)
    return [each for each in found if not each.contact.protected or each.id in own]


def is_exact(text: str) -> bool:
    """Whether a search is by something that only who knows the client knows."""
    by_code = isinstance(parse(text), IdentityCode)
    return by_code or "@" in text or phone_key(text) is not None


def own_clients(backend: Backend, account: Account, clients: Collection[str]) -> set[str]:
    """Those of the clients who have, or had, a booking with this account's specialist."""
    if account.specialist is None or not clients:
        return set()
    me = account.specialist
    query = select(booking.c.client).where(
        booking.c.client.in_(clients), or_(booking.c.specialist == me, booking.c.stand_in == me)
    )
    with backend.read() as sql:
        return {row.client for row in sql.execute(query)}
