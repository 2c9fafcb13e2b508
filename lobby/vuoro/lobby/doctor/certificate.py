"""The certificate that browsers at desks are shown by this lobby service."""

from collections.abc import Iterator

from vuoro.core.clock import Clock
from vuoro.core.settings.schema import Settings
from vuoro.lobby.doctor.finding import Finding

_MATTER = "Certificate"


def certificate(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Nothing where the service has no TLS, or who looks may not read its files."""
    if not settings.lobby.tls_port:
        return
    from vuoro.lobby.tls.standing import Source, standing

    now = clock.now()
    try:
        found = standing(settings.lobby, now)
    except PermissionError:
        return
    except OSError as error:
        yield Finding(_MATTER, False, f"its files can't be read ({error.strerror})")
        return
    if found is None:
        yield Finding(_MATTER, False, "there is none yet. Start the lobby service")
    elif found.ends <= now:
        yield Finding(_MATTER, False, f"{found}: it has ended. Is the clock right?")
    elif found.source is Source.OWN and found.why:
        words = f"{found}, so desks that trust the area alone are warned: {found.why}"
        yield Finding(_MATTER, False, words)
    elif found.source is Source.OWN and settings.sync.backend_url:
        # Soon after the start, or before the device is paired.
        yield Finding(_MATTER, True, f"{found}; the backend has sent none yet")
    else:
        yield Finding(_MATTER, True, str(found))
