"""What a device asks about its programs, and what it tells support: one request each.

All raise Turned, NoAnswer, NotEnrolled.
"""

import hashlib
from urllib.parse import quote

from vuoro.core.wire.upkeep import Offer, ReleaseAnswer, ReleaseAsk, SupportAnswer
from vuoro.sync.answers import Heard, body_of
from vuoro.sync.contact import Contact
from vuoro.sync.session import ensure_session
from vuoro.sync.talk import Talk
from vuoro.sync.transport import Ask, NoAnswer

_BLOCK_SECONDS = 60.0
_ANSWER_SECONDS = 60.0


def ask_for_release(contact: Contact, asked: ReleaseAsk) -> Talk[Offer | None]:
    """Tell which release runs; what should run instead, if anything."""
    yield from ensure_session(contact)
    answer = yield from contact.exchange(contact.signed("/release", asked), ReleaseAnswer)
    return answer.offer


def fetch_block(contact: Contact, offer: Offer, n: int) -> Talk[bytes]:
    """One block, which is what was offered: a portal's page or half an answer is none."""
    yield from ensure_session(contact)
    path = f"/release/{quote(offer.id, safe='')}/{n}"
    reply = yield from contact.reply(Ask("GET", path, timeout=_BLOCK_SECONDS))
    block = body_of(reply)
    if hashlib.sha256(block).hexdigest() != offer.blocks[n]:
        raise NoAnswer("the block is not the one that was offered")
    return block


def send_answer(contact: Contact, answer: SupportAnswer) -> Talk[None]:
    """Hand over what support asked for."""
    yield from ensure_session(contact)
    ask = contact.signed("/answer", answer)
    ask = Ask(ask.method, ask.path, ask.headers, ask.body, _ANSWER_SECONDS)
    yield from contact.exchange(ask, Heard)
