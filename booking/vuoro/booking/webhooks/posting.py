"""Post a delivery over HTTP to an address that was checked."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import urllib3

from vuoro.booking.webhooks.addresses import BadAddress, Target, look_up, parsed

TIMEOUT = 15.0


@dataclass(frozen=True, slots=True)
class Posted:
    """The answer. ``status`` 0: there was none; ``reason`` says why."""

    status: int
    reason: str = ""

    @property
    def heard(self) -> bool:
        return 200 <= self.status < 300


class Post(Protocol):
    """Posts a body once. Never raises for what a network or receiver does."""

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted: ...


class HttpPost:
    """The real one. Redirects are answers like others: the address is what was agreed upon."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        timeout: float = TIMEOUT,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """``allow_private``: http and addresses inside too ([booking] private_webhooks)."""
        self.allow_private, self._timeout, self._tls = allow_private, timeout, tls

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        try:
            allow = self.allow_private
            target = look_up(parsed(url, allow_private=allow), allow_private=allow)
        except BadAddress as error:
            return Posted(0, str(error))
        except OSError:
            return Posted(0, "The address can't be looked up.")
        try:
            with self._pool(target) as pool:
                reply = pool.urlopen(
                    "POST", target.path, body=body, headers={"Host": _host(target), **headers},
                    retries=False, redirect=False, preload_content=False,
                )  # fmt: skip
                reply.close()
        except urllib3.exceptions.HTTPError as error:
            return Posted(0, f"No answer ({type(error).__name__}).")
        return Posted(reply.status, "" if 200 <= reply.status < 300 else f"HTTP {reply.status}")

    def _pool(self, target: Target) -> urllib3.HTTPConnectionPool:
        timeout = urllib3.Timeout(total=self._timeout)
        if not target.secure:
            return urllib3.HTTPConnectionPool(target.address, target.port, timeout=timeout)
        return urllib3.HTTPSConnectionPool(
            target.address, target.port, timeout=timeout, server_hostname=target.host,
            assert_hostname=target.host, ssl_context=self._tls or ssl.create_default_context(),
        )  # fmt: skip


def _host(target: Target) -> str:
    name = f"[{target.host}]" if ":" in target.host else target.host
    usual = 443 if target.secure else 80
    return name if target.port == usual else f"{name}:{target.port}"
