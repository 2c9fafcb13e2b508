"""The certificate of the lobby service from the backend: asked for when it is due, beside push and
pull. Whatever fails is tried again later: what browsers are shown meanwhile goes on.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from vuoro.core.wire.site_tls import AreaAuthority, CertificateAnswer, CertificateAsk
from vuoro.sync.answers import Turned
from vuoro.sync.contact import Contact, NotEnrolled
from vuoro.sync.session import ensure_session
from vuoro.sync.talk import Talk, aside, hold_aside
from vuoro.sync.transport import Ask, NoAnswer, Transport

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
"""An address that changed is seen within this; nothing is asked where nothing is due."""
AUTHORITY_SECONDS = 6 * 3600.0
"""So often it is looked whether another authority vouches for the area."""
AFTER_FAILURE = 30.0
LONGEST_AFTER_FAILURE = 600.0
REFUSED_SECONDS = 3600.0
"""What was refused is asked again so often: somebody may have changed a name or a setting."""
_UNWELCOME = (401, 403)


class Site(Protocol):
    """The certificates of this lobby service. Called in another thread; may touch the disk."""

    def heard(self, authority: str) -> None:
        """Who vouches for lobbies now, PEM."""
        ...

    def wish(self, now: datetime) -> str | None:
        """A request, PEM, where a certificate is due."""
        ...

    def take(self, chain: str) -> None:
        """The certificate that was asked for, PEM. Raises ValueError where it is another."""
        ...

    def refused(self, why: str) -> None:
        """Why there is none, for people."""
        ...


@dataclass
class Certifying:
    """One lobby's. ``go`` is called again after the seconds it gives."""

    contact: Contact
    transport: Transport
    site: Site
    _heard_at: float | None = None
    _failures: int = 0

    async def go(self) -> float:
        """One step. Gives the seconds to wait before the next."""
        if self.contact.drains or self.contact.recover_because:
            return AFTER_FAILURE
        try:
            await self._hear()
            request = await aside(self.site.wish, self._now())
            if request is not None:
                await self._ask(request)
        except Turned as turned:
            return await self._turned(turned)
        except (NoAnswer, NotEnrolled):
            return self._later()
        except (OSError, ValueError) as error:
            log.warning("no certificate from the backend", extra={"why": str(error)})
            return self._later()
        self._failures = 0
        return LOOK_SECONDS

    async def _hear(self) -> None:
        mono = self.contact.mono
        if self._heard_at is None or mono - self._heard_at >= AUTHORITY_SECONDS:
            authority = await hold_aside(ask_for_authority(self.contact), self.transport)
            await aside(self.site.heard, authority)
            self._heard_at = mono

    async def _ask(self, request: str) -> None:
        chain = await hold_aside(ask_for_certificate(self.contact, request), self.transport)
        await aside(self.site.take, chain)

    async def _turned(self, turned: Turned) -> float:
        refusal = turned.refusal
        if refusal.status in _UNWELCOME:
            # Push and pull learn why, and say so.
            self.contact.session = None
            return self._later()
        log.warning("the backend gives no certificate", extra={"code": refusal.code})
        await aside(self.site.refused, refusal.detail)
        return max(REFUSED_SECONDS, turned.retry_after or 0.0)

    def _later(self) -> float:
        self._failures += 1
        return min(AFTER_FAILURE * 2.0 ** (self._failures - 1), LONGEST_AFTER_FAILURE)

    def _now(self) -> datetime:
        """By the backend's clock: it is the one that dates certificates."""
        return self.contact.lobby.now - timedelta(milliseconds=self.contact.clock_ahead_ms)


def ask_for_authority(contact: Contact) -> Talk[str]:
    """Who vouches for the lobbies of the area. Raises Turned, NoAnswer, NotEnrolled."""
    yield from ensure_session(contact)
    answer = yield from contact.exchange(Ask("GET", "/site-authority"), AreaAuthority)
    return answer.certificate


def ask_for_certificate(contact: Contact, request: str) -> Talk[str]:
    """A certificate and who vouches for it. Raises as above."""
    yield from ensure_session(contact)
    ask = contact.signed("/site-certificate", CertificateAsk(request))
    return (yield from contact.exchange(ask, CertificateAnswer)).chain
