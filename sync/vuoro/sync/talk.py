"""Talks with the backend: steps that read and write the lobby, with requests between them.

A talk is a generator. It yields a request and is given the answer, or NoAnswer is thrown into it;
it yields None where others may have the thread for a moment. So the same talk runs in a test, in
the model and in the worker, and no transaction is ever open while the network is waited for.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, TypeVar, cast

from vuoro.sync.transport import Ask, NoAnswer, Reply, Transport

T = TypeVar("T")
Talk = Generator[Ask | None, Reply | None, T]
_Step = Callable[[], Ask | None]


def said(ask: Ask) -> Talk[Reply]:
    """The answer to a request. Raises NoAnswer."""
    reply = yield ask
    assert reply is not None, "whoever holds the talk owes an answer"
    return reply


def breathe() -> Talk[None]:
    """Let others have the thread for a moment."""
    yield None


def hold(talk: Talk[T], transport: Transport) -> T:
    """Hold a talk to its end, here and now."""
    step: _Step = partial(next, talk)
    try:
        while True:
            step = _carry(talk, step(), transport)
    except StopIteration as end:
        return cast(T, end.value)


async def hold_aside(talk: Talk[T], transport: Transport) -> T:
    """Hold a talk: its steps on this thread, its requests on another."""
    step: _Step = partial(next, talk)
    try:
        while True:
            ask = step()
            if ask is None:
                await asyncio.sleep(0)
                step = partial(talk.send, None)
            else:
                step = await aside(_carry, talk, ask, transport)
    except StopIteration as end:
        return cast(T, end.value)
    finally:
        talk.close()


async def aside(function: Callable[..., T], *arguments: Any) -> T:
    """Call a function in a thread that nobody waits for when the program ends.

    The loop's own threads are joined at the end: a pull kept open would hold it up.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def tell(set_outcome: Callable[[Any], None], value: object) -> None:
        if not outcome.done():
            set_outcome(value)

    def work() -> None:
        try:
            value = function(*arguments)
        except Exception as error:
            set_outcome, told = outcome.set_exception, cast(Any, error)
        else:
            set_outcome, told = cast(Any, outcome.set_result), value
        # The loop may be closed by now: then nobody wants to know.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(tell, set_outcome, told)

    threading.Thread(target=work, name="sync", daemon=True).start()
    return await outcome


def _carry(talk: Talk[Any], ask: Ask | None, transport: Transport) -> _Step:
    """What the talk is to be given next."""
    if ask is None:
        return partial(talk.send, None)
    try:
        return partial(talk.send, transport.send(ask))
    except NoAnswer as error:
        return partial(talk.throw, error)
