"""Is the backend there? Asked by people who look for what is wrong."""

from vuoro.core.wire.sync import SessionNonce
from vuoro.sync.answers import Turned, understood
from vuoro.sync.http import HttpTransport
from vuoro.sync.transport import Ask, NoAnswer, Transport, WrongDates

_ASK = Ask("GET", "/session?device=probe", timeout=5.0)


def probe(url: str, transport: Transport | None = None) -> str:
    """What is wrong with the way to the backend, and what to do; empty where nothing is."""
    way = transport or HttpTransport(url, "vuoro doctor")
    try:
        understood(way.send(_ASK), SessionNonce)
    except WrongDates:
        return (
            "its certificate is not valid today. If the clock here is wrong, set it: "
            "timedatectl set-ntp true; else the backend needs a new certificate"
        )
    except NoAnswer as error:
        return f"no answer of a backend ({error}). Check [sync] backend_url and the network"
    except Turned as turned:
        # It speaks our language: the backend is there.
        return "" if turned.refusal.status < 500 else turned.refusal.detail
    return ""
