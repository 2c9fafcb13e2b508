"""Who asks: devices by token, staff by session cookie and CSRF header."""

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from vuoro.queue.api.docs import COOKIE
from vuoro.queue.api.replies import Turned
from vuoro.queue.api.writer import Writer
from vuoro.queue.service import people
from vuoro.queue.service.lobby import LobbyService, Refused
from vuoro.queue.service.people import Device, Member

_CACHED = 512


@dataclass
class Doorkeeper:
    """Answers from memory whom it has seen, and asks the database about others."""

    lobby: LobbyService
    writer: Writer
    _members: dict[str, Member] = field(default_factory=dict)
    _devices: dict[str, Device] = field(default_factory=dict)

    async def device(self, request: Request, *kinds: str) -> Device:
        """The device that asks. Raises Turned unless its token is good and its kind fits."""
        header = request.headers.get("authorization", "")
        token = header.removeprefix("Bearer ")
        device = self._devices.get(token) if token != header else None
        if device is None and token != header and token:
            device = await self.writer.run(people.device_of, self.lobby, token)
        if device is None:
            raise Turned(Refused("no_such_device", "Register this device: vuoro device add.", 401))
        if device.kind not in kinds:
            raise Turned(Refused("wrong_device", f"This is for {', '.join(kinds)} only.", 403))
        _remember(self._devices, token, device)
        return device

    async def member(self, request: Request, role: str = "call", *, command: bool = True) -> Member:
        """The staff member who asks.

        Raises Turned unless signed in, allowed, and for commands from our own page.
        """
        cookie = request.cookies.get(COOKIE, "")
        member = self._members.get(cookie)
        if cookie and (member is None or member.until <= self.lobby.now):
            member = await self.writer.run(people.member_of, self.lobby, cookie)
        if member is None:
            raise Turned(Refused("not_signed_in", "Sign in first.", 401))
        if command and not people.same(request.headers.get("x-csrf-token", ""), member.csrf):
            raise Turned(Refused("bad_csrf", "The page is out of date. Reload it.", 403))
        check_role(member, role)
        _remember(self._members, cookie, member)
        return member

    def sign_out(self, member: Member) -> None:
        """Know a session no more."""
        known = [cookie for cookie, held in self._members.items() if held == member]
        for cookie in known:
            del self._members[cookie]

    def forget(self) -> None:
        """Ask the database again: accounts or devices have changed."""
        self._members.clear()
        self._devices.clear()

    def is_inside(self, member: Member) -> bool:
        """Whether a session that was let in goes on: neither over nor signed out."""
        return member.until > self.lobby.now and member in self._members.values()


def check_role(member: Member, role: str) -> None:
    """Raises Turned unless the member has the role."""
    if role not in member.roles:
        raise Turned(
            Refused("not_allowed", f"This needs the role {role}. Ask your administrator.", 403)
        )


def _remember(known: dict[str, Any], key: str, value: object) -> None:
    if len(known) >= _CACHED and key not in known:
        del known[next(iter(known))]
    known[key] = value
