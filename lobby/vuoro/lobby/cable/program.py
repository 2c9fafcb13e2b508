"""The cable as a program with a switch: a page with one button, for hands and for scripts.

python -m vuoro.lobby.cable.program --to 127.0.0.1:8490 --listen 8491 --switch 8482
"""

import argparse
import asyncio
import html
import random
import signal
import sys
from collections.abc import Sequence
from http import HTTPStatus

from vuoro.lobby.cable.faults import Fault, Storm, Weather
from vuoro.lobby.cable.proxy import Cable

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>The network</title>
<style>body{{font:1.25rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;
color:#10202E;background:#F3F5F2}}button{{font:inherit;font-weight:600;padding:1rem 1.5rem;border:0;
border-radius:8px;background:#0B4F6C;color:#fff;cursor:pointer}}button:focus-visible
{{outline:4px solid #F2B705;outline-offset:2px}}</style>
<h1>The network is {state}</h1><p>{words}</p>
<form method="post" action="/{next}"><button>{button}</button></form>
<p>Requests carried: {carried}. Refused: {refused}.</p></html>"""
_UP = ("up", "The lobby and the backend hear each other.", "unplugged", "Pull the plug")
_DOWN = ("down", "The lobby goes on by itself. Nothing is lost.", "none", "Plug it in")


class Switch:
    """The state of the cable, and the pages that change it."""

    def __init__(self, cable: Cable, chance: random.Random) -> None:
        self._cable, self._chance = cable, chance
        self._name = str(Fault.NONE)

    def set(self, name: str) -> bool:
        """Change the weather: a fault's name, or ``storm``. False if there is no such weather."""
        weather = self._weather(name)
        if weather is None:
            return False
        self._cable.weather, self._name = weather, name
        if name == Fault.UNPLUGGED:
            self._cable.pull()
        return True

    def _weather(self, name: str) -> Weather | None:
        if name == "storm":
            return Storm(self._chance)
        if name not in Fault.__members__.values():
            return None
        fault = Fault(name)
        return lambda: fault

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request of a browser or a script."""
        try:
            line = (await reader.readline()).decode("ascii", "replace").split()
            while (await reader.readline()).strip():
                pass
            writer.write(self._reply(*line[:2]) if len(line) >= 2 else b"")
            await writer.drain()
        except OSError:
            pass  # The browser has gone.
        finally:
            writer.close()

    def _reply(self, method: str, path: str) -> bytes:
        if method == "POST" and not self.set(path.strip("/")):
            return _http(HTTPStatus.NOT_FOUND, "There is no such weather.")
        if method == "POST":
            return _http(HTTPStatus.SEE_OTHER, "", "Location: /\r\n")
        return _http(HTTPStatus.OK, self._page())

    def _page(self) -> str:
        seen = self._cable.seen
        state, words, following, button = _UP if self._name == Fault.NONE else _DOWN
        carried = seen.get(Fault.NONE, 0)
        return _PAGE.format(
            state=state if self._name in (Fault.NONE, Fault.UNPLUGGED) else html.escape(self._name),
            words=words,
            next=following,
            button=button,
            carried=carried,
            refused=sum(seen.values()) - carried,
        )


def _http(status: HTTPStatus, body: str, more: str = "") -> bytes:
    content = body.encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(content)}\r\nConnection: close\r\n{more}\r\n"
    )
    return head.encode() + content


async def carry(to: tuple[str, int], listen: int, switch: int, seed: int) -> None:
    """Carry until SIGTERM or Ctrl-C."""
    cable = Cable(*to, weather=lambda: Fault.NONE)
    await cable.listen(listen)
    control = Switch(cable, random.Random(seed))
    server = await asyncio.start_server(control.answer, "127.0.0.1", switch)
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    await told.wait()
    server.close()
    await cable.close()


def main(arguments: Sequence[str]) -> int:
    """Read the command line and carry."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--to", required=True, metavar="HOST:PORT", help="where the backend is")
    parser.add_argument("--listen", required=True, type=int, help="the port the lobby calls")
    parser.add_argument("--switch", required=True, type=int, help="the port of the switch's page")
    parser.add_argument("--seed", type=int, default=1, help="of the storm's chance")
    options = parser.parse_args(arguments)
    host, _, port = options.to.rpartition(":")
    asyncio.run(carry((host, int(port)), options.listen, options.switch, options.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
