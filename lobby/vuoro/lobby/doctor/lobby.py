"""The lobby service as this device reaches it, and the backend behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vuoro.lobby.doctor.finding import Finding

_SECONDS = 3.0
_UNKNOWN, _WRONG_KIND = 401, 403


@dataclass(frozen=True, slots=True)
class Way:
    """How a device reaches its lobby service; ``path`` is one that it may ask."""

    url: str
    path: str
    token_file: Path
    authority: Path | None


def device(kind: str, way: Way) -> Iterator[Finding]:
    """Whether the lobby service is there, no stranger, and knows this device."""
    import urllib3

    from vuoro.core.pinned import fault
    from vuoro.queue.client.pools import pool_of

    matter, url = f"Lobby, {kind}", way.url
    try:
        token = way.token_file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", "") or "not a token"
        yield Finding(matter, False, f"{way.token_file}: {why}. {_add(kind)}")
        return
    if ill := fault(way.authority):
        yield Finding(matter, False, ill)
        return
    try:
        headers = {"Authorization": f"Bearer {token}"}
        answer = pool_of(way.authority).request(
            "GET", url + way.path, headers=headers, timeout=_SECONDS,
            preload_content=False,  # a stream never ends
        )  # fmt: skip
        answer.close()
    except urllib3.exceptions.SSLError:
        words = f"{url} is not who [{kind}] lobby_authority trusts. Compare: vuoro appliance trust"
        yield Finding(matter, False, f"{words} {url}")
        return
    except urllib3.exceptions.HTTPError as error:
        words = (
            f"no answer at {url} ({type(error).__name__}). Is that computer on, and the network "
            f"cable in? Start it: vuoro lobby; or check [{kind}] lobby_url"
        )
        yield Finding(matter, False, words)
        return
    yield _answered(matter, kind, url, answer.status)


def _answered(matter: str, kind: str, url: str, status: int) -> Finding:
    if status == _UNKNOWN:
        return Finding(matter, False, f"{url} doesn't know the token of this {kind}. {_add(kind)}")
    if status == _WRONG_KIND:
        return Finding(matter, False, f"the token is not one of a {kind}. {_add(kind)}")
    if status >= 300:
        return Finding(matter, False, f"{url} is no lobby service ({status}). Check lobby_url")
    return Finding(matter, True, f"{url} knows this {kind}")


def _add(kind: str) -> str:
    return f"On the computer of the lobby service: vuoro device add {kind} NAME"


def backend(url: str) -> Iterator[Finding]:
    """The way to the backend: whether it is there, and no stranger."""
    from vuoro.sync.probe import probe

    trouble = probe(url)
    yield Finding("Backend", not trouble, f"{url}: {trouble}" if trouble else f"{url} answers")
